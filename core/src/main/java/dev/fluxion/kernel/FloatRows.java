package dev.fluxion.kernel;

/**
 * Rows of float32 by plain loops: they are copied to small arrays, worked on there and copied out,
 * so all loops begin at index 0 of arrays of their own, which is what C2 vectorises. Sums and what
 * follows from them are in double, so each result is rounded once; only exponentials are rounded
 * before. One of them is off by less than 2.6·2⁻²⁴ of itself, their sum by no more, and a softmax
 * therefore by less than 6·2⁻²⁴.
 */
final class FloatRows implements RowKernels {
  private final float[] a;
  private final float[] b;
  private final float[] c;

  FloatRows(int n) {
    a = FreeLists.floats(n);
    b = FreeLists.floats(n);
    c = FreeLists.floats(n);
  }

  private void read(Object x, int at) {
    System.arraycopy(x, at, a, 0, a.length);
  }

  private void read(Object x, int at, Object y, int bt) {
    System.arraycopy(x, at, a, 0, a.length);
    System.arraycopy(y, bt, b, 0, b.length);
  }

  private void write(Object out, int o) {
    System.arraycopy(a, 0, out, o, a.length);
  }

  @Override
  public void giveUp() {
    FreeLists.give(c);
    FreeLists.give(b);
    FreeLists.give(a);
  }

  @Override
  public void softmax(Object x, int at, Object out, int o) {
    read(x, at);
    ShiftedExp.run(a, 0, max(), a, 0, a.length);
    double factor = 1 / sum(a);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (a[i] * factor);
    }
    write(out, o);
  }

  @Override
  public void softmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    read(x, at, y, bt);
    double sum = dot(a, b);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (a[i] * (b[i] - sum));
    }
    write(out, o);
  }

  @Override
  public void logSoftmax(Object x, int at, Object out, int o) {
    read(x, at);
    float max = max();
    ShiftedExp.run(a, 0, max, b, 0, a.length);
    double log = max + Math.log(sum(b));
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (a[i] - log);
    }
    write(out, o);
  }

  @Override
  public double logSumExp(Object x, int at, Object row) {
    read(x, at);
    float max = max();
    if (!Float.isFinite(max)) {
      return max;
    }
    ShiftedExp.run(a, 0, max, b, 0, a.length);
    return max + Math.log(sum(b));
  }

  @Override
  public void logSoftmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    read(x, at, y, bt);
    double sum = sum(b);
    ShiftedExp.run(a, 0, 0, c, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (b[i] - c[i] * sum);
    }
    write(out, o);
  }

  @Override
  public double standardize(Object x, int at, double eps, Object out, int o) {
    read(x, at);
    double mean = sum(a) / a.length;
    double factor = 1 / Math.sqrt(squares(a, mean) / a.length + eps);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) ((a[i] - mean) * factor);
    }
    write(out, o);
    return factor;
  }

  @Override
  public void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o) {
    read(x, at, y, bt);
    double mean = sum(b) / a.length;
    double along = dot(a, b) / a.length;
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (r * (b[i] - mean - a[i] * along));
    }
    write(out, o);
  }

  @Override
  public void affine(
      Object x, int at, double eps, Object w, int wt, Object y, int yt, Object out, int o) {
    read(x, at, y, yt);
    System.arraycopy(w, wt, c, 0, c.length);
    double mean = sum(a) / a.length;
    double factor = 1 / Math.sqrt(squares(a, mean) / a.length + eps);
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) ((a[i] - mean) * factor * c[i] + b[i]);
    }
    write(out, o);
  }

  @Override
  public void affinePull(
      Object x,
      int at,
      double eps,
      Object w,
      int wt,
      Object y,
      int yt,
      Object out,
      int o,
      double[] sums) {
    read(x, at, y, yt);
    System.arraycopy(w, wt, c, 0, c.length);
    int n = a.length;
    double mean = sum(a) / n;
    double factor = 1 / Math.sqrt(squares(a, mean) / n + eps);
    double along = 0;
    for (int i = 0; i < n; i++) {
      double z = (a[i] - mean) * factor;
      sums[i] += b[i] * z;
      sums[n + i] += b[i];
      along += (double) c[i] * b[i] * z;
    }
    along /= n;
    double level = dot(b, c) / n;
    for (int i = 0; i < n; i++) {
      double z = (a[i] - mean) * factor;
      a[i] = (float) (factor * ((double) c[i] * b[i] - level - z * along));
    }
    write(out, o);
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

  /** {@code Σ (x - m)²}. */
  private static double squares(float[] x, double m) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      double d = x[i] - m;
      double e = x[i + 1] - m;
      double f = x[i + 2] - m;
      double g = x[i + 3] - m;
      s += d * d;
      t += e * e;
      u += f * f;
      v += g * g;
    }
    for (; i < x.length; i++) {
      double d = x[i] - m;
      s += d * d;
    }
    return (s + t) + (u + v);
  }

  private static double dot(float[] x, float[] y) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int i = 0;
    for (; i + 4 <= x.length; i += 4) {
      s += (double) x[i] * y[i];
      t += (double) x[i + 1] * y[i + 1];
      u += (double) x[i + 2] * y[i + 2];
      v += (double) x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      s += (double) x[i] * y[i];
    }
    return (s + t) + (u + v);
  }
}
