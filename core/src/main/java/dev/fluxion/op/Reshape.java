package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y = x}, the elements in row-major order under another shape [(…) → shape of equal size]: a
 * view where strides can say it, a copy otherwise.
 *
 * @param shape the new shape
 */
public record Reshape(Shape shape) implements Linear {
  @Override
  public String name() {
    return "View";
  }

  @Override
  public Spec result(Spec x) {
    return x.with(shape);
  }

  @Override
  public Strided value(Strided x) {
    var view = x.layout().reshape(shape);
    return view != null ? x.with(view) : x.copy(x.dtype()).with(Layout.of(shape));
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return ct.reshape(x.shape());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Reshape(shape.prepended(n));
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new Reshape(Shape.of(6)), 2, 3),
        Example.of(new Reshape(Shape.of(3, 2)), 2, 3),
        Example.of(new Reshape(Shape.of(1, 6, 1)), 2, 3),
        Example.of(new Reshape(Shape.of(2, 3)), 2, 3),
        Example.of(new Reshape(Shape.of(3, 2, 2)), 2, 6),
        Example.of(new Reshape(Shape.of(1, 1))),
        Example.of(new Reshape(Shape.SCALAR), 1),
        Example.of(new Reshape(Shape.SCALAR)),
        Example.of(new Reshape(Shape.of(0, 3)), 0),
        Example.of(new Reshape(Shape.of(0)), 2, 0));
  }
}
