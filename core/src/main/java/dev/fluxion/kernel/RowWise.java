package dev.fluxion.kernel;

import dev.fluxion.DType;
import org.jspecify.annotations.Nullable;

/**
 * Normalisations and their derivatives: functions of a row that need a sum over it first. Each row
 * is read once, worked on in double and written once. Rows do not know of each other.
 */
public final class RowWise {
  /** Elements that are worth a thread of their own. */
  private static final int GRAIN = 1 << 15;

  /** The rows: one of x in a, one of y in b, and room for another. */
  private final double[] a;

  private final double[] b;
  private final double[] c;

  /** A function of one row, or of two of equal length, which is left in the first. */
  private interface Body {
    void run(RowWise rows, int row);
  }

  private RowWise(int n, boolean two) {
    a = FreeLists.doubles(n);
    b = two ? FreeLists.doubles(n) : a;
    c = FreeLists.doubles(n);
  }

  private static void run(Strided x, @Nullable Strided y, int kept, Object out, Body body) {
    if (x.layout().size() == 0) {
      return;
    }
    var first = new Split(x.layout(), kept);
    var second = y == null ? first : new Split(y.layout(), kept);
    var nest = Nest.of(first.firsts(), second.firsts());
    int rows = first.results();
    int outer = nest.outer();
    int grain = (int) ((GRAIN * (long) outer - 1) / x.layout().size()) + 1;
    Threads.split(
        outer,
        grain,
        (from, to) -> {
          var work = new RowWise(first.size(), y != null);
          int row = (int) ((long) rows / outer * from);
          work.walk(x, first, y, second, nest.part(from, to), row, out, body);
          work.giveUp();
        });
  }

  private void walk(
      Strided x,
      Split first,
      @Nullable Strided y,
      Split second,
      Nest nest,
      int row,
      Object out,
      Body body) {
    int n = a.length;
    do {
      for (int i = 0; i < nest.inner(); i++, row++) {
        first.read(x.dtype(), x.array(), nest.at(0) + i * nest.step(0), a);
        if (y != null) {
          second.read(y.dtype(), y.array(), nest.at(1) + i * nest.step(1), b);
        }
        body.run(this, row);
        Copies.convert(DType.FLOAT64, a, 0, 1, x.dtype(), out, row * n, 1, n);
      }
    } while (nest.next());
  }

  private void giveUp() {
    FreeLists.give(c);
    if (b != a) {
      FreeLists.give(b);
    }
    FreeLists.give(a);
  }

  private static double sum(double[] x) {
    return DoubleFold.fold(Reduce.Kind.SUM, x, x.length);
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static void divide(double[] x, double divisor) {
    for (int i = 0; i < x.length; i++) {
      x[i] /= divisor;
    }
  }

  /** The sum of the products, which are left in c. */
  private double dot(double[] p, double[] q) {
    for (int i = 0; i < c.length; i++) {
      c[i] = p[i] * q[i];
    }
    return sum(c);
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
        (rows, _) -> {
          double[] a = rows.a;
          double sum = rows.dot(a, rows.b);
          for (int i = 0; i < a.length; i++) {
            a[i] = rows.c[i] - a[i] * sum;
          }
        });
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
        (rows, _) -> {
          double[] a = rows.a;
          int n = a.length;
          Softmax.exponentials(x.dtype(), a, n, DoubleFold.fold(Reduce.Kind.MAX, a, n));
          double sum = sum(a);
          if (x.dtype() == DType.FLOAT64) {
            divide(a, sum);
          } else {
            // Rounded twice in double, which float32 does not see, at a third of the time.
            scale(a, 1 / sum);
          }
        });
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
        (rows, _) -> {
          double[] a = rows.a;
          int n = a.length;
          double max = DoubleFold.fold(Reduce.Kind.MAX, a, n);
          System.arraycopy(a, 0, rows.c, 0, n);
          Softmax.exponentials(x.dtype(), rows.c, n, max);
          double log = Math.log(sum(rows.c));
          for (int i = 0; i < n; i++) {
            a[i] = a[i] - max - log;
          }
        });
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
        (rows, _) -> {
          double[] a = rows.a;
          double[] b = rows.b;
          double sum = sum(b);
          Softmax.exponentials(x.dtype(), a, a.length, 0);
          for (int i = 0; i < a.length; i++) {
            a[i] = b[i] - a[i] * sum;
          }
        });
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
        (rows, row) -> {
          double[] a = rows.a;
          double mean = sum(a) / a.length;
          for (int i = 0; i < a.length; i++) {
            a[i] -= mean;
          }
          double factor = 1 / Math.sqrt(rows.dot(a, a) / a.length + eps);
          for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
          }
          Buffers.set(x.dtype(), scale, row, factor);
        });
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
        (rows, row) -> {
          double[] a = rows.a;
          double[] b = rows.b;
          double factor = Buffers.asDouble(x.dtype(), scale, row);
          double mean = sum(b) / a.length;
          double along = rows.dot(a, b) / a.length;
          for (int i = 0; i < a.length; i++) {
            a[i] = factor * (b[i] - mean - a[i] * along);
          }
        });
  }
}
