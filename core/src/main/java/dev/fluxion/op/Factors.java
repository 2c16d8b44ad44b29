package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Halves;
import dev.fluxion.kernel.Lu;
import dev.fluxion.kernel.Strided;
import java.util.Arrays;

/**
 * The factors of matrices as results of primitives, and what is said of those that are singular.
 * Halves are factored in float32.
 */
final class Factors {
  private Factors() {}

  /** Results, and the factors of a behind them. */
  static Spec[] withFactors(Spec a, Spec... results) {
    var all = Arrays.copyOf(results, results.length + 2);
    int rank = a.shape().rank();
    var rows = Shape.of(Arrays.copyOf(a.shape().toArray(), rank - 1));
    all[results.length] = new Spec(a.shape(), real(a.dtype()));
    all[results.length + 1] = new Spec(rows, DType.INT32);
    return all;
  }

  private static DType real(DType dtype) {
    return Halves.holds(dtype) ? DType.FLOAT32 : dtype;
  }

  /** The numbers to compute with: of halves a copy in float32. */
  static Strided real(Strided x) {
    var type = real(x.dtype());
    return type == x.dtype() ? x : x.copy(type);
  }

  /** What was computed, as the type of an operand. */
  static Strided as(Strided x, Strided y) {
    return y.dtype() == x.dtype() ? y : y.copy(x.dtype());
  }

  /**
   * Requires matrices whose factors these are to have inverses.
   *
   * @throws IllegalArgumentException if one has not
   */
  static void check(String call, Strided lu) {
    int number = Lu.singular(lu);
    if (number >= 0) {
      throw new IllegalArgumentException(
          call
              + " needs a matrix that has an inverse, got a singular one of shape "
              + lastTwo(lu.shape())
              + where(lu.shape(), number));
    }
  }

  /** Which of a batch of matrices it is, if there is a choice. */
  static String where(Shape shape, int number) {
    int rank = shape.rank();
    if (rank == 2) {
      return "";
    }
    int[] index = new int[rank - 2];
    for (int k = rank - 3; k >= 0; k--) {
      index[k] = number % shape.dim(k);
      number /= shape.dim(k);
    }
    var text = Arrays.toString(index);
    return ", at (" + text.substring(1, text.length() - 1) + ") of the batch";
  }

  static Shape lastTwo(Shape shape) {
    return Shape.of(shape.dim(-2), shape.dim(-1));
  }
}
