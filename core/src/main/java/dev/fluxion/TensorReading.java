package dev.fluxion;

/**
 * The methods that hand out the numbers of a tensor; gradients do not follow them.
 *
 * <pre>{@code
 * var x = tensor(1.5, -2.0);
 * x.sum().item();                       // -0.5
 * x.get(0).booleanValue();              // true
 * Arrays.toString(x.toDoubleArray());   // [1.5, -2.0]
 * Arrays.toString(x.toIntArray());      // [1, -2]
 * "%s".formatted(x.get(0));             // 1.5
 * x.asArray();                          // array([ 1.5, -2. ], dtype=float32)
 * }</pre>
 */
public sealed interface TensorReading permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * The number in a tensor of one element.
   *
   * @return the element; 1 or 0 for bool, rounded for an int64 beyond 2⁵³
   * @throws ShapeException if there is not exactly one element
   */
  default double item() {
    return Reading.one(self(), "item").doubleAt(0);
  }

  /**
   * The whole number in a tensor of one element.
   *
   * @return the element, without its fraction
   * @throws ShapeException if there is not exactly one element
   */
  default long itemAsLong() {
    return Reading.one(self(), "itemAsLong").longAt(0);
  }

  /**
   * Whether the number in a tensor of one element differs from 0, as an {@code if} in Python asks.
   *
   * @return true unless it is 0 or false
   * @throws ShapeException if there is not exactly one element
   */
  default boolean booleanValue() {
    return Reading.one(self(), "booleanValue").doubleAt(0) != 0;
  }

  /**
   * The elements in row-major order.
   *
   * @return a new array
   */
  default double[] toDoubleArray() {
    return (double[]) Reading.array(self(), DType.FLOAT64, "toDoubleArray");
  }

  /**
   * The elements in row-major order, rounded to float.
   *
   * @return a new array
   */
  default float[] toFloatArray() {
    return (float[]) Reading.array(self(), DType.FLOAT32, "toFloatArray");
  }

  /**
   * The elements in row-major order, without their fractions.
   *
   * @return a new array
   */
  default long[] toLongArray() {
    return (long[]) Reading.array(self(), DType.INT64, "toLongArray");
  }

  /**
   * The elements in row-major order, without their fractions, wrapped around to 32 bits.
   *
   * @return a new array
   */
  default int[] toIntArray() {
    return (int[]) Reading.array(self(), DType.INT32, "toIntArray");
  }

  /**
   * Whether each element differs from 0, in row-major order.
   *
   * @return a new array
   */
  default boolean[] toBooleanArray() {
    var flags = (byte[]) Reading.array(self(), DType.BOOL, "toBooleanArray");
    var out = new boolean[flags.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = flags[i] != 0;
    }
    return out;
  }

  /**
   * The values as NumPy 1.13 prints them: {@code array([ 6.], dtype=float32)}, and through {@link
   * ArrayText#str()} {@code [ 6.]}. Float64 and int64 are not named.
   *
   * @return the two texts, of the values as they are now
   */
  default ArrayText asArray() {
    return NumpyText.array(Reading.numbers(self(), "asArray").strided());
  }

  /**
   * The values as MXNet prints an {@code NDArray}: a line feed, NumPy's text, and on a line of its
   * own {@code <NDArray 2x2 @cpu(0)>}. A single number is an array of one element there.
   *
   * @return the text, of the values as they are now
   */
  default ArrayText asNDArray() {
    return NumpyText.ndArray(Reading.numbers(self(), "asNDArray").strided());
  }
}
