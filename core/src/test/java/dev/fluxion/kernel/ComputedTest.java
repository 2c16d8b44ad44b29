package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Symbolic;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of formulas beside sums of arrays that hold the same terms. */
class ComputedTest {
  private static final int[][] SHAPES = {
    {1}, {9}, {300}, {20, 130}, {130, 20}, {1, 7}, {3, 17, 5}, {2, 1, 40}, {4, 1100}, {1100, 4}
  };

  /** Layouts of a shape as broadcasting makes them, which repeat along some axes, and others. */
  private static Layout layout(Random random, int[] dims) {
    int[] stored = dims.clone();
    for (int k = 0; k < dims.length; k++) {
      stored[k] = random.nextInt(3) == 0 ? 1 : dims[k];
    }
    var layouts = Naive.layouts(random, stored);
    return layouts.get(random.nextInt(layouts.size())).broadcastTo(Shape.of(dims));
  }

  private static Expr formula(int inputs) {
    var m = Symbolic.LANES;
    Expr x = new Expr.Arg(0);
    return switch (inputs) {
      case 1 -> m.unary(Fn.NEG, x);
      case 2 -> m.binary(Fn.MUL, x, new Expr.Arg(1));
      default -> m.binary(Fn.SUB, m.binary(Fn.MUL, x, new Expr.Arg(2)), new Expr.Arg(1));
    };
  }

  private static Object stored(Loop loop, DType dtype, Strided[] x, Layout to) {
    var out = Buffers.allocate(dtype, Math.max(1, to.size()));
    var layouts = new Layout[x.length + 1];
    var arrays = new Object[x.length];
    for (int k = 0; k < x.length; k++) {
      layouts[k] = x[k].layout();
      arrays[k] = x[k].array();
    }
    layouts[x.length] = to;
    var nest = Nest.of(layouts);
    do {
      int[] at = new int[x.length];
      int[] steps = new int[x.length];
      for (int k = 0; k < x.length; k++) {
        at[k] = nest.at(k);
        steps[k] = nest.step(k);
      }
      loop.run(arrays, at, steps, out, nest.at(x.length), nest.step(x.length), nest.inner());
    } while (nest.next());
    return out;
  }

  /** The order of axes that brings some last, and those in their order. */
  private static int[] order(int rank, int axes) {
    int[] order = new int[rank];
    int n = 0;
    for (int last = 0; last < 2; last++) {
      for (int k = 0; k < rank; k++) {
        if ((axes >>> k & 1) == last) {
          order[n++] = k;
        }
      }
    }
    return order;
  }

  @Test
  void isToTheBitTheSumOfStoredTerms() {
    var random = new Random(1);
    for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[] dims : SHAPES) {
        for (int round = 0; round < 12; round++) {
          check(random, dtype, dims, 1 + round % 3);
        }
      }
    }
  }

  private static void check(Random random, DType dtype, int[] dims, int inputs) {
    var types = new DType[inputs];
    Arrays.fill(types, dtype);
    var loop = Emitter.emit("Sum" + inputs, formula(inputs), types, dtype);
    var x = new Strided[inputs];
    for (int k = 0; k < inputs; k++) {
      x[k] = Naive.random(random, dtype, layout(random, dims));
    }
    var plain = Layout.of(Shape.of(dims));
    var terms = stored(loop, dtype, x, plain);
    for (int axes = 0; axes < 1 << dims.length; axes++) {
      int[] order = order(dims.length, axes);
      int kept = dims.length - Integer.bitCount(axes);
      var permuted = plain.permute(order);
      int results = 1;
      for (int k = 0; k < kept; k++) {
        results *= permuted.dim(k);
      }
      var expected = Buffers.allocate(dtype, results);
      Reduce.reduce(Reduce.Kind.SUM, dtype, terms, permuted, kept, expected);
      var got = Buffers.allocate(dtype, results);
      Reduce.sum(loop, dtype, x, order, kept, got);
      for (int i = 0; i < results; i++) {
        assertEquals(Naive.real(expected, i), Naive.real(got, i), dtype + Arrays.toString(dims));
      }
    }
  }

  @Test
  void ofNothingIsZeroAndNothing() {
    var loop = Emitter.emit("Neg", formula(1), new DType[] {DType.FLOAT32}, DType.FLOAT32);
    var x = new Strided[] {Strided.zeros(Shape.of(2, 0), DType.FLOAT32)};
    float[] out = {7, 7};
    Reduce.sum(loop, DType.FLOAT32, x, new int[] {0, 1}, 1, out);
    assertArrayEquals(new float[] {0, 0}, out);
    Reduce.sum(loop, DType.FLOAT32, x, new int[] {1, 0}, 1, new float[0]);
  }

  @Test
  void threadsDoNotShowInTheResult() {
    var random = new Random(2);
    var types = new DType[] {DType.FLOAT32, DType.FLOAT32};
    var loop = Emitter.emit("Product", formula(2), types, DType.FLOAT32);
    int[] dims = {600, 1500};
    var x =
        new Strided[] {
          Naive.random(random, DType.FLOAT32, Layout.of(Shape.of(dims))),
          Naive.random(
              random, DType.FLOAT32, Layout.of(Shape.of(1, 1500)).broadcastTo(Shape.of(dims)))
        };
    int before = Threads.count();
    try {
      for (int axes = 1; axes < 4; axes++) {
        int kept = 2 - Integer.bitCount(axes);
        float[] one = new float[kept == 0 ? 1 : axes == 1 ? 1500 : 600];
        float[] two = new float[one.length];
        Threads.count(1);
        Reduce.sum(loop, DType.FLOAT32, x, order(2, axes), kept, one);
        Threads.count(2);
        Reduce.sum(loop, DType.FLOAT32, x, order(2, axes), kept, two);
        assertArrayEquals(one, two);
      }
    } finally {
      Threads.count(before);
    }
  }
}
