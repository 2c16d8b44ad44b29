package dev.fluxion.kernel;

/**
 * Which products a {@link Correlator} adds up: those of {@code w[i, k]}, {@code x[n, shifts[k] +
 * p]} and {@code y[n, i, p]} for images n, rows i, taps k and places p. What a tap sees from one
 * place to the next lies in a row, so nothing is copied for it; taps differ in where that begins.
 *
 * <p>The weights lie one after another, a row for each i. In y each row has its places one after
 * another, and rows follow each other.
 *
 * @param rows the number of rows, 1 or more
 * @param shifts where in x what each tap sees at place 0 lies, from where the image begins
 * @param places the number of places, a multiple of {@link #UNIT}
 * @param images the number of images, 1 or more
 * @param xStep the distance in x between images
 * @param yStep the distance in y between images
 */
public record Correlation(int rows, int[] shifts, int places, int images, int xStep, int yStep) {
  /** A number of places that all vectors divide. */
  public static final int UNIT = 16;

  /** The number of taps. */
  public int taps() {
    return shifts.length;
  }

  /** The number of multiplications. */
  public long work() {
    return (long) rows * shifts.length * places * images;
  }
}
