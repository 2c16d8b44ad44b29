package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Loop;
import dev.fluxion.kernel.Nest;
import dev.fluxion.kernel.Reduce;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import dev.fluxion.op.Add;
import dev.fluxion.op.Axes;
import org.jspecify.annotations.Nullable;

/**
 * Runs an elementwise kernel over dense operands of one shape: as one loop where each operand lies
 * in a row or repeats one element, as a nest of loops otherwise. The result is new, in row-major
 * order.
 */
final class Run {
  private static final Statement ADD = Statement.of(new Add());

  private Run() {}

  static Dense run(Loop loop, DType out, Dense a) {
    var la = a.layout;
    int n = la.size();
    var array = Buffers.unfilled(out, n);
    if (la.step() >= 0 && n < 2 * loop.grain()) {
      loop.run(a.array(), la.offset(), la.step(), array, 0, 1, n);
      return new Dense(array, la.plain(), out);
    }
    return nest(loop, array, out, new Dense[] {a});
  }

  static Dense run(Loop loop, DType out, Dense a, Dense b) {
    var la = a.layout;
    var lb = b.layout;
    int n = la.size();
    var array = Buffers.unfilled(out, n);
    if (la.step() >= 0 && lb.step() >= 0 && n < 2 * loop.grain()) {
      loop.run(
          a.array(), la.offset(), la.step(), b.array(), lb.offset(), lb.step(), array, 0, 1, n);
      return new Dense(array, la.step() == 1 ? la.plain() : lb.plain(), out);
    }
    return nest(loop, array, out, new Dense[] {a, b});
  }

  /** Any number of operands, one at least; none may be null up to the loop's number of inputs. */
  static Dense run(Loop loop, DType out, Dense[] x) {
    if (x.length == 3 && isLine(loop, x[0]) && isLine(loop, x[1]) && isLine(loop, x[2])) {
      var array = Buffers.unfilled(out, x[0].layout.size());
      line(loop, x[0], x[1], x[2], array);
      return new Dense(array, x[0].layout.plain(), out);
    }
    return nest(loop, Buffers.unfilled(out, x[0].layout.size()), out, x);
  }

  /**
   * Whether an operand lies in a row or repeats one element, and is short enough for one thread.
   */
  private static boolean isLine(Loop loop, Dense x) {
    return x.layout.step() >= 0 && x.layout.size() < 2 * loop.grain();
  }

  /** Three inputs that lie in a row or repeat one element, to the start of an array. */
  private static void line(Loop loop, Dense a, Dense b, Dense c, Object out) {
    var la = a.layout;
    var lb = b.layout;
    var lc = c.layout;
    loop.run(
        a.array(),
        la.offset(),
        la.step(),
        b.array(),
        lb.offset(),
        lb.step(),
        c.array(),
        lc.offset(),
        lc.step(),
        out,
        0,
        1,
        la.size());
  }

  private static Dense nest(Loop loop, Object array, DType out, Dense[] x) {
    var result = new Dense(array, Layout.of(x[0].layout.shape()), out);
    into(loop, result, x);
    return result;
  }

  /** Writes {@code loop(x…)} over the elements of {@code out}, which may be one of the operands. */
  static void into(Loop loop, Dense out, Dense[] x) {
    if (out.layout.size() == 0) {
      return;
    }
    var layouts = new Layout[x.length + 1];
    for (int k = 0; k < x.length; k++) {
      layouts[k] = x[k].layout;
    }
    layouts[x.length] = out.layout;
    var nest = Nest.of(layouts);
    int n = out.layout.size();
    if (n < 2 * loop.grain()) {
      walk(loop, nest, out, x);
      return;
    }
    int outer = nest.outer();
    int grain = (int) ((loop.grain() * (long) outer - 1) / n) + 1;
    Threads.split(outer, grain, (from, to) -> walk(loop, nest.part(from, to), out, x));
  }

  private static void walk(Loop loop, Nest nest, Dense out, Dense[] x) {
    int n = x.length;
    var arrays = new Object[n];
    int[] at = new int[n];
    int[] steps = new int[n];
    for (int k = 0; k < n; k++) {
      arrays[k] = x[k].array();
      steps[k] = nest.step(k);
    }
    var to = out.array();
    do {
      for (int k = 0; k < n; k++) {
        at[k] = nest.at(k);
      }
      loop.run(arrays, at, steps, to, nest.at(n), nest.step(n), nest.inner());
    } while (nest.next());
  }

  /** The sum of two tensors of a shape that lie in the same order, or else in row-major order. */
  static Dense sum(Dense a, Dense b) {
    var loop = ADD.loop(a.dtype());
    if (a.layout.step() < 0 && a.layout.liesLike(b.layout) && a.layout.isDense()) {
      var flat = line(a.layout);
      var y = run(loop, a.dtype(), a.view(flat), b.view(line(b.layout)));
      return y.handOver(a.layout.fromStart());
    }
    return run(loop, a.dtype(), a, b);
  }

  private static Layout line(Layout dense) {
    return Layout.of(Shape.of(dense.size()), new int[] {1}, dense.offset());
  }

  /** Adds {@code x} to {@code sum}, in its memory. */
  static void add(Dense sum, Dense x) {
    var loop = ADD.loop(sum.dtype());
    var to = sum.layout;
    var from = x.layout;
    if (to.step() < 0 && to.liesLike(from) && to.isDense()) {
      add(sum.view(line(to)), x.view(line(from)));
      return;
    }
    if (to.step() == 1 && isLine(loop, x)) {
      loop.run(
          sum.array(),
          to.offset(),
          1,
          x.array(),
          from.offset(),
          from.step(),
          sum.array(),
          to.offset(),
          1,
          to.size());
    } else {
      into(loop, sum, new Dense[] {sum, x});
    }
  }

  /**
   * The one-kernel pull {@code t · ∂f/∂operand}: over the memory of {@code t} itself where the pass
   * may overwrite it. Operands and y may be null where the partial does not use them.
   */
  static Dense pull(
      Statement s,
      int operand,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor c,
      @Nullable Tensor y,
      Dense t,
      boolean over) {
    var loop = s.pull(operand, t.dtype());
    boolean inPlace = over && t.layout.isPlain();
    int only = s.only(operand);
    if (only >= 0 && (only == s.arity ? y : only == 0 ? a : only == 1 ? b : c) instanceof Dense x) {
      if (!inPlace || !isLine(loop, x)) {
        return run(loop, t.dtype(), x, t);
      }
      var p = x.layout;
      loop.run(x.array(), p.offset(), p.step(), t.array(), 0, 1, t.array(), 0, 1, p.size());
      return t;
    }
    var inputs = new Dense[5];
    int n = operands(s, operand, a, b, c, y, inputs);
    if (n == 0 && inPlace && isLine(loop, t)) {
      loop.run(t.array(), 0, 1, t.array(), 0, 1, t.layout.size());
      return t;
    }
    inputs[n++] = t;
    if (n == 3 && inPlace && isLine(loop, inputs[0]) && isLine(loop, inputs[1])) {
      line(loop, inputs[0], inputs[1], t, t.array());
      return t;
    }
    var x = java.util.Arrays.copyOf(inputs, n);
    if (inPlace) {
      into(loop, t, x);
      return t;
    }
    return n == 1 ? run(loop, t.dtype(), t) : run(loop, t.dtype(), x);
  }

  /** The same summed over the axes that an operand was expanded along, in the operand's shape. */
  static Dense pullSum(
      Statement s,
      int operand,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor c,
      @Nullable Tensor y,
      Dense t,
      int axes,
      Shape shape) {
    var inputs = new Dense[5];
    int n = operands(s, operand, a, b, c, y, inputs);
    inputs[n++] = t;
    var x = new Strided[n];
    for (int k = 0; k < n; k++) {
      x[k] = inputs[k].strided();
    }
    int kept = t.rank() - Integer.bitCount(axes);
    var out = Buffers.unfilled(t.dtype(), shape.size());
    Reduce.sum(s.pull(operand, t.dtype()), t.dtype(), x, Axes.order(t.rank(), axes), kept, out);
    return new Dense(out, Layout.of(shape), t.dtype());
  }

  /** The same added to a sum, in its memory. */
  static void pullAdd(
      Statement s,
      int operand,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor c,
      @Nullable Tensor y,
      Dense t,
      Dense sum) {
    var inputs = new Dense[6];
    int n = operands(s, operand, a, b, c, y, inputs);
    inputs[n++] = t;
    inputs[n++] = sum;
    into(s.pullAdd(operand, t.dtype()), sum, java.util.Arrays.copyOf(inputs, n));
  }

  /** What the partial reads but t. */
  private static int operands(
      Statement s,
      int operand,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor c,
      @Nullable Tensor y,
      Dense[] inputs) {
    int n = 0;
    n = s.uses(operand, 0) && a instanceof Dense d ? put(inputs, n, d) : n;
    n = s.arity > 1 && s.uses(operand, 1) && b instanceof Dense d ? put(inputs, n, d) : n;
    n = s.arity > 2 && s.uses(operand, 2) && c instanceof Dense d ? put(inputs, n, d) : n;
    return s.uses(operand, s.arity) && y instanceof Dense d ? put(inputs, n, d) : n;
  }

  private static int put(Dense[] inputs, int n, Dense x) {
    inputs[n] = x;
    return n + 1;
  }
}
