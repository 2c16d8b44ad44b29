package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the tests hold kernels to: views that lie in all ways, read one element at a time. */
final class Naive {
  /** The types that an array is enough to tell; those beside them are in {@link NarrowTest}. */
  static final List<DType> TYPES =
      List.of(DType.BOOL, DType.UINT8, DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64);

  private Naive() {}

  /** The index along every axis of the element with this row-major number. */
  static int[] index(int[] dims, int number) {
    int[] index = new int[dims.length];
    for (int k = dims.length - 1; k >= 0; k--) {
      index[k] = number % dims[k];
      number /= dims[k];
    }
    return index;
  }

  /** The row-major number of the element with this index along every axis. */
  static int number(int[] dims, int[] index) {
    int number = 0;
    for (int k = 0; k < dims.length; k++) {
      number = number * dims[k] + index[k];
    }
    return number;
  }

  /** Where an element lies, by the definition of strides. */
  static int position(Layout layout, int... index) {
    int at = layout.offset();
    for (int k = 0; k < index.length; k++) {
      at += index[k] * layout.stride(k);
    }
    return at;
  }

  /** Where all elements lie, in row-major order. */
  static int[] positions(Layout layout) {
    int[] dims = layout.shape().toArray();
    int[] positions = new int[layout.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(layout, index(dims, i));
    }
    return positions;
  }

  /** The length of an array that has room for all positions, and some to spare. */
  static int room(Layout layout) {
    int last = 0;
    for (int at : positions(layout)) {
      last = Math.max(last, at);
    }
    return last + 3;
  }

  /**
   * A layout of this shape whose axes are in any order in memory, each forwards or backwards, with
   * or without gaps, or of stride 0, and whose first element is anywhere.
   */
  static Layout layout(Random random, int... dims) {
    int rank = dims.length;
    var order = new ArrayList<Integer>();
    for (int k = 0; k < rank; k++) {
      order.add(k);
    }
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    int[] base = new int[rank + 1];
    int[] step = new int[rank];
    int[] back = new int[rank];
    base[0] = 1 + random.nextInt(2);
    int some = random.nextInt(3);
    for (int j = 0; j < rank; j++) {
      int k = order.get(j);
      back[k] = j;
      step[k] = some == 0 ? 1 : new int[] {1, 1, 2, -1, -2, 0}[random.nextInt(6)];
      base[j + 1] = step[k] == 0 ? 1 : Math.max(1, dims[k] * Math.abs(step[k]));
    }
    var layout = Layout.of(Shape.of(base)).select(0, base[0] - 1).permute(back);
    for (int k = 0; k < rank; k++) {
      if (step[k] == 0 && dims[k] == 0) {
        layout = layout.slice(k, 0, 0, 1);
      } else if (step[k] != 0) {
        int start = step[k] < 0 ? layout.dim(k) - 1 : 0;
        layout = layout.slice(k, start, dims[k], step[k]);
      }
    }
    return layout.broadcastTo(Shape.of(dims));
  }

  /** Some layouts of a shape: row-major from the start, then random ones. */
  static List<Layout> layouts(Random random, int... dims) {
    var layouts = new ArrayList<Layout>();
    layouts.add(Layout.of(Shape.of(dims)));
    for (int i = 0; i < 12; i++) {
      layouts.add(layout(random, dims));
    }
    return layouts;
  }

  /** New elements that lie so: floating ones of both signs, whole ones of the whole range. */
  static Strided random(Random random, DType dtype, Layout layout) {
    return new Strided(random(random, dtype, room(layout)), layout, dtype);
  }

  /** A new array full of elements. */
  static Object random(Random random, DType dtype, int n) {
    switch (dtype) {
      case BOOL, UINT8 -> {
        byte[] x = new byte[n];
        random.nextBytes(x);
        for (int i = 0; dtype == DType.BOOL && i < n; i++) {
          x[i] &= 1;
        }
        return x;
      }
      case INT32 -> {
        return random.ints(n).toArray();
      }
      case INT64 -> {
        return random.longs(n).toArray();
      }
      case FLOAT32 -> {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
          x[i] = (float) random.nextGaussian();
        }
        return x;
      }
      case FLOAT64 -> {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
          x[i] = random.nextGaussian();
        }
        return x;
      }
    }
    throw new AssertionError(dtype);
  }

  /** One element as a double. */
  static double real(Object array, int at) {
    return switch (array) {
      case byte[] x -> x[at] & 0xff;
      case int[] x -> x[at];
      case long[] x -> x[at];
      case float[] x -> x[at];
      case double[] x -> x[at];
      default -> throw new AssertionError(array);
    };
  }

  /** One whole element. */
  static long whole(Object array, int at) {
    return switch (array) {
      case byte[] x -> x[at] & 0xff;
      case int[] x -> x[at];
      case long[] x -> x[at];
      default -> throw new AssertionError(array);
    };
  }

  /** All elements in row-major order, as doubles. */
  static double[] reals(Strided x) {
    int[] at = positions(x.layout());
    double[] reals = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      reals[i] = real(x.array(), at[i]);
    }
    return reals;
  }

  /** All elements in row-major order, whole ones. */
  static long[] wholes(Strided x) {
    int[] at = positions(x.layout());
    long[] wholes = new long[at.length];
    for (int i = 0; i < at.length; i++) {
      wholes[i] = whole(x.array(), at[i]);
    }
    return wholes;
  }

  /** A whole number as an array of this type holds it. */
  static long wrap(DType dtype, long value) {
    return switch (dtype) {
      case BOOL -> value == 0 ? 0 : 1;
      case UINT8 -> value & 0xff;
      case INT32 -> (int) value;
      case INT64 -> value;
      case INT8, INT16, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> throw new AssertionError(dtype);
    };
  }
}
