package dev.fluxion;

import java.util.function.IntToDoubleFunction;

/**
 * New tensors, as static functions of {@link Fluxion}.
 *
 * <pre>{@code
 * tensor(2.5);                        // tensor(2.5000)
 * tensor(1.0, 2.0);                   // tensor([1., 2.])
 * tensor(1, 2, 3);                    // tensor([1, 2, 3])
 * tensor(true, false);                // tensor([ True, False])
 * from(new double[] {1, 2});          // tensor([1., 2.], dtype=torch.float64)
 * zeros(2, 3).shape();                // (2, 3)
 * full(7, 2);                         // tensor([7, 7])
 * eye(2);                             // tensor([[1., 0.],
 *                                     //         [0., 1.]])
 * arange(3.0);                        // tensor([0., 1., 2.])
 * arange(1, 10, 4);                   // tensor([1, 5, 9])
 * linspace(0, 1, 5);                  // tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
 * manualSeed(1);
 * var a = randn(2, 2);
 * manualSeed(1);
 * a.eq(randn(2, 2)).all();            // tensor(True)
 * }</pre>
 */
abstract sealed class Creation permits MathFunctions {
  Creation() {}

  /**
   * A single number of the default type, 0-d.
   *
   * @param value the number
   * @return a new tensor
   */
  public static Tensor tensor(double value) {
    return Create.scalar(value, Modes.defaultDType());
  }

  /**
   * Numbers along one axis, of the default type.
   *
   * @param values the numbers, copied
   * @return a new tensor
   */
  public static Tensor tensor(double... values) {
    return Create.doubles(Modes.defaultDType(), Shape.of(values.length), i -> values[i]);
  }

  /**
   * A matrix of the default type.
   *
   * @param rows the rows, all of one length, copied
   * @return a new tensor
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor tensor(double[][] rows) {
    return Create.from(rows).to(Modes.defaultDType());
  }

  /**
   * A single whole number, int64, 0-d.
   *
   * @param value the number
   * @return a new tensor
   */
  public static Tensor tensor(long value) {
    return Create.longs(DType.INT64, Shape.SCALAR, _ -> value);
  }

  /**
   * Whole numbers along one axis, int64.
   *
   * @param values the numbers, copied
   * @return a new tensor
   */
  public static Tensor tensor(long... values) {
    return Create.from(values);
  }

  /**
   * A single whole number, int64, 0-d.
   *
   * @param value the number
   * @return a new tensor
   */
  public static Tensor tensor(int value) {
    return tensor((long) value);
  }

  /**
   * Whole numbers along one axis, int64.
   *
   * @param values the numbers, copied
   * @return a new tensor
   */
  public static Tensor tensor(int... values) {
    return Create.longs(DType.INT64, Shape.of(values.length), i -> values[i]);
  }

  /**
   * A single truth value, bool, 0-d.
   *
   * @param value the truth value
   * @return a new tensor
   */
  public static Tensor tensor(boolean value) {
    return Create.full(DType.BOOL, Shape.SCALAR, value ? 1 : 0);
  }

  /**
   * Truth values along one axis, bool.
   *
   * @param values the truth values, copied
   * @return a new tensor
   */
  public static Tensor tensor(boolean... values) {
    return Create.from(values);
  }

  /**
   * A copy of a Java array, nested to any depth, that keeps its element type: {@code double[]}
   * gives float64, {@code float[]} float32, {@code long[]} int64, {@code int[]} int32, {@code
   * short[]} int16, {@code byte[]} uint8, {@code boolean[]} bool.
   *
   * @param array the array
   * @return a new tensor with an axis for each level of nesting
   * @throws ShapeException if rows differ in length
   * @throws DTypeException if it is no array of these types
   */
  public static Tensor from(Object array) {
    return Create.from(array);
  }

  /**
   * A tensor over a Java array itself: writes to either are seen by the other.
   *
   * @param array a {@code double[]}, {@code float[]}, {@code long[]}, {@code int[]}, {@code
   *     short[]} or {@code byte[]}
   * @return a tensor of one axis and of the type as for {@link #from}
   * @throws DTypeException if it is another kind of object
   */
  public static Tensor wrap(Object array) {
    return Create.wrap(array);
  }

  /**
   * A tensor over a Java array itself, whose elements are read as a type: {@code short[]} holds the
   * bits of int16, float16 or bfloat16, {@code byte[]} those of uint8 or int8; the others are as
   * for {@link #from}.
   *
   * <pre>{@code
   * wrap(DType.BFLOAT16, new short[] {0x3f80, 0x4049});   // tensor([1.0000, 3.1406], dtype=torch.bfloat16)
   * wrap(DType.INT8, new byte[] {-1});                    // tensor([-1], dtype=torch.int8)
   * }</pre>
   *
   * @param dtype a type of numbers
   * @param array an array of the elements as that type keeps them
   * @return a tensor of one axis
   * @throws DTypeException if the type is bool or keeps its elements in another kind of array
   */
  public static Tensor wrap(DType dtype, Object array) {
    return Create.wrap(dtype, array);
  }

  /**
   * Zeros of the default type.
   *
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor zeros(int... shape) {
    return zeros(Modes.defaultDType(), shape);
  }

  /**
   * Zeros of a type.
   *
   * @param dtype the type
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor zeros(DType dtype, int... shape) {
    return Create.empty(dtype, Shape.of(shape));
  }

  /**
   * Zeros of the shape and type of a tensor.
   *
   * @param x the tensor
   * @return a new tensor
   */
  public static Tensor zerosLike(Tensor x) {
    return Batched.like(x, shape -> Create.empty(x.dtype(), shape));
  }

  /**
   * Ones of the default type.
   *
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor ones(int... shape) {
    return ones(Modes.defaultDType(), shape);
  }

  /**
   * Ones of a type.
   *
   * @param dtype the type
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor ones(DType dtype, int... shape) {
    return Create.full(dtype, Shape.of(shape), 1);
  }

  /**
   * Ones of the shape and type of a tensor.
   *
   * @param x the tensor
   * @return a new tensor
   */
  public static Tensor onesLike(Tensor x) {
    return Batched.like(x, shape -> Create.full(x.dtype(), shape, 1));
  }

  /**
   * One number everywhere, of the default type if it has a point, else int64.
   *
   * @param value the number
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor full(Number value, int... shape) {
    boolean whole = !(value instanceof Double || value instanceof Float);
    return full(whole ? DType.INT64 : Modes.defaultDType(), value, shape);
  }

  /**
   * One number everywhere, of a type.
   *
   * @param dtype the type
   * @param value the number
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor full(DType dtype, Number value, int... shape) {
    return Create.number(value, dtype).expand(Shape.of(shape)).copy();
  }

  /**
   * One number everywhere, in the shape and type of a tensor.
   *
   * @param x the tensor
   * @param value the number
   * @return a new tensor
   */
  public static Tensor fullLike(Tensor x, Number value) {
    return Batched.like(x, shape -> full(x.dtype(), value, shape.toArray()));
  }

  /**
   * The identity matrix of the default type.
   *
   * @param n the number of rows and columns
   * @return a new tensor
   */
  public static Tensor eye(int n) {
    return Create.doubles(Modes.defaultDType(), Shape.of(n, n), i -> i / n == i % n ? 1 : 0);
  }

  /**
   * {@code 0, 1, …} up to before {@code end}, of the default type.
   *
   * @param end where to stop
   * @return a new tensor
   * @throws IllegalArgumentException if the end is negative or not finite
   */
  public static Tensor arange(double end) {
    return arange(0.0, end, 1.0);
  }

  /**
   * {@code start, start + step, …} up to before {@code end}, of the default type.
   *
   * @param start the first number
   * @param end where to stop
   * @param step the distance between two
   * @return a new tensor
   * @throws IllegalArgumentException if the step is 0 or does not lead to the end
   */
  public static Tensor arange(double start, double end, double step) {
    int n = Create.count(start, end, step);
    return Create.doubles(Modes.defaultDType(), Shape.of(n), i -> start + i * step);
  }

  /**
   * {@code 0, 1, …} up to before {@code end}, int64.
   *
   * @param end where to stop
   * @return a new tensor
   * @throws IllegalArgumentException if the end is negative
   */
  public static Tensor arange(int end) {
    return arange(0, end, 1);
  }

  /**
   * {@code start, start + step, …} up to before {@code end}, int64.
   *
   * @param start the first number
   * @param end where to stop
   * @param step the distance between two
   * @return a new tensor
   * @throws IllegalArgumentException if the step is 0 or does not lead to the end
   */
  public static Tensor arange(int start, int end, int step) {
    int n = Create.count(start, end, step);
    return Create.longs(DType.INT64, Shape.of(n), i -> start + (long) i * step);
  }

  /**
   * {@code n} numbers at equal distances from start to end, both included, of the default type.
   *
   * @param start the first number
   * @param end the last number
   * @param n how many
   * @return a new tensor
   */
  public static Tensor linspace(double start, double end, int n) {
    double step = n > 1 ? (end - start) / (n - 1) : 0;
    // The second half is counted from the end, so that the last number is exact.
    IntToDoubleFunction at = i -> i < n / 2 || n == 1 ? start + i * step : end - (n - 1 - i) * step;
    return Create.doubles(Modes.defaultDType(), Shape.of(n), at);
  }

  /**
   * Starts the random numbers of {@link #rand}, {@link #randn} and {@link #randint} anew, so that a
   * program gives the same ones each time.
   *
   * @param seed any number
   */
  public static void manualSeed(long seed) {
    Chance.seed(seed);
  }

  /**
   * Random numbers, uniform in {@code [0, 1)}, of the default type.
   *
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor rand(int... shape) {
    var dtype = Modes.defaultDType();
    return Batching.random(Shape.of(shape), all -> Chance.uniform(dtype, all));
  }

  /**
   * Random numbers from the normal distribution of mean 0 and variance 1, of the default type.
   *
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   */
  public static Tensor randn(int... shape) {
    var dtype = Modes.defaultDType();
    return Batching.random(Shape.of(shape), all -> Chance.normal(dtype, all));
  }

  /**
   * Random whole numbers, uniform in {@code [low, high)}, int64.
   *
   * @param low the smallest
   * @param high the one after the largest
   * @param shape the lengths of the axes, none for 0-d
   * @return a new tensor
   * @throws IllegalArgumentException if there is no number between low and high
   */
  public static Tensor randint(long low, long high, int... shape) {
    return Batching.random(Shape.of(shape), all -> Chance.whole(low, high, all));
  }
}
