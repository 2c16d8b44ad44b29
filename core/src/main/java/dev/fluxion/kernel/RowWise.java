package dev.fluxion.kernel;

import dev.fluxion.DType;
import org.jspecify.annotations.Nullable;

/**
 * Normalisations and their derivatives: functions of a row that need a sum over it first. Each row
 * comes from memory once, is worked on while it is in the cache ({@link RowKernels}) and written
 * once. Rows do not know of each other, so threads share them.
 */
public final class RowWise {
  /** Elements that are worth a thread of their own. */
  private static final int GRAIN = 1 << 16;

  private RowWise() {}

  /** What is done to each row. */
  private interface Body {
    void run(RowKernels work, RowInput x, RowInput y, RowOutput out);
  }

  private static void run(
      Strided x, @Nullable Strided y, int kept, @Nullable Object out, Body body) {
    if (x.layout().size() == 0) {
      return;
    }
    var other = y == null ? x : y;
    var first = new Split(x.layout(), kept);
    var second = new Split(other.layout(), kept);
    var nest = Nest.of(first.firsts(), second.firsts());
    int n = first.size();
    int outer = nest.outer();
    int rows = first.results() / outer;
    int grain = (int) ((GRAIN * (long) outer - 1) / x.layout().size()) + 1;
    // Asked for once, so that all threads use the same.
    var given = Providers.rows(RowInput.type(x.dtype()), n, first.results());
    Threads.split(
        outer,
        grain,
        (from, to) -> {
          var work = given == null ? plain(x.dtype(), n) : given;
          var a = new RowInput(x, first);
          var b = y == null ? a : new RowInput(y, second);
          var c = new RowOutput(x.dtype(), out, n);
          int row = from * rows;
          var part = nest.part(from, to);
          do {
            for (int i = 0; i < part.inner(); i++, row++) {
              a.go(part.at(0) + i * part.step(0));
              if (b != a) {
                b.go(part.at(1) + i * part.step(1));
              }
              c.go(row);
              body.run(work, a, b, c);
              c.done();
            }
          } while (part.next());
          c.giveUp();
          if (b != a) {
            b.giveUp();
          }
          a.giveUp();
          work.giveUp();
        });
  }

  /** What works on rows of n elements, one thread's, where no provider does. */
  public static RowKernels plain(DType dtype, int n) {
    return dtype == DType.FLOAT32 ? new FloatRows(n) : new DoubleRows(n);
  }

  /**
   * {@code exp xᵢ / Σ exp xⱼ} along the last axis [(…, n) → (…, n)], the largest taken out first;
   * NaN throughout a row that holds NaN or +infinity, or only -infinity.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  static void softmax(Strided x, Object out) {
    run(
        x,
        null,
        x.shape().rank() - 1,
        out,
        (work, a, _, c) -> work.softmax(a.array(), a.at(), c.array(), c.at()));
  }

  /**
   * {@code x·y - x·Σ(x·y)} along the last axis [(…, n), (…, n) → (…, n)]: the pull of a softmax x.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void softmaxPull(Strided x, Strided y, Object out) {
    run(
        x,
        y,
        x.shape().rank() - 1,
        out,
        (work, a, b, c) ->
            work.softmaxPull(a.array(), a.at(), b.array(), b.at(), c.array(), c.at()));
  }

  /**
   * {@code x - log Σ exp x} along the last axis [(…, n) → (…, n)], the largest taken out first; NaN
   * throughout a row that holds NaN or +infinity, or only -infinity.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void logSoftmax(Strided x, Object out) {
    run(
        x,
        null,
        x.shape().rank() - 1,
        out,
        (work, a, _, c) -> work.logSoftmax(a.array(), a.at(), c.array(), c.at()));
  }

  /**
   * {@code log Σ exp x} over the axes from {@code kept} on [(a…, b…) → (a…)], none of them empty.
   * -infinity of -infinities only, +infinity if there is one, NaN if there is one.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  static void logSumExp(Strided x, int kept, Object out) {
    run(
        x,
        null,
        kept,
        null,
        (work, a, _, c) ->
            Buffers.set(x.dtype(), out, c.number(), work.logSumExp(a.array(), a.at(), c.array())));
  }

  /**
   * {@code y - eˣ·Σ y} along the last axis [(…, n), (…, n) → (…, n)]: the pull of a logarithm of a
   * softmax.
   *
   * @param x elements of 0 or less
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void logSoftmaxPull(Strided x, Strided y, Object out) {
    run(
        x,
        y,
        x.shape().rank() - 1,
        out,
        (work, a, b, c) ->
            work.logSoftmaxPull(a.array(), a.at(), b.array(), b.at(), c.array(), c.at()));
  }

  /**
   * {@code (x - μ) / √(σ² + eps)} over the axes from {@code kept} on, μ the mean and σ² the mean
   * square of the differences from it [(a…, b…) → (a…, b…)].
   *
   * @param out where the results go in row-major order, an array of the type of x
   * @param scale where {@code 1 / √(σ² + eps)} goes, one for each row
   */
  public static void standardize(Strided x, int kept, double eps, Object out, Object scale) {
    run(
        x,
        null,
        kept,
        out,
        (work, a, _, c) ->
            Buffers.set(
                x.dtype(),
                scale,
                c.number(),
                work.standardize(a.array(), a.at(), eps, c.array(), c.at())));
  }

  /**
   * {@code r·(y - Σy/n - x·Σ(x·y)/n)} over the axes from {@code kept} on: the pull of {@link
   * #standardize} for its result x.
   *
   * @param scale r, one for each row, in row-major order
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void standardizePull(Strided x, Strided y, int kept, Object scale, Object out) {
    run(
        x,
        y,
        kept,
        out,
        (work, a, b, c) ->
            work.standardizePull(
                a.array(),
                a.at(),
                b.array(),
                b.at(),
                Buffers.asDouble(x.dtype(), scale, c.number()),
                c.array(),
                c.at()));
  }
}
