package dev.fluxion.kernel;

/**
 * The two kinds of sums of a {@link Correlation} that a provider may have fast loops for. Arrays
 * are {@code float[]} or {@code double[]}, as was said when it was asked for; it is thread-safe. In
 * which order a sum is added up depends on nothing but the Correlation.
 */
public interface Correlator {
  /**
   * {@code y[n, i, p] = Σ w[i, k] · x[n, shifts[k] + p]} over taps k.
   *
   * @param wt where the weights begin; likewise {@code xt} and {@code yt}
   */
  void output(Correlation c, Object w, int wt, Object x, int xt, Object y, int yt);

  /** {@code w[i, k] = Σ y[n, i, p] · x[n, shifts[k] + p]} over images n and places p. */
  void weight(Correlation c, Object x, int xt, Object y, int yt, Object w, int wt);
}
