package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Copies;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x} with the part that a chain of views shows replaced by v [(…), the shape of the part
 * → (…)], in new memory: what a write through a view has made of the tensor viewed.
 *
 * @param path the views, each of the one before, the first of x; none if all is replaced
 */
public record Overwrite(List<Linear> path) implements Opaque {
  @Override
  public String nodeName() {
    return path.isEmpty() ? "CopyBackwards" : "CopySlices";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[0]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var out = x[0].copy(x[0].dtype());
    var part = show(out);
    if (part.array() == out.array()) {
      Copies.copy(
          x[1].dtype(), x[1].array(), x[1].layout(), part.dtype(), part.array(), part.layout());
    } else {
      // Some view copies, since the copy of x lies in another order than x did: go by number.
      var number = (long[]) show(numbers(out.shape())).plain().array();
      var values = x[1].copy(out.dtype());
      for (int i = 0; i < values.layout().size(); i++) {
        System.arraycopy(values.array(), i, out.array(), (int) number[i], 1);
      }
    }
    return new Strided[] {out};
  }

  private Strided show(Strided x) {
    var part = x;
    for (var view : path) {
      part = view.value(part);
    }
    return part;
  }

  private static Strided numbers(Shape shape) {
    var all = Strided.zeros(shape, DType.INT64);
    java.util.Arrays.setAll((long[]) all.array(), i -> i);
    return all;
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null && t[1] == null) {
      return new @Nullable Tensor[] {null};
    }
    var whole = t[0] == null ? Rules.zerosLike(x[0]) : t[0];
    var part = t[1] == null ? Rules.zerosLike(x[1]) : t[1];
    return new @Nullable Tensor[] {Rules.apply(this, whole, part)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    var whole = ct[0];
    var out = new @Nullable Tensor[2];
    if (whole == null) {
      return out;
    }
    if (saved.needs(0)) {
      out[0] = Rules.apply(this, whole, Rules.zeros(saved.spec(1)));
    }
    if (saved.needs(1)) {
      var part = whole;
      for (var view : path) {
        part = Rules.apply(view, part);
      }
      out[1] = part;
    }
    return out;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    List<Linear> all = new ArrayList<>();
    var at = x[0];
    for (var view : path) {
      all.add(view.batched(at, n));
      at = view.result(at);
    }
    return new Overwrite(List.copyOf(all));
  }

  /** What the laws try. */
  public static List<Example> examples() {
    var middle = new Slice(0, 1, 2, 1);
    return List.of(
        Example.of(new Overwrite(List.of()), Operand.of(2, 3), Operand.of(2, 3)),
        Example.of(new Overwrite(List.of(middle)), Operand.of(4), Operand.of(2)),
        Example.of(new Overwrite(List.of(new Select(1, 0))), Operand.of(2, 3), Operand.of(2)),
        Example.of(new Overwrite(List.of(new Select(0, 2))), Operand.of(3), Operand.of()),
        Example.of(new Overwrite(List.of(new T(), middle)), Operand.of(2, 4), Operand.of(2, 2)),
        Example.of(
            new Overwrite(List.of(new T(), new Reshape(Shape.of(6)), middle)),
            Operand.of(2, 3),
            Operand.of(2)),
        Example.of(
            new Overwrite(List.of(new Reshape(Shape.of(6)), new Slice(0, 1, 3, 2))),
            Operand.of(2, 3),
            Operand.of(3)),
        Example.of(new Overwrite(List.of(middle)), Operand.of(4, 0), Operand.of(2, 0)));
  }
}
