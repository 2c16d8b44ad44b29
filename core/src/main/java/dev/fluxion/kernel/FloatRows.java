package dev.fluxion.kernel;

/**
 * Rows of float32: elementwise in float, sums in double with eight of them running, so that they
 * are exact to far below a rounding of the result.
 */
final class FloatRows extends RowWork {
  private final float[] a;
  private final float[] b;
  private final float[] c;

  FloatRows(int n) {
    a = FreeLists.floats(n);
    b = FreeLists.floats(n);
    c = FreeLists.floats(n);
  }

  @Override
  void readFirst(Split split, Strided x, int first) {
    split.read((float[]) x.array(), first, a);
  }

  @Override
  void readSecond(Split split, Strided x, int first) {
    split.read((float[]) x.array(), first, b);
  }

  @Override
  void write(Object out, int o) {
    System.arraycopy(a, 0, out, o, a.length);
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
    scale(a, (float) (1 / sum(a)));
  }

  @Override
  void softmaxPull() {
    multiply(a, b, c);
    float sum = (float) sum(c);
    for (int i = 0; i < a.length; i++) {
      a[i] = c[i] - a[i] * sum;
    }
  }

  @Override
  void logSoftmax() {
    float max = max();
    ShiftedExp.run(a, 0, max, b, 0, a.length);
    double log = Math.log(sum(b));
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) ((double) a[i] - max - log);
    }
  }

  @Override
  void logSoftmaxPull() {
    float sum = (float) sum(b);
    ShiftedExp.run(a, 0, 0, c, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] - c[i] * sum;
    }
  }

  @Override
  double standardize(double eps) {
    double mean = sum(a) / a.length;
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (a[i] - mean);
    }
    double factor = 1 / Math.sqrt(sumOfSquares(a) / a.length + eps);
    scale(a, (float) factor);
    return factor;
  }

  @Override
  void standardizePull(double r) {
    multiply(a, b, c);
    float mean = (float) (sum(b) / a.length);
    float along = (float) (sum(c) / a.length);
    float factor = (float) r;
    for (int i = 0; i < a.length; i++) {
      a[i] = factor * (b[i] - mean - a[i] * along);
    }
  }

  /**
   * The largest of a, NaN if there is one; halves of it at a time, since a loop over two arrays is
   * vectorised.
   */
  private float max() {
    int n = a.length;
    System.arraycopy(a, 0, b, 0, n);
    while (n > 32) {
      int half = n >>> 1;
      int rest = n - half;
      System.arraycopy(b, rest, c, 0, half);
      larger(b, c, half);
      n = rest;
    }
    float max = b[0];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, b[i]);
    }
    return max;
  }

  private static void larger(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(x[i], y[i]);
    }
  }

  private static void multiply(float[] x, float[] y, float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = x[i] * y[i];
    }
  }

  private static void scale(float[] x, float factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static double sum(float[] x) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    double w = 0;
    double y = 0;
    double z = 0;
    double q = 0;
    int i = 0;
    for (; i + 8 <= x.length; i += 8) {
      s += x[i];
      t += x[i + 1];
      u += x[i + 2];
      v += x[i + 3];
      w += x[i + 4];
      y += x[i + 5];
      z += x[i + 6];
      q += x[i + 7];
    }
    for (; i < x.length; i++) {
      s += x[i];
    }
    return (s + t + (u + v)) + (w + y + (z + q));
  }

  private static double sumOfSquares(float[] x) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      s += (double) x[i] * x[i];
      t += (double) x[i + 1] * x[i + 1];
      u += (double) x[i + 2] * x[i + 2];
      v += (double) x[i + 3] * x[i + 3];
    }
    for (; i < x.length; i++) {
      s += (double) x[i] * x[i];
    }
    return (s + t) + (u + v);
  }
}
