package dev.fluxion.kernel;

/**
 * A window that slides along one axis: at place o its tap k lies on the element {@code o·stride -
 * padding + k·dilation}. Taps that fall outside of the axis lie on nothing, a zero for sums; so
 * what is padded behind the axis needs no number of its own, the places say how far it goes.
 *
 * @param input the length of the axis
 * @param size the number of taps, 1 or more
 * @param output the number of places
 * @param stride the distance between two places, 1 or more
 * @param padding how far before the axis the first place begins, 0 or more
 * @param dilation the distance between two taps, 1 or more
 */
public record Window(int input, int size, int output, int stride, int padding, int dilation) {
  /** The element under a tap at a place, which may lie outside of the axis. */
  public int at(int place, int tap) {
    return place * stride - padding + tap * dilation;
  }

  /** The first place at which this tap lies on the axis; not beyond the last place. */
  int first(int tap) {
    return place(-at(0, tap));
  }

  /** The place after the last one at which this tap lies on the axis; not before the first. */
  int end(int tap) {
    return Math.max(first(tap), place(input - at(0, tap)));
  }

  /** The first place, of those there are, that is this far or farther from the one in front. */
  private int place(int distance) {
    return Math.min(output, distance <= 0 ? 0 : (distance + stride - 1) / stride);
  }

  /** Whether each place sees its own element of the axis and no other, in order. */
  boolean isIdentity() {
    return size == 1 && stride == 1 && padding == 0 && input == output;
  }

  /** The number of taps on the axis at a place. */
  public int inside(int place) {
    int n = 0;
    for (int tap = 0; tap < size; tap++) {
      int at = at(place, tap);
      n += at >= 0 && at < input ? 1 : 0;
    }
    return n;
  }

  /** The number of taps on the axis or on as much padding behind it as there is in front. */
  public int padded(int place) {
    int n = 0;
    for (int tap = 0; tap < size; tap++) {
      n += at(place, tap) < input + padding ? 1 : 0;
    }
    return n;
  }
}
