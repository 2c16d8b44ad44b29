package dev.fluxion.implicit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.function.Executable;

/** What tests expect, in one line each. */
final class Expect {
  private Expect() {}

  static Tensor number(double value) {
    return Fluxion.full(DType.FLOAT64, value);
  }

  static Tensor vector(double... values) {
    return Fluxion.from(values);
  }

  /** All values, in row-major order, within a relative and absolute tolerance. */
  static void near(double tolerance, Tensor got, double... want) {
    double[] values = got.toDoubleArray();
    assertEquals(want.length, values.length);
    for (int i = 0; i < want.length; i++) {
      int at = i;
      assertEquals(
          want[i], values[i], tolerance * Math.max(1, Math.abs(want[i])), () -> "element " + at);
    }
  }

  static void error(Class<? extends Throwable> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  /** The two modes are each other's transposes: {@code ct·(J·t) = (Jᵀ·ct)·t}. */
  static void adjoint(double tolerance, Fn<Tensor, Tensor> f, Tensor x, Tensor t, Tensor ct) {
    var pushed = Fluxion.jvp(f, x, t).tangent();
    var pulled = Fluxion.vjp(f, x).pullback().apply(ct);
    near(tolerance, pulled.mul(t).sum(), pushed.mul(ct).sum().item());
  }

  /** The Jacobian in row-major order by central differences of a function of plain numbers. */
  static double[] differences(Function<double[], double[]> f, double step, double... x) {
    int m = f.apply(x).length;
    var out = new double[m * x.length];
    for (int k = 0; k < x.length; k++) {
      var up = x.clone();
      var down = x.clone();
      up[k] += step;
      down[k] -= step;
      var above = f.apply(up);
      var below = f.apply(down);
      for (int i = 0; i < m; i++) {
        out[i * x.length + k] = (above[i] - below[i]) / (2 * step);
      }
    }
    return out;
  }
}
