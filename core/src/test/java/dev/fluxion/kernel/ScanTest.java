package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final int[][] SHAPES = {{1}, {6}, {0}, {3, 4}, {0, 3}, {3, 0}, {2, 3, 4}, {1, 5}};

  @Test
  void sumsAlongEveryAxisInEveryLayoutAndType() {
    var random = new Random(1);
    for (var dtype : Naive.TYPES) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          for (int axis = 0; axis < dims.length; axis++) {
            check(x, axis, false);
            check(x, axis, true);
          }
        }
      }
    }
  }

  private static void check(Strided x, int axis, boolean reverse) {
    var out = Buffers.allocate(x.dtype(), x.layout().size());
    Scan.cumsum(x.dtype(), x.array(), x.layout(), axis, reverse, out);
    int[] dims = x.shape().toArray();
    int n = dims[axis];
    for (int i = 0; i < x.layout().size(); i++) {
      int[] index = Naive.index(dims, i);
      int end = index[axis];
      double real = 0;
      long whole = 0;
      for (int j = reverse ? n - 1 : 0; reverse ? j >= end : j <= end; j += reverse ? -1 : 1) {
        index[axis] = j;
        int at = Naive.position(x.layout(), index);
        if (x.dtype().isFloating()) {
          real += Naive.real(x.array(), at);
        } else {
          whole += Naive.whole(x.array(), at);
        }
      }
      switch (x.dtype()) {
        case FLOAT32 -> assertEquals((float) real, ((float[]) out)[i]);
        case FLOAT64 -> assertEquals(real, ((double[]) out)[i]);
        case BOOL, UINT8, INT32, INT64 ->
            assertEquals(Naive.wrap(x.dtype(), whole), Naive.whole(out, i));
      }
    }
  }

  @Test
  void nanAndInfinitiesStayOnceTheyAreIn() {
    double inf = 1 / 0.0;
    double[] x = {1, inf, 2, -inf, 3};
    double[] out = new double[5];
    var layout = Layout.of(Shape.of(5));
    Scan.cumsum(DType.FLOAT64, x, layout, 0, false, out);
    assertArrayEquals(new double[] {1, inf, inf, Double.NaN, Double.NaN}, out);
    Scan.cumsum(DType.FLOAT64, x, layout, 0, true, out);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, -inf, -inf, 3}, out);
  }

  @Test
  void aFloatSumDoesNotLoseSmallNumbers() {
    float[] x = {0x1p24f, 1, 1};
    float[] out = new float[3];
    Scan.cumsum(DType.FLOAT32, x, Layout.of(Shape.of(3)), 0, false, out);
    assertArrayEquals(new float[] {0x1p24f, 0x1p24f, 0x1p24f + 2}, out);
  }
}
