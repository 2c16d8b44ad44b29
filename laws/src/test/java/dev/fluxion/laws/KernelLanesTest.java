package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Fn;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelLanesTest {
  private static final KernelLanes M = KernelLanes.LANES;

  @Test
  void functionsAreThoseOfMathButForTheLastBits() {
    var random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      double x = random.nextGaussian() * Math.scalb(1.0, random.nextInt(12) - 4);
      for (var f : Fn.values()) {
        if (f.arity() == 1) {
          M.unary(f, x);
        }
      }
      assertEquals(Math.tan(x), M.tan(x));
    }
    assertEquals(Math.E, M.exp(1.0));
    assertEquals(Double.NEGATIVE_INFINITY, M.log(-0.0));
  }

  @Test
  void theRestIsThatOfTheOtherReader() {
    assertEquals(5.0, M.hypot(3.0, 4.0));
    assertEquals(2.0, M.constant(2));
    assertEquals(
        DoubleLanes.LANES.select(Cmp.LT, 1.0, 2.0, 3.0, 4.0), M.select(Cmp.LT, 1.0, 2.0, 3.0, 4.0));
  }
}
