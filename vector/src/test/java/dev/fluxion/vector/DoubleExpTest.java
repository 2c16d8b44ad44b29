package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleExpTest {
  @Test
  void errorsAreBelowTwoUnits() {
    // Math.exp is off by one at most, and this by another.
    var random = new Random(6);
    double[] x = new double[1000];
    double[] out = new double[x.length];
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = -random.nextDouble() * (round % 2 == 0 ? 1 : 700);
      }
      DoubleExp.run(x, 0, 0, out, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        double want = Math.exp(x[i]) / DoubleExp.UNIT;
        assertEquals(want, out[i], 2 * Math.ulp(want), "x = " + x[i]);
      }
    }
  }

  @Test
  void theEdges() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] x = new double[DoubleTile.LANES.length() + 4];
    x[0] = -infinity;
    x[1] = -746.1;
    x[2] = Double.NaN;
    x[3] = -Double.MAX_VALUE;
    double[] out = new double[x.length];
    DoubleExp.run(x, 0, 0, out, 0, x.length);
    assertEquals(0, out[0]);
    assertEquals(0, out[1]);
    assertEquals(Double.NaN, out[2]);
    assertEquals(0, out[3]);
    assertEquals(0x1p54, out[4]);
    assertEquals(0x1p54, out[x.length - 1]);
  }
}
