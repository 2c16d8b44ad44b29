package dev.fluxion;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of a batch, all of which are computed at once: a tensor of an outer level that has the batch
 * along its first axis, and looks as if it had not.
 */
final class Batched extends Lifted {
  final Tensor all;
  private final Shape shape;

  Batched(Level level, Tensor all) {
    super(level);
    this.all = all;
    int[] dims = all.shape().toArray();
    this.shape = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** How many there are. */
  int count() {
    return all.shape().dim(0);
  }

  @Override
  Tensor value() {
    return all;
  }

  @Override
  List<Tensor> parts() {
    return List.of(all);
  }

  @Override
  Tensor outside() {
    throw new GraphException(
        "a tensor inside of vmap is one of "
            + count()
            + " and means nothing outside of it, got one of shape "
            + shape
            + "; return it from the function");
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  Batched withNode(@Nullable Node other) {
    var alias = new Batched(level, all);
    alias.node = other;
    return alias;
  }

  @Override
  Tensor constant(boolean sharesVersion) {
    return new Batched(level, all.constant(sharesVersion));
  }

  /** A new tensor of the same batches as another, as {@code make} has it for a shape. */
  static Tensor like(Tensor x, Function<Shape, Tensor> make) {
    return like(x, x.shape(), make);
  }

  private static Tensor like(Tensor x, Shape shape, Function<Shape, Tensor> make) {
    return switch (x) {
      case Batched b -> new Batched(b.level, like(b.all, shape.prepended(b.count()), make));
      case Lifted l -> like(l.value(), shape, make);
      case Dense _ -> make.apply(shape);
    };
  }
}
