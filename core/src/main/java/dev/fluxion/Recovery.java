package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.op.IndexSelect;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sparse derivative of a function of one tensor as result: its pattern and colouring, found at
 * the first point of each shape, and from then on a few sweeps, whose results are picked apart.
 *
 * <p>Sweeps and picking are tensor operations on the argument that was given; only the pattern is
 * made of numbers. So the values can be differentiated and mapped like those of any function.
 *
 * @param <P> the argument
 */
final class Recovery<P> implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many sweeps run at once. */
  private static final int AT_ONCE = 128;

  /** The function. */
  private final Fn<P, Tensor> f;

  /** Whether its Jacobian is symmetric, being a Hessian. */
  private final boolean symmetric;

  private transient volatile @Nullable Map<List<Shape>, Plan> plans;

  /**
   * How a derivative of one pattern is computed.
   *
   * @param coloring of the columns in forward mode, of the rows in reverse mode
   * @param positions where each entry stands in the results of the sweeps, one after another
   */
  record Plan(
      Probing.Found found, boolean forward, Coloring coloring, Tensor positions, String mode) {
    Sparsity pattern() {
      return found.pattern();
    }
  }

  Recovery(Fn<P, Tensor> f, boolean symmetric) {
    this.f = f;
    this.symmetric = symmetric;
  }

  SparseMatrix apply(P at) {
    var x = argument(at);
    var plan = plan(x);
    List<Tensor> swept = new ArrayList<>();
    var pullback = plan.forward ? null : Pullback.of(f, at);
    for (int first = 0; first < plan.coloring.count(); first += AT_ONCE) {
      int n = Math.min(AT_ONCE, plan.coloring.count() - first);
      var part = pullback == null ? forward(x, plan, first, n) : reverse(pullback, plan, first, n);
      swept.add(part.flatten());
    }
    if (swept.isEmpty()) {
      return new SparseMatrix(plan.pattern(), Fluxion.zeros(plan.found.result().dtype(), 0));
    }
    var all = swept.size() == 1 ? swept.getFirst() : Fluxion.cat(swept, 0);
    return new SparseMatrix(plan.pattern(), Apply.indexed(new IndexSelect(0), all, plan.positions));
  }

  private static <P> Tree<P> argument(P at) {
    var x = Tree.some("the argument of a sparse derivative", at);
    for (var one : x.tensors) {
      if (!one.dtype().isFloating()) {
        throw Autograd.notFloating(one);
      }
    }
    return x;
  }

  Plan plan(P at) {
    return plan(argument(at));
  }

  private Plan plan(Tree<P> x) {
    var shapes = x.tensors.stream().map(Tensor::shape).toList();
    var known = plans;
    var plan = known == null ? null : known.get(shapes);
    if (plan == null) {
      plan = find(x);
      var more = known == null ? new HashMap<List<Shape>, Plan>() : new HashMap<>(known);
      more.put(shapes, plan);
      // Two threads may both find one; they are equal and either may stay.
      plans = more;
    }
    return plan;
  }

  private Plan find(Tree<P> x) {
    var found = symmetric ? Probing.findSymmetric(f, x) : Probing.find(f, x);
    var pattern = found.pattern();
    if (symmetric) {
      var star = StarColoring.of(pattern);
      var why = sweeps(star.count()) + ": a star colouring of " + entries(pattern);
      return new Plan(found, true, star, symmetricPositions(pattern, star), why);
    }
    var columns = Coloring.ofRows(pattern.transposed());
    var rows = Coloring.ofRows(pattern);
    boolean forward = columns.count() <= rows.count();
    var coloring = forward ? columns : rows;
    var why =
        (forward ? "forward, " : "reverse, ")
            + sweeps(coloring.count())
            + ": columns take "
            + colors(columns.count())
            + ", rows "
            + rows.count()
            + ", for "
            + entries(pattern);
    return new Plan(found, forward, coloring, positions(pattern, coloring, forward), why);
  }

  private static String sweeps(int n) {
    return n + (n == 1 ? " sweep" : " sweeps");
  }

  private static String colors(int n) {
    return n + (n == 1 ? " colour" : " colours");
  }

  private static String entries(Sparsity p) {
    return p.nnz()
        + (p.nnz() == 1 ? " entry of " : " entries of ")
        + p.rows()
        + " × "
        + p.columns();
  }

  private static Tensor positions(Sparsity pattern, Coloring coloring, boolean forward) {
    var at = pattern.rowOfEach();
    for (int k = 0; k < at.length; k++) {
      int column = pattern.column(k);
      at[k] =
          forward
              ? (long) coloring.colors()[column] * pattern.rows() + at[k]
              : (long) coloring.colors()[(int) at[k]] * pattern.columns() + column;
    }
    return Create.wrap(at);
  }

  /**
   * As {@link StarColoring} says: at one of the two rows of an entry, the other column is alone.
   */
  private static Tensor symmetricPositions(Sparsity pattern, Coloring star) {
    int n = pattern.rows();
    int[] colors = star.colors();
    var isAlone = new boolean[pattern.nnz()];
    int[] count = new int[star.count()];
    for (int i = 0; i < n; i++) {
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        count[colors[pattern.column(k)]]++;
      }
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        isAlone[k] = count[colors[pattern.column(k)]] == 1;
      }
      for (int k = pattern.start(i); k < pattern.start(i + 1); k++) {
        count[colors[pattern.column(k)]] = 0;
      }
    }
    var at = pattern.rowOfEach();
    for (int k = 0; k < at.length; k++) {
      int row = (int) at[k];
      int column = pattern.column(k);
      at[k] =
          isAlone[k] || row == column
              ? (long) colors[column] * n + row
              : (long) colors[row] * n + column;
    }
    return Create.wrap(at);
  }

  private Tensor forward(Tree<P> x, Plan plan, int first, int n) {
    List<Tensor> seeds = new ArrayList<>();
    int from = 0;
    for (var one : x.tensors) {
      seeds.add(seeds(one.shape(), one.dtype(), from, plan.coloring, first, n));
      from += one.size();
    }
    return vmap(
        t -> {
          var tangent = Pushforward.jvp(f, x.value, x.with(t)).tangent();
          checkShape(tangent, plan);
          return tangent;
        },
        seeds);
  }

  private Tensor reverse(Pullback<P, Tensor> pullback, Plan plan, int first, int n) {
    var y = pullback.result().value;
    checkShape(y, plan);
    return vmap(
        ct -> {
          List<Tensor> flat = new ArrayList<>();
          for (var one : pullback.pull(ct, true)) {
            flat.add(one.flatten().to(y.dtype()));
          }
          return flat.size() == 1 ? flat.getFirst() : Fluxion.cat(flat, 0);
        },
        List.of(seeds(y.shape(), y.dtype(), 0, plan.coloring, first, n)));
  }

  private static Tensor vmap(Fn<List<Tensor>, Tensor> f, List<Tensor> x) {
    return new Vmap<>(f, new Integer[] {0}, new Integer[] {0}, false).apply(x);
  }

  /** For each of n colours, along a first axis, 1 for the elements of a tensor that have it. */
  private static Tensor seeds(
      Shape shape, DType dtype, int from, Coloring coloring, int first, int n) {
    int size = shape.size();
    var all = Create.full(dtype, shape.prepended(n), 0);
    for (int i = 0; i < size; i++) {
      int color = coloring.colors()[from + i] - first;
      if (color >= 0 && color < n) {
        Buffers.set(dtype, all.array(), color * size + i, 1);
      }
    }
    return all;
  }

  private static void checkShape(Tensor y, Plan plan) {
    if (!y.shape().equals(plan.found.result().shape())) {
      throw new GraphException(
          "a sparse derivative keeps the pattern that it found for a result of shape "
              + plan.found.result().shape()
              + ", got one of shape "
              + y.shape()
              + "; make another for a function that has changed");
    }
  }
}
