package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What a provider of kernels may do in place of the plain loops. Every method may decline, and then
 * the next provider is asked, at last the plain loops, which can do everything. Providers are
 * services, found once by {@link Providers}; each is thread-safe.
 */
public interface Kernels {
  /** What {@code -Dfluxion.kernels} calls it. */
  String name();

  /**
   * Why it cannot work here and what to do about it, as one sentence; null if it can. Asked once,
   * before anything else; an implementation touches nothing before that may be missing.
   */
  @Nullable String refusal();

  /**
   * A faster loop than the one {@link Emitter} makes of the same formula, with the very same
   * results. It may take long to return, and runs on a thread that has the time.
   *
   * @param plain the loop that the Emitter made; for what is not faster otherwise
   * @return null if there is nothing faster
   */
  default @Nullable Loop loop(String name, Expr body, DType[] inputs, DType output, Loop plain) {
    return null;
  }

  /** Returns when nothing is left to prepare in the background: for tests and benchmarks. */
  default void await() {}

  /**
   * Whether this is likely to be the fastest that there is for a product. It is asked before the
   * others then, unless the user has named an order.
   */
  default boolean prefers(Gemm g, DType dtype) {
    return false;
  }

  /**
   * {@code out[i, j] = Σ a[i, p] · b[p, j]} of floats, or {@code +=} where {@code g} says so.
   *
   * @param at where the first elements lie; likewise {@code bt} and {@code o}
   * @return false, and nothing done, if it leaves the product to others
   */
  default boolean multiply(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    return false;
  }

  /** The same of doubles. */
  default boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    return false;
  }

  /**
   * Faster work on rows that lie side by side.
   *
   * @param dtype float32 or float64
   * @param n how many elements a row has, 1 or more
   * @param rows how many rows there are
   * @return for all threads, or null if it leaves the rows to others
   */
  default @Nullable RowKernels rows(DType dtype, int n, int rows) {
    return null;
  }

  /**
   * Loops for the sums that a convolution consists of.
   *
   * @param dtype FLOAT32 or FLOAT64
   * @param work how many multiplications they would be used for
   * @return null if it leaves them to others
   */
  default @Nullable Correlator correlator(DType dtype, long work) {
    return null;
  }
}
