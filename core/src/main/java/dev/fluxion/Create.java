package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** New tensors from numbers and Java arrays. */
final class Create {
  private Create() {}

  static Dense empty(DType dtype, Shape shape) {
    return new Dense(Buffers.allocate(dtype, shape.size()), Layout.of(shape), dtype);
  }

  static Tensor scalar(double value, DType dtype) {
    var array =
        switch (dtype) {
          case FLOAT32 -> new float[] {(float) value};
          case FLOAT64 -> new double[] {value};
          case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT16, BFLOAT16 -> {
            var other = Buffers.allocate(dtype, 1);
            Buffers.set(dtype, other, 0, value);
            yield other;
          }
        };
    return new Dense(array, Layout.SCALAR, dtype);
  }

  /** A 0-d tensor of a number, whole ones exactly. */
  static Tensor number(Number n, DType dtype) {
    if (dtype.isFloating() || n instanceof Double || n instanceof Float) {
      return scalar(n.doubleValue(), dtype);
    }
    var x = empty(dtype, Shape.SCALAR);
    Buffers.set(dtype, x.array(), 0, n.longValue());
    return x;
  }

  /** How many numbers there are from start, step apart, up to before the end. */
  static int count(double start, double end, double step) {
    double steps = (end - start) / step;
    double n = Math.ceil(steps);
    if (n > Integer.MAX_VALUE && Double.isFinite(n)) {
      throw new ShapeException(
          "a tensor holds at most 2147483647 elements, got " + n + " of them from arange");
    }
    if (!(steps >= 0 && n <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "arange needs a step that leads from start to end, got start "
              + start
              + ", end "
              + end
              + ", step "
              + step);
    }
    return (int) n;
  }

  static Dense full(DType dtype, Shape shape, double value) {
    var x = empty(dtype, shape);
    Buffers.fill(dtype, x.array(), 0, shape.size(), value);
    return x;
  }

  static Dense doubles(DType dtype, Shape shape, IntToDoubleFunction element) {
    var x = empty(dtype, shape);
    for (int i = 0; i < shape.size(); i++) {
      Buffers.set(dtype, x.array(), i, element.applyAsDouble(i));
    }
    return x;
  }

  static Dense longs(DType dtype, Shape shape, IntToLongFunction element) {
    var x = empty(dtype, shape);
    for (int i = 0; i < shape.size(); i++) {
      Buffers.set(dtype, x.array(), i, element.applyAsLong(i));
    }
    return x;
  }

  /** A copy of a Java array, nested to any depth, that keeps its element type. */
  static Dense from(Object array) {
    List<Integer> dims = new ArrayList<>();
    Object inner = array;
    while (inner != null && inner.getClass().isArray()) {
      int n = Array.getLength(inner);
      dims.add(n);
      if (n == 0 || inner.getClass().getComponentType().isPrimitive()) {
        break;
      }
      inner = Array.get(inner, 0);
    }
    // Below an empty or missing row nothing shows a length; a missing one is refused when it is
    // filled in.
    while (dims.size() < depth(array.getClass())) {
      dims.add(0);
    }
    Class<?> type = array.getClass();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    var dtype = dims.isEmpty() ? null : dtype(type);
    if (dtype == null) {
      throw notNumbers(array);
    }
    var x = empty(dtype, Shape.of(dims.stream().mapToInt(Integer::intValue).toArray()));
    fill(x, array, 0, 0);
    return x;
  }

  private static int depth(Class<?> type) {
    return type.isArray() ? 1 + depth(type.getComponentType()) : 0;
  }

  private static int fill(Dense x, @Nullable Object array, int axis, int at) {
    int n = x.shape().dim(axis);
    if (array == null || Array.getLength(array) != n) {
      throw ragged(x.shape(), axis, array);
    }
    if (axis < x.shape().rank() - 1) {
      for (int i = 0; i < n; i++) {
        at = fill(x, Array.get(array, i), axis + 1, at);
      }
      return at;
    }
    if (array instanceof boolean[] flags) {
      for (int i = 0; i < n; i++) {
        ((byte[]) x.array())[at + i] = (byte) (flags[i] ? 1 : 0);
      }
    } else {
      System.arraycopy(array, 0, x.array(), at, n);
    }
    return at + n;
  }

  /** A tensor over a Java array itself. */
  static Dense wrap(Object array) {
    var element = array.getClass().getComponentType();
    var dtype = element == null || element == boolean.class ? null : dtype(element);
    if (dtype == null) {
      throw new DTypeException(
          "wrap shares a double[], float[], long[], int[], short[] or byte[], got "
              + array.getClass().getSimpleName()
              + "; from(array) copies");
    }
    return Dense.over(array, Layout.of(Shape.of(Array.getLength(array))), dtype);
  }

  /** A tensor over a Java array itself, whose elements are read as a type. */
  static Dense wrap(DType dtype, Object array) {
    var own = Buffers.allocate(dtype, 0).getClass();
    if (dtype == DType.BOOL) {
      throw new DTypeException("wrap shares arrays of numbers, got bool; from(boolean[]) copies");
    }
    if (array.getClass() != own) {
      throw new DTypeException(
          "wrap shares a "
              + own.getSimpleName()
              + " as "
              + dtype
              + ", got "
              + array.getClass().getSimpleName()
              + "; from(array).to("
              + dtype.name()
              + ") copies");
    }
    return new Dense(array, Layout.of(Shape.of(Array.getLength(array))), dtype);
  }

  /** The type that holds the elements of a Java array; null if there is none. */
  private static @Nullable DType dtype(Class<?> element) {
    if (element == double.class) {
      return DType.FLOAT64;
    } else if (element == float.class) {
      return DType.FLOAT32;
    } else if (element == long.class) {
      return DType.INT64;
    } else if (element == int.class) {
      return DType.INT32;
    } else if (element == short.class) {
      return DType.INT16;
    } else if (element == byte.class) {
      return DType.UINT8;
    } else if (element == boolean.class) {
      return DType.BOOL;
    }
    return null;
  }

  private static DTypeException notNumbers(Object array) {
    return new DTypeException(
        "from copies an array of double, float, long, int, short, byte or boolean, nested to any"
            + " depth, got "
            + array.getClass().getSimpleName());
  }

  private static ShapeException ragged(Shape shape, int axis, @Nullable Object array) {
    return new ShapeException(
        array == null
            ? "the rows of a nested array are arrays, got null at depth " + axis
            : "the rows of a nested array have one length, got "
                + Array.getLength(array)
                + " beside "
                + shape.dim(axis)
                + " at depth "
                + axis);
  }
}
