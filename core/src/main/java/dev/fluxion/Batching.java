package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What primitives mean for a batch: the same primitive with one more axis in front, as its record
 * states it. What is not of the batch is the same for all.
 *
 * @param size how many there are
 * @param same whether random numbers are the same for all
 */
record Batching(int size, boolean same) implements Interpreter {
  @Override
  public Tensor elementwise(Elementwise op, Level level, Tensor... x) {
    return new Batched(level, Apply.op(op, all(level, x))[0]);
  }

  @Override
  public Tensor linear(Linear op, Level level, Tensor x) {
    return new Batched(level, Apply.linear(op.batched(spec(x), size), all(level, x)));
  }

  @Override
  public Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b) {
    boolean left = isOf(level, a);
    var y =
        left && isOf(level, b)
            ? Apply.bilinear(op.batched(), all(level, a), all(level, b))
            : left ? op.leftBatched(all(level, a), b) : op.rightBatched(a, all(level, b));
    return new Batched(level, y);
  }

  @Override
  public Tensor indexed(Indexed op, Level level, Tensor x, Tensor index) {
    var y =
        isOf(level, index)
            ? op.batched(all(level, x), all(level, index))
            : Apply.indexed(op.batched(), all(level, x), index);
    return new Batched(level, y);
  }

  @Override
  public Tensor[] opaque(Opaque op, Level level, Tensor... x) {
    var specs = new Spec[x.length];
    for (int k = 0; k < x.length; k++) {
      specs[k] = spec(x[k]);
    }
    var all = Apply.opaque(op.batched(size, specs), all(level, x));
    var y = new Tensor[all.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = new Batched(level, all[k]);
    }
    return y;
  }

  @Override
  public CustomOp.Ran custom(CustomOp op, Level level, Tensor... x) {
    List<Tensor> all = List.of(all(level, x));
    if (op.isSequential()) {
      return new CustomOp.Ran(joined(level, each(level, List.of(x), op::run)), null);
    }
    if (all.stream().allMatch(one -> one instanceof Dense && Apply.recording(one) == null)) {
      return op.plain(x);
    }
    return new CustomOp.Ran(lifted(level, op.batched(this, level).run(all)), null);
  }

  /** Tensors of a level, one for each batch. */
  List<Tensor> lifted(Level level, List<Tensor> all) {
    return all.stream().<Tensor>map(one -> new Batched(level, one)).toList();
  }

  /** The batch of each tensor of a level. */
  List<Tensor> wholes(Level level, List<Tensor> x) {
    return x.stream().map(one -> all(level, Lifted.settle(one))).toList();
  }

  /** Runs something for the tensors of each of the batch in turn. */
  <T> List<T> each(Level level, List<Tensor> x, Function<List<Tensor>, T> body) {
    var all = wholes(level, x);
    List<T> results = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int number = i;
      results.add(body.apply(all.stream().map(one -> one.select(0, number)).toList()));
    }
    return results;
  }

  /** The tensors of a level of which those of each of the batch are given. */
  List<Tensor> joined(Level level, List<List<Tensor>> parts) {
    if (parts.isEmpty()) {
      throw new ShapeException(
          "a custom rule that is mapped one after another needs a batch of one at least, got none");
    }
    List<Tensor> all = new ArrayList<>();
    for (int k = 0; k < parts.getFirst().size(); k++) {
      int number = k;
      all.add(one(level, parts.stream().map(part -> part.get(number)).toList()));
    }
    return all;
  }

  /** The tensor of a level that is one of these. */
  Batched one(Level level, List<Tensor> parts) {
    return new Batched(level, Fluxion.stack(parts, 0));
  }

  /** Runs something inside of a level of this batch, or of a new one if that is closed. */
  <T> T within(Level of, Function<Level, T> body) {
    if (of.isOpen()) {
      return body.apply(of);
    }
    var level = Modes.openLevel(this);
    try {
      return body.apply(level);
    } finally {
      Modes.closeLevel(level);
    }
  }

  @Override
  public Batched lift(Level level, Tensor x) {
    return new Batched(level, all(level, x));
  }

  static boolean isOf(Level level, Tensor x) {
    return x instanceof Batched b && b.level == level;
  }

  /** The whole batch, in which what is not of it is repeated. */
  Tensor all(Level level, Tensor x) {
    return x instanceof Batched b && b.level == level
        ? b.all
        : Apply.linear(new Expand(x.shape().prepended(size), true), x);
  }

  private Tensor[] all(Level level, Tensor[] x) {
    var all = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      all[k] = all(level, x[k]);
    }
    return all;
  }

  private static Spec spec(Tensor x) {
    return new Spec(x.shape(), x.dtype());
  }

  /** Random numbers, different ones for each of the batches that this thread is inside of. */
  static Tensor random(Shape shape, Function<Shape, Tensor> draw) {
    return random(Modes.level(), shape, draw);
  }

  private static Tensor random(Level level, Shape shape, Function<Shape, Tensor> draw) {
    var outer = level.outer;
    if (outer == null) {
      return draw.apply(shape);
    }
    return level.meaning() instanceof Batching(int n, boolean same) && !same
        ? new Batched(level, random(outer, shape.prepended(n), draw))
        : random(outer, shape, draw);
  }
}
