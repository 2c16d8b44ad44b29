package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final int[][] SHAPES = {{6}, {3, 4}, {5, 20}, {20, 5}, {2, 3, 9}, {1, 5}, {4, 0}};

  private static long[] indices(Random random, int n, int count) {
    return random.longs(count, 0, n).toArray();
  }

  private static int[] with(int[] dims, int axis, int n) {
    int[] other = dims.clone();
    other[axis] = n;
    return other;
  }

  @Test
  void selectsInEveryLayoutAndType() {
    var random = new Random(1);
    for (var dtype : Naive.TYPES) {
      for (int[] dims : SHAPES) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, dtype, layout);
          for (int axis = 0; axis < dims.length; axis++) {
            for (int k : new int[] {0, 1, 3, 11}) {
              if (dims[axis] > 0) {
                checkSelect(x, axis, indices(random, dims[axis], k));
              }
            }
          }
        }
      }
    }
  }

  private static void checkSelect(Strided x, int axis, long[] index) {
    int[] dims = with(x.shape().toArray(), axis, index.length);
    var ol = Layout.of(Shape.of(dims));
    var out = Buffers.allocate(x.dtype(), ol.size());
    Rows.select(x.dtype(), x.array(), x.layout(), axis, index, out);
    for (int i = 0; i < ol.size(); i++) {
      int[] at = Naive.index(dims, i);
      at[axis] = (int) index[at[axis]];
      double expected = Naive.real(x.array(), Naive.position(x.layout(), at));
      assertEquals(expected, Naive.real(out, i), x.dtype().toString());
    }
  }

  @Test
  void addsInEveryLayoutAndType() {
    var random = new Random(2);
    for (var dtype : Naive.TYPES) {
      for (int[] dims : SHAPES) {
        for (int axis = 0; axis < dims.length; axis++) {
          for (int k : new int[] {0, 1, 3, 11}) {
            for (var layout : Naive.layouts(random, with(dims, axis, k))) {
              if (dims[axis] > 0) {
                var ct = Naive.random(random, dtype, layout);
                checkAdd(random, ct, axis, dims, indices(random, dims[axis], k));
              }
            }
          }
        }
      }
    }
  }

  private static void checkAdd(Random random, Strided ct, int axis, int[] dims, long[] index) {
    var dtype = ct.dtype();
    Layout ol;
    do {
      ol = Naive.layout(random, dims);
    } while (ol.repeats());
    var out = Naive.random(random, dtype, ol);
    double[] real = new double[Naive.room(ol)];
    long[] whole = new long[real.length];
    for (int i = 0; i < real.length; i++) {
      real[i] = Naive.real(out.array(), i);
      whole[i] = dtype.isFloating() ? 0 : Naive.whole(out.array(), i);
    }
    int[] from = ct.shape().toArray();
    for (int i = 0; i < ct.layout().size(); i++) {
      int[] at = Naive.index(from, i);
      int s = Naive.position(ct.layout(), at);
      at[axis] = (int) index[at[axis]];
      int d = Naive.position(ol, at);
      if (dtype.isFloating()) {
        double sum = real[d] + Naive.real(ct.array(), s);
        real[d] = dtype == DType.FLOAT32 ? (float) sum : sum;
      } else {
        whole[d] = Naive.wrap(dtype, whole[d] + Naive.whole(ct.array(), s));
      }
    }
    Rows.add(dtype, ct.array(), ct.layout(), axis, index, out.array(), ol);
    for (int i = 0; i < real.length; i++) {
      if (dtype.isFloating()) {
        assertEquals(real[i], Naive.real(out.array(), i), dtype.toString());
      } else {
        assertEquals(whole[i], Naive.whole(out.array(), i), dtype.toString());
      }
    }
  }

  @Test
  void aNumberThatOccursTwiceIsAddedTwice() {
    float[] out = new float[6];
    float[] ct = {1, 2, 10, 20, 100, 200};
    var three = Layout.of(Shape.of(3, 2));
    Rows.add(DType.FLOAT32, ct, three, 0, new long[] {2, 0, 2}, out, three);
    assertArrayEquals(new float[] {10, 20, 0, 0, 101, 202}, out);
  }

  @Test
  void boolSaysWhetherAnyIsTrue() {
    byte[] out = new byte[2];
    var three = Layout.of(Shape.of(3));
    var two = Layout.of(Shape.of(2));
    Rows.add(DType.BOOL, new byte[] {1, 1, 0}, three, 0, new long[] {0, 0, 1}, out, two);
    assertArrayEquals(new byte[] {1, 0}, out);
  }
}
