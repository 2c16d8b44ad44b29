package dev.fluxion.op;

import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Rows;
import dev.fluxion.kernel.Strided;
import java.util.List;

/**
 * {@code y[…, j, …] = Σ x[…, i, …]} over the i with {@code index[i] = j}, along one axis [(…, k,
 * …), (k) → (…, length, …)]: the transpose of {@link IndexSelect}.
 *
 * @param axis the axis, counted from the front
 * @param length the length of the axis in y
 */
public record IndexAdd(int axis, int length) implements Indexed {
  @Override
  public Spec result(Spec x, Spec index) {
    int[] dims = x.shape().toArray();
    dims[axis] = length;
    return x.with(Shape.of(dims));
  }

  @Override
  public Strided value(Strided x, Strided index) {
    var shape = result(new Spec(x.shape(), x.dtype()), new Spec(index.shape(), index.dtype()));
    var out = Strided.zeros(shape.shape(), x.dtype());
    long[] to = Positions.numbers(index);
    Rows.add(x.dtype(), x.array(), x.layout(), axis, to, out.array(), out.layout());
    return out;
  }

  @Override
  public Tensor transpose(Tensor ct, Tensor index, Spec x) {
    return Rules.apply(new IndexSelect(axis), ct, index);
  }

  @Override
  public Indexed batched() {
    return new IndexAdd(axis + 1, length);
  }

  @Override
  public Tensor batched(Tensor x, Tensor index) {
    return Positions.apart(x, index, axis, length, length, n -> new IndexAdd(0, n * length));
  }

  /** What the laws try. */
  public static List<Example> examples() {
    return List.of(
        Example.of(new IndexAdd(0, 3), Operand.of(4), Operand.positions(0, 2, 2, 1)),
        Example.of(new IndexAdd(0, 4), Operand.of(1), Operand.positions(3)),
        Example.of(new IndexAdd(0, 2), Operand.of(3, 2), Operand.positions(1, 1, 1)),
        Example.of(new IndexAdd(1, 4), Operand.of(2, 3), Operand.positions(3, 0, 3)),
        Example.of(new IndexAdd(1, 2), Operand.of(2, 3, 2), Operand.positions(1, 0, 1)),
        Example.of(new IndexAdd(0, 3), Operand.of(0), Operand.positions()),
        Example.of(new IndexAdd(0, 3), Operand.of(2, 0), Operand.positions(2, 0)));
  }
}
