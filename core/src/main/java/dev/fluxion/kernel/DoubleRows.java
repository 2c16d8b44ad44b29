package dev.fluxion.kernel;

import dev.fluxion.DType;

/** Rows of every floating type, in double; float32 has {@link FloatRows}. */
final class DoubleRows extends RowWork {
  private final DType dtype;
  private final double[] a;
  private final double[] b;
  private final double[] c;

  DoubleRows(DType dtype, int n) {
    this.dtype = dtype;
    a = FreeLists.doubles(n);
    b = FreeLists.doubles(n);
    c = FreeLists.doubles(n);
  }

  @Override
  void readFirst(Split split, Strided x, int first) {
    split.read(dtype, x.array(), first, a);
  }

  @Override
  void readSecond(Split split, Strided x, int first) {
    split.read(dtype, x.array(), first, b);
  }

  @Override
  void write(Object out, int o) {
    Copies.convert(DType.FLOAT64, a, 0, 1, dtype, out, o, 1, a.length);
  }

  @Override
  void giveUp() {
    FreeLists.give(c);
    FreeLists.give(b);
    FreeLists.give(a);
  }

  @Override
  void softmax() {
    ShiftedExp.run(a, 0, max(), a, 0, a.length);
    double sum = sum(a);
    for (int i = 0; i < a.length; i++) {
      a[i] /= sum;
    }
  }

  @Override
  void softmaxPull() {
    double sum = dot(a, b);
    for (int i = 0; i < a.length; i++) {
      a[i] = c[i] - a[i] * sum;
    }
  }

  @Override
  void logSoftmax() {
    double max = max();
    ShiftedExp.run(a, 0, max, b, 0, a.length);
    double log = Math.log(sum(b));
    for (int i = 0; i < a.length; i++) {
      a[i] = a[i] - max - log;
    }
  }

  @Override
  void logSoftmaxPull() {
    double sum = sum(b);
    ShiftedExp.run(a, 0, 0, c, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] - c[i] * sum;
    }
  }

  @Override
  double standardize(double eps) {
    double mean = sum(a) / a.length;
    for (int i = 0; i < a.length; i++) {
      a[i] -= mean;
    }
    double factor = 1 / Math.sqrt(dot(a, a) / a.length + eps);
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
    return factor;
  }

  @Override
  void standardizePull(double r) {
    double mean = sum(b) / a.length;
    double along = dot(a, b) / a.length;
    for (int i = 0; i < a.length; i++) {
      a[i] = r * (b[i] - mean - a[i] * along);
    }
  }

  private double max() {
    return DoubleFold.fold(Reduce.Kind.MAX, a, a.length);
  }

  private static double sum(double[] x) {
    return DoubleFold.fold(Reduce.Kind.SUM, x, x.length);
  }

  /** The sum of the products, which are left in c. */
  private double dot(double[] p, double[] q) {
    for (int i = 0; i < c.length; i++) {
      c[i] = p[i] * q[i];
    }
    return sum(c);
  }
}
