package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Rows;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y[…, i, …] = x[…, index[i], …]} along one axis [(…, n, …), (k) → (…, k, …)].
 *
 * @param axis the axis, counted from the front
 */
public record IndexSelect(int axis) implements Indexed {
  @Override
  public Spec result(Spec x, Spec index) {
    int[] dims = x.shape().toArray();
    dims[axis] = index.shape().size();
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x, Strided index) {
    var shape = result(new Spec(x.shape(), x.dtype()), new Spec(index.shape(), index.dtype()));
    var out = Strided.unfilled(shape.shape(), x.dtype());
    Rows.select(x.dtype(), x.array(), x.layout(), axis, Positions.numbers(index), out.array());
    return out;
  }

  @Override
  public Tensor transpose(Tensor ct, Tensor index, Spec x) {
    return Rules.apply(new IndexAdd(axis, x.shape().dim(axis)), ct, index);
  }

  @Override
  public Indexed batched() {
    return new IndexSelect(axis + 1);
  }

  @Override
  public Tensor batched(Tensor x, Tensor index) {
    int count = index.shape().dim(1);
    return Positions.apart(x, index, axis, x.shape().dim(axis + 1), count, _ -> new IndexSelect(0));
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new IndexSelect(0), Operand.of(3), Operand.positions(2, 0, 0, 1)),
        Example.of(new IndexSelect(0), Operand.of(1), Operand.positions(0)),
        Example.of(new IndexSelect(0), Operand.of(2, 3), Operand.positions(1)),
        Example.of(new IndexSelect(1), Operand.of(2, 3), Operand.positions(2, 2, 0, 1, 2)),
        Example.of(new IndexSelect(1), Operand.of(2, 3, 2), Operand.positions(2, 0)),
        Example.of(new IndexSelect(0), Operand.of(3), Operand.positions()),
        Example.of(new IndexSelect(1), Operand.of(0, 3), Operand.positions(1, 1)));
  }
}
