package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.Arrays;
import java.util.function.IntFunction;

/** The places of elements that are picked along one axis. */
public final class Positions {
  private Positions() {}

  /**
   * The row-major numbers, in a tensor of shape x, of the elements {@code x[…, at[…], …]} that
   * differ from the position in {@code at} along one axis only [the shape of at, flat].
   */
  public static Tensor of(Shape x, int axis, Tensor at) {
    int stride = 1;
    var number = Fluxion.zeros(DType.INT64, at.shape().toArray());
    for (int k = x.rank() - 1; k >= 0; k--) {
      int[] dims = new int[x.rank()];
      Arrays.fill(dims, 1);
      dims[k] = at.shape().dim(k);
      var along = k == axis ? at : Fluxion.arange(at.shape().dim(k)).reshape(dims);
      number = number.add(along.mul(stride));
      stride *= x.dim(k);
    }
    return number.flatten();
  }

  /**
   * A primitive with positions where each operand, along the first axis, has its own: done on one
   * long axis that holds those of all operands one after another.
   *
   * @param axis the axis of one operand
   * @param range the number of positions there are along it
   * @param count the length of the axis of one result
   * @param along the primitive along the first axis, for so many operands
   */
  static Tensor apart(
      Tensor x, Tensor index, int axis, int range, int count, IntFunction<Indexed> along) {
    int n = index.shape().dim(0);
    var front = x.transpose(1, axis + 1);
    int[] dims = front.shape().toArray();
    int[] flat = Arrays.copyOfRange(dims, 1, dims.length);
    flat[0] = n * dims[1];
    var first = Fluxion.arange(n).mul(range).unsqueeze(-1);
    var y = Rules.apply(along.apply(n), front.reshape(flat), index.add(first).flatten());
    dims[1] = count;
    return y.reshape(dims).transpose(1, axis + 1);
  }

  /** The numbers of an index in an array that holds nothing else, as that of a view may. */
  static long[] numbers(Strided index) {
    var array = (long[]) index.plain().array();
    int n = index.shape().size();
    return array.length == n ? array : Arrays.copyOf(array, n);
  }
}
