package dev.fluxion.vector;

import dev.fluxion.kernel.RowKernels;
import java.math.BigDecimal;

/** What rows become, in loops of doubles over doubles, and by how much kernels may differ. */
enum RowReference {
  SOFTMAX {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.softmax(x, at, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double max = max(x);
      double sum = exponentials(x, max);
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = exp(x[i], max) / sum;
        // Math.exp is off by one unit of the last place itself, here and in the sum.
        all[1][i] = (6 * unit + 0x1p-51) * all[0][i];
      }
      return all;
    }
  },

  SOFTMAX_PULL {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.softmaxPull(x, at, y, bt, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double sum = 0;
      double size = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
        size += Math.abs(x[i] * y[i]);
      }
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = x[i] * (y[i] - sum);
        all[1][i] = bound(unit, all[0][i], Math.abs(x[i]) * (Math.abs(y[i]) + size));
      }
      return all;
    }
  },

  LOG_SOFTMAX {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.logSoftmax(x, at, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double max = max(x);
      double sum = exponentials(x, max);
      double log = Math.log(sum);
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = x[i] - max - log;
        // By what part of itself the sum is off, by that its logarithm is.
        double part = 2.7 * unit + 0x1p-48;
        all[1][i] = bound(unit, all[0][i], Math.abs(x[i] - max) + log) + part;
      }
      return all;
    }
  },

  LOG_SOFTMAX_PULL {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.logSoftmaxPull(x, at, y, bt, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double sum = 0;
      double size = 0;
      for (double v : y) {
        sum += v;
        size += Math.abs(v);
      }
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        double e = Math.exp(x[i]);
        all[0][i] = y[i] - e * sum;
        all[1][i] = bound(unit, all[0][i], Math.abs(y[i]) + e * size);
        all[1][i] += 2.7 * unit * e * Math.abs(sum);
      }
      return all;
    }
  },

  STANDARDIZE {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.standardize(x, at, EPS, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double mean = mean(x);
      double factor = factor(x);
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = (x[i] - mean) * factor;
        all[1][i] = bound(unit, all[0][i], (Math.abs(x[i]) + max(x) - min(x)) * factor);
      }
      return all;
    }
  },

  STANDARDIZE_PULL {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.standardizePull(x, at, y, bt, SCALE, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double mean = 0;
      double along = 0;
      double size = 0;
      for (int i = 0; i < x.length; i++) {
        mean += y[i] / x.length;
        along += x[i] * y[i] / x.length;
        size += Math.abs(y[i]) + Math.abs(x[i] * y[i]);
      }
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = SCALE * (y[i] - mean - x[i] * along);
        all[1][i] = bound(unit, all[0][i], (1 + Math.abs(x[i])) * size);
      }
      return all;
    }
  },

  AFFINE {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.affine(x, at, EPS, y, bt, y, bt, out, o);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double[] z = STANDARDIZE.expect(x, y, unit)[0];
      double factor = factor(x);
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = z[i] * y[i] + y[i];
        double size = 1 + (Math.abs(x[i]) + max(x) - min(x)) * factor;
        all[1][i] = bound(unit, all[0][i], size * Math.abs(y[i]));
      }
      return all;
    }
  },

  AFFINE_PULL {
    @Override
    void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o) {
      k.affinePull(x, at, EPS, y, bt, y, bt, out, o, new double[2 * MOST + 2]);
    }

    @Override
    double[][] expect(double[] x, double[] y, double unit) {
      double[] z = STANDARDIZE.expect(x, y, unit)[0];
      double factor = factor(x);
      double mean = 0;
      double along = 0;
      double size = 0;
      for (int i = 0; i < x.length; i++) {
        mean += y[i] * y[i] / x.length;
        along += z[i] * y[i] * y[i] / x.length;
        size += (1 + Math.abs(z[i])) * y[i] * y[i];
      }
      // By how much of itself an element of z is off, where terms cancel.
      double cancelled = 1 + Math.max(Math.abs(max(x)), Math.abs(min(x))) * factor;
      double[][] all = new double[2][x.length];
      for (int i = 0; i < x.length; i++) {
        all[0][i] = factor * (y[i] * y[i] - mean - z[i] * along);
        all[1][i] = bound(unit, all[0][i], factor * (1 + Math.abs(z[i])) * size * cancelled);
      }
      return all;
    }
  };

  private static final int MOST = 1024;
  private static final double EPS = 0.25;
  private static final double SCALE = 0.7;

  /** Calls the kernel. */
  abstract void run(RowKernels k, Object x, int at, Object y, int bt, Object out, int o);

  /**
   * The results, and by how much those of a kernel may differ.
   *
   * @param unit the largest relative error of rounding
   */
  abstract double[][] expect(double[] x, double[] y, double unit);

  private static double mean(double[] x) {
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    return mean;
  }

  /** {@code 1 / √(σ² + EPS)}. */
  private static double factor(double[] x) {
    double mean = mean(x);
    double square = 0;
    for (double v : x) {
      square += (v - mean) * (v - mean) / x.length;
    }
    return 1 / Math.sqrt(square + EPS);
  }

  /** {@code exp(x - c)} of the exact difference. */
  private static double exp(double x, double c) {
    var exact = new BigDecimal(x).subtract(new BigDecimal(c));
    double d = exact.doubleValue();
    return Math.exp(d) * (1 + exact.subtract(new BigDecimal(d)).doubleValue());
  }

  /** The sum of {@code exp(x - c)}, rounded once. */
  private static double exponentials(double[] x, double c) {
    var sum = BigDecimal.ZERO;
    for (double v : x) {
      sum = sum.add(new BigDecimal(exp(v, c)));
    }
    return sum.doubleValue();
  }

  /** One rounding, and the errors of sums in double of terms that are this large. */
  private static double bound(double unit, double result, double size) {
    return 1.0001 * unit * Math.abs(result) + 0x1p-47 * size;
  }

  private static double max(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      max = Math.max(max, v);
    }
    return max;
  }

  private static double min(double[] x) {
    double min = Double.POSITIVE_INFINITY;
    for (double v : x) {
      min = Math.min(min, v);
    }
    return min;
  }
}
