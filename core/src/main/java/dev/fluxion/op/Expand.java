package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y = x} repeated to a larger shape [(…) → shape, aligned at the last axes, but for some in
 * front], a view with stride 0. The one place where broadcasting is stated, and, as its transpose
 * is a sum, undone.
 *
 * @param shape the shape to fill
 * @param front how many first axes of x are first axes of y; the others are aligned at the last
 * @param aligns whether it was inserted to align operands, and so is not shown in a graph
 */
public record Expand(Shape shape, int front, boolean aligns) implements Linear {
  /** All axes aligned at the last. */
  public Expand(Shape shape, boolean aligns) {
    this(shape, 0, aligns);
  }

  @Override
  public Spec result(Spec x) {
    return x.with(shape);
  }

  @Override
  public Strided value(Strided x) {
    var layout = x.layout();
    for (int k = x.shape().rank(); front > 0 && k < shape.rank(); k++) {
      layout = layout.unsqueeze(front);
    }
    return x.with(layout.broadcastTo(shape));
  }

  /** The axes of the result over which the transpose sums, bit k for axis k. */
  public int summed(Spec x) {
    int added = shape.rank() - x.shape().rank();
    int axes = ((1 << added) - 1) << front;
    for (int k = 0; k < x.shape().rank(); k++) {
      int at = k < front ? k : k + added;
      axes |= x.shape().dim(k) != shape.dim(at) ? 1 << at : 0;
    }
    return axes;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.sumOver(ct, summed(x)).reshape(x.shape());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Expand(shape.prepended(n), front + 1, aligns);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Expand(Shape.of(2, 3), false)),
        Example.of(new Expand(Shape.SCALAR, false)),
        Example.of(new Expand(Shape.of(3), true), 1),
        Example.of(new Expand(Shape.of(2, 3), true), 3),
        Example.of(new Expand(Shape.of(2, 3), false), 2, 1),
        Example.of(new Expand(Shape.of(2, 3), false), 1, 1),
        Example.of(new Expand(Shape.of(2, 3), false), 2, 3),
        Example.of(new Expand(Shape.of(4, 2, 5, 3), true), 2, 1, 3),
        Example.of(new Expand(Shape.of(0), false), 1),
        Example.of(new Expand(Shape.of(2, 0, 3), true), 1, 3),
        Example.of(new Expand(Shape.of(2, 0), false), 0),
        Example.of(new Expand(Shape.of(2, 4, 3), 1, true), 2, 3),
        Example.of(new Expand(Shape.of(2, 4, 3), 1, false), 2),
        Example.of(new Expand(Shape.of(2, 4, 5, 3), 2, false), 2, 1, 3),
        Example.of(new Expand(Shape.of(2, 3), 1, true), 1, 3));
  }
}
