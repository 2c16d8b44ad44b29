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
   * Solves {@code T X = B} of floats in place, T triangular.
   *
   * @param at where the first element of T lies, {@code bt} that of B
   * @return false, and nothing done, if it leaves the system to others
   */
  default boolean solve(Triangular t, float[] a, int at, float[] b, int bt) {
    return false;
  }

  /** The same of doubles. */
  default boolean solve(Triangular t, double[] a, int at, double[] b, int bt) {
    return false;
  }

  /**
   * {@code P A = L U} of floats in place [(m, n)], m ≥ n, with partial pivoting; a column without a
   * pivot that is not 0 keeps its zeros. Columns are contiguous.
   *
   * @param at where the first element lies, and each column {@code ld} behind the one before
   * @param swaps gets at {@code from + j} the row, counted from 0, that row j was swapped with
   * @return false, and nothing done, if it leaves the matrix to others
   */
  default boolean lu(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    return false;
  }

  /** The same of doubles. */
  default boolean lu(int m, int n, double[] a, int at, int ld, int[] swaps, int from) {
    return false;
  }

  /** What {@link #cholesky} returns, with nothing done, if it leaves the matrix to others. */
  int DECLINED = -1;

  /**
   * {@code A = L Lᵀ} of floats in place [(n, n)]: the lower triangle is read and written, the other
   * left alone. Rows are contiguous.
   *
   * @param at where the first element lies, and each row {@code ld} behind the one before
   * @return 0; or the order of the first leading minor that is not positive; or DECLINED
   */
  default int cholesky(int n, float[] a, int at, int ld) {
    return DECLINED;
  }

  /** The same of doubles. */
  default int cholesky(int n, double[] a, int at, int ld) {
    return DECLINED;
  }

  /**
   * The sums of {@code count} blocks of floats that begin at {@code at}, to the bits that {@link
   * BlockSums} has.
   *
   * @return false, and nothing done, if it leaves them to others
   */
  default boolean sums(float[] x, int at, int count, double[] out) {
    return false;
  }

  /** The same of doubles. */
  default boolean sums(double[] x, int at, int count, double[] out) {
    return false;
  }

  /**
   * {@code place[j] += x[at + k apart + j]} for j up to n and one k after another up to {@link
   * BlockSums#ROWS}.
   *
   * @return false, and nothing done, if it leaves them to others
   */
  default boolean add(float[] x, int at, int apart, double[] place, int n) {
    return false;
  }

  /** The same of doubles. */
  default boolean add(double[] x, int at, int apart, double[] place, int n) {
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
