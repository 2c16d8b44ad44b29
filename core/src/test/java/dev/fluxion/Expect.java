package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** What tests expect, in one line each. */
final class Expect {
  private Expect() {}

  /** The lengths of axes, to be read beside values. */
  static int[] dims(int... dims) {
    return dims;
  }

  static void shape(Tensor got, int... dims) {
    assertEquals(Shape.of(dims), got.shape());
  }

  /** All values, in row-major order, bit by bit: NaN equals NaN, -0.0 is not 0.0. */
  static void values(Tensor got, double... want) {
    assertArrayEquals(want, got.toDoubleArray());
  }

  /** All values, in row-major order, within a relative and absolute tolerance. */
  static void near(double tolerance, Tensor got, double... want) {
    double[] values = got.toDoubleArray();
    assertEquals(want.length, values.length);
    for (int i = 0; i < want.length; i++) {
      int at = i;
      double margin = Double.isFinite(want[i]) ? tolerance * Math.max(1, Math.abs(want[i])) : 0;
      assertEquals(want[i], values[i], margin, () -> "element " + at);
    }
  }

  /** Type, shape and all values, bit by bit. */
  static void tensor(Tensor got, DType dtype, int[] dims, double... want) {
    assertEquals(dtype, got.dtype());
    shape(got, dims);
    values(got, want);
  }

  /** Type, shape and all values of whole numbers. */
  static void whole(Tensor got, DType dtype, int[] dims, long... want) {
    assertEquals(dtype, got.dtype());
    shape(got, dims);
    assertArrayEquals(want, got.toLongArray());
  }

  /** The gradient, which is there. */
  static Tensor gradOf(Tensor x) {
    return Objects.requireNonNull(x.grad(), "no gradient");
  }

  /** The node, which is there. */
  static Node nodeOf(Tensor x) {
    return Objects.requireNonNull(x.gradFn(), "not recorded");
  }

  /** Refused with this very class and, word for word, this message. */
  static void refused(Class<? extends Throwable> type, String message, Executable call) {
    var thrown = assertThrows(Throwable.class, call);
    assertEquals(type, thrown.getClass(), thrown::toString);
    assertEquals(message, thrown.getMessage());
  }
}
