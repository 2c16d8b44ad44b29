package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormsTest {
  private static double norm(DType dtype, double... x) {
    var line = new Strided(x, Layout.of(Shape.of(x.length)), DType.FLOAT64);
    return Naive.real(Norms.euclidean(line.copy(dtype), 1).array(), 0);
  }

  @Test
  void isTheRootOfTheSumOfSquaresInEveryLayout() {
    var random = new Random(1);
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (var layout : Naive.layouts(random, 3, 5, 7)) {
        var x = Naive.random(random, dtype, layout);
        double sum = 0;
        for (double v : Naive.reals(x)) {
          sum += v * v;
        }
        double unit = dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-48;
        var y = Norms.euclidean(x, x.shape().rank());
        assertEquals(Shape.SCALAR, y.shape());
        assertEquals(Math.sqrt(sum), Naive.real(y.array(), 0), Math.sqrt(sum) * unit);
      }
    }
  }

  @Test
  void squaresNeitherOverflowNorVanish() {
    for (double scale : new double[] {1, 1e-310, 1e-300, 1e-150, 1e150, 1e300}) {
      double ulp = Math.ulp(5 * scale);
      assertEquals(5 * scale, norm(DType.FLOAT64, 3 * scale, -4 * scale), ulp);
    }
    assertEquals(5e-30f, norm(DType.FLOAT32, 3e-30, 4e-30), Math.ulp(5e-30f));
    assertEquals(5e30f, norm(DType.FLOAT32, 3e30, 4e30), Math.ulp(5e30f));
  }

  @Test
  void edges() {
    double inf = 1 / 0.0;
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      assertEquals(0, norm(dtype));
      assertEquals(0, norm(dtype, 0, -0.0));
      assertEquals(inf, norm(dtype, 1, -inf));
      assertEquals(Double.NaN, norm(dtype, 1, Double.NaN));
      assertEquals(7, norm(dtype, -7));
    }
  }
}
