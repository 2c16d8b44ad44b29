package dev.fluxion;

/**
 * Two lengths, steps or counts, one for each of the two last axes of an image.
 *
 * @param height that along the height, the last axis but one
 * @param width that along the width, the last axis
 */
public record Pair(int height, int width) {
  /** {@code (height, width)}. */
  @Override
  public String toString() {
    return "(" + height + ", " + width + ")";
  }

  void check(String name, int least) {
    if (height < least || width < least) {
      throw new IllegalArgumentException(name + " is " + least + " or more, got " + this);
    }
  }
}
