package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.util.Arrays;

/**
 * Layer norms with a weight and a bias, and their derivatives. As in {@link RowWise} each row comes
 * from memory once and is written once; mean and deviation are worked out again for a derivative,
 * while the row is in the cache, which takes less time than to write what has been normalised and
 * to read it again.
 *
 * <p>The gradients of weight and bias are sums over rows. A block of them adds up in doubles of its
 * own, and the blocks' sums are added in order; so neither the number of threads nor how the rows
 * lie changes a bit.
 */
public final class AffineRows {
  /** Elements that are worth a thread of their own. */
  private static final int GRAIN = 1 << 16;

  /** Rows that add up in one place. */
  private static final int BLOCK = 64;

  private AffineRows() {}

  /**
   * {@code (x - μ)·r·w + b} with {@code r = 1 / √(σ² + eps)} over the axes from {@code kept} on, μ
   * the mean and σ² the mean square of the differences from it [(a…, b…), (1…, b…), (1…, b…) → (a…,
   * b…)]. First axes of w and b that are those of x hold weights and biases of their own.
   *
   * @param out where the results go in row-major order, an array of the type of x
   */
  public static void value(Strided x, Strided w, Strided b, int kept, double eps, Object out) {
    if (x.layout().size() == 0) {
      return;
    }
    var split = new Split(x.layout(), kept);
    int n = split.size();
    int rows = split.results();
    int each = rows / (w.layout().size() / n);
    var given = Providers.rows(RowInput.type(x.dtype()), n, rows);
    Threads.split(
        rows,
        (GRAIN - 1) / n + 1,
        (from, to) -> {
          var work = given == null ? RowWise.plain(x.dtype(), n) : given;
          var xs = new RowInput(x, split);
          var ws = new RowInput(w, new Split(w.layout(), kept));
          var bs = new RowInput(b, new Split(b.layout(), kept));
          var ys = new RowOutput(x.dtype(), out, n);
          for (int row = from; row < to; row++) {
            if (row == from || row % each == 0) {
              ws.row(row / each);
              bs.row(row / each);
            }
            xs.row(row);
            ys.go(row);
            work.affine(
                xs.array(),
                xs.at(),
                eps,
                ws.array(),
                ws.at(),
                bs.array(),
                bs.at(),
                ys.array(),
                ys.at());
            ys.done();
          }
          ys.giveUp();
          bs.giveUp();
          ws.giveUp();
          xs.giveUp();
          work.giveUp();
        });
  }

  /**
   * The cotangents of x, w and b for the cotangent t of {@link #value}: {@code r·(w·t - mean(w·t) -
   * z·mean(w·t·z))}, {@code Σ t·z} and {@code Σ t}, with {@code z = (x - μ)·r} [(a…, b…), (1…, b…),
   * (a…, b…) → (a…, b…), (1…, b…), (1…, b…)].
   *
   * @param byX where that of x goes in row-major order, an array of the type of x
   * @param byW where that of w goes, filled with zeros
   * @param byB where that of b goes, filled with zeros
   */
  public static void pull(
      Strided x, Strided w, Strided t, int kept, double eps, Object byX, Object byW, Object byB) {
    if (x.layout().size() == 0) {
      return;
    }
    var split = new Split(x.layout(), kept);
    int n = split.size();
    int rows = split.results();
    int each = rows / (w.layout().size() / n);
    int blocks = (each - 1) / BLOCK + 1;
    double[][] sums = new double[rows / each * blocks][];
    var given = Providers.rows(RowInput.type(x.dtype()), n, rows);
    Threads.split(
        sums.length,
        (GRAIN / Math.min(each, BLOCK) - 1) / n + 1,
        (from, to) -> {
          var work = given == null ? RowWise.plain(x.dtype(), n) : given;
          var xs = new RowInput(x, split);
          var ws = new RowInput(w, new Split(w.layout(), kept));
          var ts = new RowInput(t, new Split(t.layout(), kept));
          var out = new RowOutput(x.dtype(), byX, n);
          for (int k = from; k < to; k++) {
            int group = k / blocks;
            int first = group * each + k % blocks * BLOCK;
            ws.row(group);
            sums[k] = FreeLists.doubles(2 * n + 2);
            Arrays.fill(sums[k], 0);
            for (int row = first; row < Math.min(first + BLOCK, (group + 1) * each); row++) {
              pull(work, row, xs, ws, ts, eps, out, sums[k]);
            }
          }
          out.giveUp();
          ts.giveUp();
          ws.giveUp();
          xs.giveUp();
          work.giveUp();
        });
    for (int k = 0; k < sums.length; k += blocks) {
      int at = k / blocks * n;
      double[] sum = sum(sums, k, k + blocks);
      Copies.convert(DType.FLOAT64, sum, 0, 1, x.dtype(), byW, at, 1, n);
      Copies.convert(DType.FLOAT64, sum, n, 1, x.dtype(), byB, at, 1, n);
    }
    for (double[] sum : sums) {
      FreeLists.give(sum);
    }
  }

  private static void pull(
      RowKernels work,
      int row,
      RowInput x,
      RowInput w,
      RowInput t,
      double eps,
      RowOutput out,
      double[] sums) {
    x.row(row);
    t.row(row);
    out.go(row);
    work.affinePull(
        x.array(), x.at(), eps, w.array(), w.at(), t.array(), t.at(), out.array(), out.at(), sums);
    out.done();
  }

  /** The sum of some of the arrays, in the first of them. */
  private static double[] sum(double[][] sums, int from, int to) {
    double[] sum = sums[from];
    for (int k = from + 1; k < to; k++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += sums[k][i];
      }
    }
    return sum;
  }
}
