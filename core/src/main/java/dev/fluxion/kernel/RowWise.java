package dev.fluxion.kernel;

import dev.fluxion.DType;
import org.jspecify.annotations.Nullable;

/**
 * Normalisations and their derivatives: functions of a row that need a sum over it first. Each row
 * is read once, worked on where it stays in the cache ({@link RowWork}) and written once. Rows do
 * not know of each other, so threads share them.
 */
public final class RowWise {
  /** Elements that are worth a thread of their own. */
  private static final int GRAIN = 1 << 16;

  private RowWise() {}

  /** What is done to a row that has been read. */
  private interface Body {
    void run(RowWork work, int row);
  }

  private static void run(Strided x, @Nullable Strided y, int kept, Object out, Body body) {
    if (x.layout().size() == 0) {
      return;
    }
    var first = new Split(x.layout(), kept);
    var second = y == null ? first : new Split(y.layout(), kept);
    var nest = Nest.of(first.firsts(), second.firsts());
    int outer = nest.outer();
    int rows = first.results() / outer;
    int grain = (int) ((GRAIN * (long) outer - 1) / x.layout().size()) + 1;
    Threads.split(
        outer,
        grain,
        (from, to) -> {
          int n = first.size();
          var work = x.dtype() == DType.FLOAT32 ? new FloatRows(n) : new DoubleRows(x.dtype(), n);
          int row = from * rows;
          var part = nest.part(from, to);
          do {
            for (int i = 0; i < part.inner(); i++, row++) {
              work.readFirst(first, x, part.at(0) + i * part.step(0));
              if (y != null) {
                work.readSecond(second, y, part.at(1) + i * part.step(1));
              }
              body.run(work, row);
              work.write(out, row * n);
            }
          } while (part.next());
          work.giveUp();
        });
  }

  /**
   * {@code exp xᵢ / Σ exp xⱼ} along the last axis [(…, n) → (…, n)], the largest taken out first;
   * NaN throughout a row that holds NaN or +infinity, or only -infinity.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  static void softmax(Strided x, Object out) {
    run(x, null, x.shape().rank() - 1, out, (work, _) -> work.softmax());
  }

  /**
   * {@code x·y - x·Σ(x·y)} along the last axis [(…, n), (…, n) → (…, n)]: the pull of a softmax x.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void softmaxPull(Strided x, Strided y, Object out) {
    run(x, y, x.shape().rank() - 1, out, (work, _) -> work.softmaxPull());
  }

  /**
   * {@code x - log Σ exp x} along the last axis [(…, n) → (…, n)], the largest taken out first; NaN
   * throughout a row that holds NaN or +infinity, or only -infinity.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void logSoftmax(Strided x, Object out) {
    run(x, null, x.shape().rank() - 1, out, (work, _) -> work.logSoftmax());
  }

  /**
   * {@code y - eˣ·Σ y} along the last axis [(…, n), (…, n) → (…, n)]: the pull of a logarithm of a
   * softmax.
   *
   * @param x elements of 0 or less
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void logSoftmaxPull(Strided x, Strided y, Object out) {
    run(x, y, x.shape().rank() - 1, out, (work, _) -> work.logSoftmaxPull());
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
        (work, row) -> Buffers.set(x.dtype(), scale, row, work.standardize(eps)));
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
        (work, row) -> work.standardizePull(Buffers.asDouble(x.dtype(), scale, row)));
  }
}
