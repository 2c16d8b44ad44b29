package dev.fluxion;

import dev.fluxion.op.Spec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds which elements of a result depend on which elements of an argument, by running the function
 * on tensors that show from which sets of inputs they are computed ({@link Dependence}).
 *
 * <p>Single inputs as sets would take as many as there are inputs, each of the size of the result.
 * But where the Jacobian is sparse, a few sets tell them all apart, as in A. Griewank, C. Mitev,
 * "Detecting Jacobian sparsity patterns by Bayesian probing", Math. Program. 93, 2002:
 *
 * <ol>
 *   <li>All inputs are one group, and one probe shows which rows depend on anything.
 *   <li>Each group is cut into parts, and the question is which rows depend on which part. Groups
 *       that no row depends on together may be asked about at once, since a row that answers for
 *       the first parts of several groups means the one of them that it depends on. So groups are
 *       coloured as columns are for the Jacobian itself, and a probe is the union of the same part
 *       of all groups of one colour.
 *   <li>Parts that nothing depends on are dropped, the others are the groups of the next step,
 *       until each is a single input.
 * </ol>
 *
 * <p>Rows that depend on far more groups than the others would keep all groups apart. In a
 * symmetric matrix they are left out, and read off the columns of the same numbers at the end; what
 * stands where two of them cross is asked about by itself.
 *
 * <p>A step takes as many probes as there are colours times parts, and never more than there are
 * parts of groups. A banded Jacobian of n columns so takes some hundred probes in log n runs, where
 * a dense one takes 8/7·n. It relies on dependence on a union being dependence on one of its sets,
 * as every rule of {@link Dependence} has it; so it finds what single inputs would find.
 *
 * @param <P> the argument
 */
final class Probing<P> {
  /** Into how many parts a group is cut; few runs for more, few probes for less. */
  private static final int PARTS = 8;

  /** Up to how many probes groups are cut into single inputs at once. */
  private static final int FEW = 64;

  /** About how many elements a tensor has at most that tells of several sets. */
  private static final int MOST_ELEMENTS = 1 << 22;

  /** How many rows are left out in one step at most. */
  private static final int HUBS = 16;

  /** How many times more groups than the next row they have. */
  private static final int HEAVY = 4;

  private final Fn<P, Tensor> f;
  private final Tree<P> x;
  private final boolean symmetric;
  private final List<Tensor> values;
  private final int inputs;

  /** The rows of a symmetric matrix that are left out. */
  private final BitSet hubs = new BitSet();

  private Spec result = new Spec(Shape.SCALAR, DType.FLOAT32);

  /** A pattern, and what the function returns. */
  record Found(Sparsity pattern, Spec result) {}

  /** Groups of inputs, each from one up to before another, and the rows that depend on them. */
  private record Groups(int[] from, int[] to, Sparsity rows) {
    int size(int group) {
      return to[group] - from[group];
    }

    int largest() {
      return IntStream.range(0, from.length).map(this::size).max().orElse(0);
    }
  }

  private Probing(Fn<P, Tensor> f, Tree<P> x, boolean symmetric) {
    this.f = f;
    this.x = x;
    this.symmetric = symmetric;
    this.inputs = x.size();
    this.values = x.tensors.stream().map(one -> Lifted.settle(one).constant(false)).toList();
  }

  /** The pattern of the Jacobian at an argument, tensors flattened and one after another. */
  static <P> Found find(Fn<P, Tensor> f, Tree<P> x) {
    return new Probing<>(f, x, false).find();
  }

  /** The same of a gradient, where the pattern is symmetric. */
  static <P> Found findSymmetric(Fn<P, Tensor> gradient, Tree<P> x) {
    var probing = new Probing<>(gradient, x, true);
    var found = probing.find();
    var half = found.pattern.union(probing.crossings());
    return new Found(half.union(half.transposed()), found.result);
  }

  /** The entries in rows and columns that were both left out. */
  private Sparsity crossings() {
    int[] those = hubs.stream().toArray();
    var byColumn = new int[inputs][0];
    if (those.length > 0) {
      var answers = run(IntStream.of(those).mapToObj(i -> new int[] {i, i + 1}).toList());
      for (int k = 0; k < those.length; k++) {
        byColumn[those[k]] = IntStream.of(answers.get(k)).filter(hubs::get).toArray();
      }
    }
    return Sparsity.ofRows(inputs, byColumn).transposed();
  }

  private Found find() {
    var all = run(List.of(new int[] {0, inputs})).getFirst();
    int m = result.shape().size();
    var rows = Sparsity.ofRows(m, new int[][] {all});
    var groups = new Groups(new int[] {0}, new int[] {inputs}, rows);
    while (groups.largest() > 1) {
      groups = cut(groups);
    }
    var byColumn = new int[inputs][0];
    for (int g = 0; g < groups.from.length; g++) {
      if (groups.size(g) > 0) {
        byColumn[groups.from[g]] = columns(groups.rows, g);
      }
    }
    return new Found(Sparsity.ofRows(m, byColumn).transposed(), result);
  }

  private static int[] columns(Sparsity pattern, int row) {
    return IntStream.range(pattern.start(row), pattern.start(row + 1))
        .map(pattern::column)
        .toArray();
  }

  /** The parts of groups that something depends on. */
  private Groups cut(Groups groups) {
    var rows = symmetric ? withoutHubs(groups.rows) : groups.rows;
    var coloring = Coloring.ofRows(rows);
    int parts = groups.largest();
    parts = (long) parts * coloring.count() <= FEW ? parts : Math.min(parts, PARTS);
    int n = groups.from.length;
    int[] from = new int[n * parts];
    int[] to = new int[n * parts];
    var probes = new ArrayList<List<Integer>>();
    for (int p = 0; p < coloring.count() * parts; p++) {
      probes.add(new ArrayList<>());
    }
    for (int g = 0; g < n; g++) {
      for (int q = 0; q < parts; q++) {
        from[g * parts + q] = groups.from[g] + (int) ((long) groups.size(g) * q / parts);
        to[g * parts + q] = groups.from[g] + (int) ((long) groups.size(g) * (q + 1) / parts);
        if (coloring.colors()[g] >= 0) {
          probes.get(coloring.colors()[g] * parts + q).add(g * parts + q);
        }
      }
    }
    return kept(from, to, ask(rows, parts, probes, from, to));
  }

  /** Leaves out the rows that have many times more groups than all but a few. */
  private Sparsity withoutHubs(Sparsity rows) {
    int[] count = new int[rows.columns()];
    for (int k = 0; k < rows.nnz(); k++) {
      count[rows.column(k)]++;
    }
    int[] sorted = Arrays.stream(count).sorted().toArray();
    int most = Math.max(2, sorted[Math.max(0, sorted.length - 1 - HUBS)]) * HEAVY;
    for (int i = 0; i < count.length; i++) {
      if (count[i] > most) {
        hubs.set(i);
      }
    }
    if (hubs.isEmpty()) {
      return rows;
    }
    var kept = new int[rows.rows()][];
    for (int g = 0; g < kept.length; g++) {
      kept[g] = IntStream.of(columns(rows, g)).filter(i -> !hubs.get(i)).toArray();
    }
    return Sparsity.ofRows(rows.columns(), kept);
  }

  /** For each part the rows that depend on it; a probe is a list of parts of groups apart. */
  private int[][] ask(Sparsity rows, int parts, List<List<Integer>> probes, int[] from, int[] to) {
    var found = new IntStream.Builder[from.length];
    int[] owner = new int[rows.columns()];
    int chunk = Math.clamp(MOST_ELEMENTS / Math.max(1, Math.max(inputs, owner.length)), 8, 256);
    for (int first = 0; first < probes.size(); first += chunk) {
      var some = probes.subList(first, Math.min(probes.size(), first + chunk));
      var sets = some.stream().map(probe -> ranges(probe, from, to)).toList();
      var answers = run(sets);
      for (int p = 0; p < some.size(); p++) {
        Arrays.fill(owner, -1);
        for (int part : some.get(p)) {
          found[part] = IntStream.builder();
          for (int k = rows.start(part / parts); k < rows.start(part / parts + 1); k++) {
            owner[rows.column(k)] = part;
          }
        }
        for (int row : answers.get(p)) {
          if (hubs.get(row)) {
            continue;
          }
          if (owner[row] < 0) {
            throw changes(row);
          }
          found[owner[row]].add(row);
        }
      }
    }
    var all = new int[from.length][];
    for (int k = 0; k < all.length; k++) {
      all[k] = found[k] == null ? new int[0] : found[k].build().toArray();
    }
    return all;
  }

  private static GraphException changes(int row) {
    return new GraphException(
        "a sparse derivative needs a function that takes the same branches whenever it runs at a"
            + " point, got an element, number "
            + row
            + ", that depends on more inputs than it did before");
  }

  private static int[] ranges(List<Integer> probe, int[] from, int[] to) {
    return probe.stream().flatMapToInt(k -> IntStream.of(from[k], to[k])).toArray();
  }

  private Groups kept(int[] from, int[] to, int[][] rows) {
    int[] some = IntStream.range(0, from.length).filter(k -> rows[k].length > 0).toArray();
    var those = IntStream.of(some).mapToObj(k -> rows[k]).toArray(int[][]::new);
    return new Groups(
        IntStream.of(some).map(k -> from[k]).toArray(),
        IntStream.of(some).map(k -> to[k]).toArray(),
        Sparsity.ofRows(result.shape().size(), those));
  }

  /** For each set, given as ranges of inputs, the elements of the result that depend on it. */
  private List<int[]> run(List<int[]> sets) {
    var level = Modes.openLevel(new Dependence(sets.size()));
    Tensor y;
    try {
      List<Tensor> lifted = new ArrayList<>();
      int first = 0;
      for (var one : values) {
        lifted.add(new Dependent(level, one, members(sets, first, one.shape())));
        first += one.size();
      }
      y = Lifted.settle(f.apply(x.with(lifted)));
    } finally {
      Modes.closeLevel(level);
    }
    if (!y.dtype().isFloating()) {
      throw Autograd.notFloating(y);
    }
    result = new Spec(y.shape(), y.dtype());
    return read(Dependent.reach(y, level), sets.size(), y.size());
  }

  /** For each set, along a first axis, 1 for the inputs of a tensor that it has. */
  private static Tensor members(List<int[]> sets, int first, Shape shape) {
    int n = shape.size();
    var all = Create.full(DType.FLOAT32, shape.prepended(sets.size()), 0);
    var array = (float[]) all.array();
    for (int p = 0; p < sets.size(); p++) {
      int[] ranges = sets.get(p);
      for (int k = 0; k < ranges.length; k += 2) {
        for (int i = Math.max(ranges[k], first); i < Math.min(ranges[k + 1], first + n); i++) {
          array[p * n + i - first] = 1;
        }
      }
    }
    return all;
  }

  private static List<int[]> read(@Nullable Tensor reach, int sets, int n) {
    List<int[]> all = new ArrayList<>();
    var one = reach;
    while (one instanceof Batched batch) {
      // Positions that are mapped lead elsewhere in each of the batch: one pattern for all.
      one = batch.all.sum(0);
    }
    float[] array = one == null ? new float[0] : one.toFloatArray();
    for (int p = 0; p < sets; p++) {
      int from = p * n;
      all.add(
          array.length == 0
              ? new int[0]
              : IntStream.range(0, n).filter(i -> array[from + i] != 0).toArray());
    }
    return all;
  }
}
