package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Op;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Select;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import dev.fluxion.op.Unbind;
import org.jspecify.annotations.Nullable;

/**
 * Runs a primitive on tensors of fitting shapes and types: on dense ones its kernel, recorded if an
 * input is; otherwise as the highest level among the inputs has it ({@code Levels}). For the
 * records of {@code dev.fluxion.op} and for tests of them; users call the methods of {@link
 * Tensor}.
 */
@SuppressWarnings("exports") // Op and its families are exported to Fluxion's own modules only
public final class Apply {
  private Apply() {}

  /**
   * Any primitive.
   *
   * @param op the primitive
   * @param x its operands: as many as it takes, already of one shape and type where it needs that
   * @return its results, one unless the primitive is opaque
   */
  public static Tensor[] op(Op op, Tensor... x) {
    return switch (op) {
      case Unary u -> new Tensor[] {unary(u, x[0])};
      case Binary b -> new Tensor[] {binary(b, x[0], x[1])};
      case Ternary t -> new Tensor[] {ternary(t, x[0], x[1], x[2])};
      case Linear l -> new Tensor[] {linear(l, x[0])};
      case Bilinear b -> new Tensor[] {bilinear(b, x[0], x[1])};
      case Indexed i -> new Tensor[] {indexed(i, x[0], x[1])};
      case Opaque o -> opaque(o, x);
    };
  }

  static Tensor unary(Unary op, Tensor x) {
    return x instanceof Dense d ? unary(op, Statement.of(op), d) : Levels.elementwise(op, x);
  }

  static Tensor unary(Unary op, Statement s, Dense d) {
    var out = op.result(d.dtype());
    var y = Run.run(s.loop(d.dtype()), out, d);
    var node = recording(d);
    if (node != null && out.isFloating()) {
      y.node = new ElementNode.One(s, node, d, y);
    }
    return y;
  }

  static Tensor binary(Binary op, Tensor a, Tensor b) {
    if (a instanceof Dense x && b instanceof Dense y) {
      return binary(op, Statement.of(op), x, y);
    }
    return Levels.elementwise(op, a, b);
  }

  static Dense binary(Binary op, Statement s, Dense a, Dense b) {
    var out = op.result(a.dtype());
    var y = Run.run(s.loop(a.dtype()), out, a, b);
    if (a.node() != null || b.node() != null || Watches.any()) {
      record(s, a, b, y);
    }
    return y;
  }

  private static void record(Statement s, Dense a, Dense b, Dense y) {
    var left = recording(a);
    var right = recording(b);
    if ((left != null || right != null) && y.dtype().isFloating()) {
      y.node = new ElementNode.Two(s, left, right, a, b, y);
    }
  }

  static Tensor ternary(Ternary op, Tensor a, Tensor b, Tensor c) {
    if (!(a instanceof Dense x && b instanceof Dense y && c instanceof Dense z)) {
      return Levels.elementwise(op, a, b, c);
    }
    var s = Statement.of(op);
    var dtype = c.dtype();
    var result = Run.run(s.loop(dtype), op.result(dtype), new Dense[] {x, y, z});
    record(s, result, a, b, c);
    return result;
  }

  private static void record(Statement s, Tensor y, Tensor... x) {
    var edges = edges(x);
    if (edges != null && y.dtype().isFloating()) {
      y.node = node(s, edges, x, y);
    }
  }

  static Node node(Statement s, @Nullable Node[] edges, Tensor[] x, Tensor y) {
    return switch (s.arity) {
      case 1 -> new ElementNode.One(s, java.util.Objects.requireNonNull(edges[0]), x[0], y);
      case 2 -> new ElementNode.Two(s, edges[0], edges[1], x[0], x[1], y);
      default -> new ElementNode.Three(s, edges, x, y);
    };
  }

  /**
   * A linear primitive.
   *
   * @param op the primitive
   * @param x its operand
   * @return its result
   */
  public static Tensor linear(Linear op, Tensor x) {
    if (!(x instanceof Dense d)) {
      return Levels.linear(op, x);
    }
    var y = d.derive(op.value(d.strided()), op, false);
    var node = recording(d);
    if (node != null && y.dtype().isFloating()) {
      y.node = new LinearNode(op, node, d);
    } else if (y.origin instanceof View view) {
      view.quiet = d.node() != null;
    }
    return y;
  }

  static Tensor bilinear(Bilinear op, Tensor a, Tensor b) {
    if (!(a instanceof Dense x && b instanceof Dense y)) {
      return Levels.bilinear(op, a, b);
    }
    var result = Dense.of(op.value(x.strided(), y.strided()));
    var left = recording(a);
    var right = recording(b);
    if ((left != null || right != null) && result.dtype().isFloating()) {
      result.node = new BilinearNode(op, left, right, a, b);
    }
    return result;
  }

  /**
   * A primitive with positions.
   *
   * @param op the primitive
   * @param x its operand
   * @param index the positions, int64, in range
   * @return its result
   */
  public static Tensor indexed(Indexed op, Tensor x, Tensor index) {
    if (!(x instanceof Dense d && index instanceof Dense at)) {
      return Levels.indexed(op, x, index);
    }
    var y = Dense.of(op.value(d.strided(), at.strided()));
    var node = recording(d);
    if (node != null && y.dtype().isFloating()) {
      y.node = new IndexedNode(op, node, d, index);
    }
    return y;
  }

  static Tensor[] opaque(Opaque op, Tensor... x) {
    for (var one : x) {
      if (!(one instanceof Dense)) {
        return Levels.opaque(op, x);
      }
    }
    var values = new dev.fluxion.kernel.Strided[x.length];
    for (int k = 0; k < x.length; k++) {
      values[k] = ((Dense) x[k]).strided();
    }
    var results = op.value(values);
    var y = new Tensor[results.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = derive(op, x, results[k], k);
    }
    var edges = edges(x);
    if (edges != null) {
      record(op, edges, x, y);
    } else {
      for (var one : y) {
        if (one.origin instanceof View view) {
          view.quiet = view.of.node() != null;
        }
      }
    }
    return y;
  }

  private static Dense derive(
      Opaque op, Tensor[] x, dev.fluxion.kernel.Strided result, int number) {
    return op instanceof Unbind
        ? ((Dense) x[0]).derive(result, viewOf(op, number), true)
        : Dense.of(result);
  }

  /** How a result that shows the memory of the first operand does. */
  static Linear viewOf(Opaque op, int number) {
    return switch (op) {
      case Unbind(int axis) -> new Select(axis, number);
      default -> throw new AssertionError(op + " gives no views");
    };
  }

  static void record(Opaque op, @Nullable Node[] edges, Tensor[] x, Tensor[] y) {
    var node = new OpaqueNode(op, edges, x, y);
    for (int k = 0; k < y.length; k++) {
      if (y[k].dtype().isFloating() && !op.isConstant(k)) {
        y[k].node = node.of(k);
      }
    }
  }

  /** The node of an input that is followed here and now, null for a constant. */
  static @Nullable Node recording(Tensor x) {
    var node = x.node();
    if (node != null && (node.manners & Modes.manners()) != 0) {
      return node;
    }
    return Watches.any() ? Watches.node(x) : null;
  }

  /** The edges to inputs that are followed here and now; null if there are none. */
  static @Nullable Node @Nullable [] edges(Tensor... x) {
    @Nullable Node @Nullable [] edges = null;
    for (int k = 0; k < x.length; k++) {
      var node = recording(x[k]);
      if (node != null) {
        edges = edges == null ? new @Nullable Node[x.length] : edges;
        edges[k] = node;
      }
    }
    return edges;
  }
}
