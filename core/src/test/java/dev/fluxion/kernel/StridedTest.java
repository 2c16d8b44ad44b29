package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StridedTest {
  @Test
  void zerosAreNewAndPlain() {
    var x = Strided.zeros(Shape.of(2, 3), DType.INT64);
    assertArrayEquals(new long[6], (long[]) x.array());
    assertEquals(Shape.of(2, 3), x.shape());
    assertTrue(x.layout().isPlain());
  }

  @Test
  void plainIsTheSameOrACopyInRowMajorOrder() {
    var random = new Random(1);
    for (var layout : Naive.layouts(random, 3, 4)) {
      var x = Naive.random(random, DType.FLOAT64, layout);
      var y = x.plain();
      if (layout.isPlain()) {
        assertSame(x, y);
      } else {
        assertNotSame(x.array(), y.array());
        assertTrue(y.layout().isPlain());
        assertArrayEquals(Naive.reals(x), (double[]) y.array());
      }
    }
  }

  @Test
  void aCopyConvertsAndSharesNothing() {
    var x = new Strided(new float[] {1.7f, -2.7f}, Layout.of(Shape.of(2)), DType.FLOAT32);
    assertArrayEquals(new int[] {1, -2}, (int[]) x.copy(DType.INT32).array());
    assertNotSame(x.array(), x.copy(DType.FLOAT32).array());
  }

  @Test
  void anotherLayoutSeesTheSameMemory() {
    var x = new Strided(new int[] {1, 2, 3}, Layout.of(Shape.of(3)), DType.INT32);
    var y = x.with(x.layout().slice(0, 2, 3, -1));
    assertSame(x.array(), y.array());
    assertArrayEquals(new long[] {3, 2, 1}, Naive.wholes(y));
  }
}
