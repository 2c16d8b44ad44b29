package dev.fluxion.kernel;

import java.util.Arrays;

/**
 * {@code (A + Aᵀ) / 2 = L Lᵀ} of square matrices of float32 and float64. A matrix that a batch
 * repeats is factored once.
 */
public final class Cholesky {
  private Cholesky() {}

  /** That a matrix is not positive definite, as a leading minor shows. */
  public static final class NotPositive extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The number of the matrix in its batch. */
    public final int number;

    /** The order of the first leading minor that is not positive. */
    public final int minor;

    NotPositive(int number, int minor) {
      super(null, null, false, false);
      this.number = number;
      this.minor = minor;
    }
  }

  /**
   * The factors [(…, n, n)], with zeros above the diagonal.
   *
   * @throws NotPositive for the first matrix that is not positive definite, or has a NaN
   */
  public static Strided factor(Strided x) {
    var one = Batches.once(x, 2);
    var l = one.copy(x.dtype());
    int n = x.shape().dim(-1);
    int count = n == 0 ? 0 : l.shape().size() / (n * n);
    int[] minors = new int[count];
    Batches.each(
        count,
        (long) n * n * n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            minors[i] =
                l.array() instanceof float[] a
                    ? factor(n, a, i * n * n)
                    : factor(n, (double[]) l.array(), i * n * n);
          }
        });
    for (int i = 0; i < count; i++) {
      if (minors[i] != 0) {
        throw new NotPositive(number(x, one, i), minors[i]);
      }
    }
    return l.with(l.layout().broadcastTo(x.shape()));
  }

  /** The first number in a batch of a matrix, of those that are not repetitions. */
  private static int number(Strided x, Strided one, int i) {
    int number = 0;
    int factor = 1;
    for (int axis = x.shape().rank() - 3; axis >= 0; axis--) {
      number += i % one.shape().dim(axis) * factor;
      i /= one.shape().dim(axis);
      factor *= x.shape().dim(axis);
    }
    return number;
  }

  private static int factor(int n, double[] a, int at) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[at + i * n + j] = 0.5 * a[at + i * n + j] + 0.5 * a[at + j * n + i];
      }
    }
    int minor = DoubleCholesky.factor(n, a, at, n);
    for (int i = 0; minor == 0 && i < n; i++) {
      minor = a[at + i * n + i] > 0 ? 0 : i + 1;
      Arrays.fill(a, at + i * n + i + 1, at + (i + 1) * n, 0);
    }
    return minor;
  }

  private static int factor(int n, float[] a, int at) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[at + i * n + j] = 0.5f * a[at + i * n + j] + 0.5f * a[at + j * n + i];
      }
    }
    int minor = FloatCholesky.factor(n, a, at, n);
    for (int i = 0; minor == 0 && i < n; i++) {
      minor = a[at + i * n + i] > 0 ? 0 : i + 1;
      Arrays.fill(a, at + i * n + i + 1, at + (i + 1) * n, 0);
    }
    return minor;
  }
}
