package dev.fluxion.kernel;

/** Rows of float64 by plain loops, over copies as in {@link FloatRows}. */
final class DoubleRows implements RowKernels {
  private final double[] a;
  private final double[] b;
  private final double[] c;

  DoubleRows(int n) {
    a = FreeLists.doubles(n);
    b = FreeLists.doubles(n);
    c = FreeLists.doubles(n);
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
    double sum = sum(a);
    for (int i = 0; i < a.length; i++) {
      a[i] /= sum;
    }
    write(out, o);
  }

  @Override
  public void softmaxPull(Object x, int at, Object y, int bt, Object out, int o) {
    read(x, at, y, bt);
    double sum = dot(a, b);
    for (int i = 0; i < a.length; i++) {
      a[i] = c[i] - a[i] * sum;
    }
    write(out, o);
  }

  @Override
  public void logSoftmax(Object x, int at, Object out, int o) {
    read(x, at);
    double max = max();
    ShiftedExp.run(a, 0, max, b, 0, a.length);
    double log = Math.log(sum(b));
    for (int i = 0; i < a.length; i++) {
      a[i] = a[i] - max - log;
    }
    write(out, o);
  }

  @Override
  public double logSumExp(Object x, int at, Object row) {
    read(x, at);
    double max = max();
    if (!Double.isFinite(max)) {
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
      a[i] = b[i] - c[i] * sum;
    }
    write(out, o);
  }

  @Override
  public double standardize(Object x, int at, double eps, Object out, int o) {
    read(x, at);
    double factor = standardize(eps);
    write(out, o);
    return factor;
  }

  /** That of a, in place. */
  private double standardize(double eps) {
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
  public void standardizePull(Object x, int at, Object y, int bt, double r, Object out, int o) {
    read(x, at, y, bt);
    pull(r);
    write(out, o);
  }

  /** That of a and b, over a. */
  private void pull(double r) {
    double mean = sum(b) / a.length;
    double along = dot(a, b) / a.length;
    for (int i = 0; i < a.length; i++) {
      a[i] = r * (b[i] - mean - a[i] * along);
    }
  }

  @Override
  public void affine(
      Object x, int at, double eps, Object w, int wt, Object y, int yt, Object out, int o) {
    read(x, at, y, yt);
    standardize(eps);
    System.arraycopy(w, wt, c, 0, c.length);
    for (int i = 0; i < a.length; i++) {
      a[i] = a[i] * c[i] + b[i];
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
    double factor = standardize(eps);
    System.arraycopy(w, wt, c, 0, c.length);
    int n = a.length;
    for (int i = 0; i < n; i++) {
      sums[i] += b[i] * a[i];
      sums[n + i] += b[i];
      b[i] *= c[i];
    }
    pull(factor);
    write(out, o);
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
