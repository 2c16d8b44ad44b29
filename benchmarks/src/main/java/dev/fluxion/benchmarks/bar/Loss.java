package dev.fluxion.benchmarks.bar;

/**
 * A mean loss in plain Java.
 *
 * @param value the loss
 * @param cotangent its gradient in what it was computed from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Loss(double value, double[] cotangent) {
  /** {@code Σ (y - t)² / n}. */
  static Loss squares(double[] y, float[] t) {
    double sum = 0;
    var ct = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double d = y[i] - t[i];
      sum += d * d;
      ct[i] = 2 * d / y.length;
    }
    return new Loss(sum / y.length, ct);
  }

  /** {@code Σ (log Σ exp y - y[label]) / N} of rows, one for each label. */
  static Loss crossEntropy(double[] y, float[] labels) {
    int rows = labels.length;
    int classes = y.length / rows;
    double sum = 0;
    var ct = new double[y.length];
    for (int r = 0; r < rows; r++) {
      double total = 0;
      for (int c = 0; c < classes; c++) {
        total += Math.exp(y[r * classes + c]);
      }
      int label = r * classes + (int) labels[r];
      sum += Math.log(total) - y[label];
      for (int c = 0; c < classes; c++) {
        ct[r * classes + c] = Math.exp(y[r * classes + c]) / total / rows;
      }
      ct[label] -= 1.0 / rows;
    }
    return new Loss(sum / rows, ct);
  }
}
