package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.function.Supplier;

/**
 * {@code y = Σ x}, {@code Π x}, {@code max x} and {@code min x} over the last axes of a layout.
 *
 * <p>Sums of floating numbers are taken in double, over a tree that depends on their number alone,
 * never on how they lie: of 128 neighbours each eighth one after another, these 8 pairwise, and
 * such blocks pairwise again. The error of a sum of n doubles is at most about (19 + log₂(n / 128))
 * · 2⁻⁵³ · Σ |x| (N. Higham, The Accuracy of Floating Point Summation, SIAM J. Sci. Comput. 14,
 * 1993).
 */
public final class Reduce {
  /** Elements that are worth a thread of their own. */
  private static final int GRAIN = 1 << 17;

  private Reduce() {}

  /** What elements are folded with. */
  public enum Kind {
    /** The sum; 0 of nothing. */
    SUM,
    /** The product; 1 of nothing. */
    PROD,
    /** The largest, NaN if there is one; there is none of nothing. */
    MAX,
    /** The smallest, NaN if there is one; there is none of nothing. */
    MIN
  }

  /**
   * {@code out = fold of x} over the axes from {@code kept} on [(a…, b…) → (a…)]. Whole numbers
   * wrap around; of bool the sum and the largest say whether any is true, the product and the
   * smallest whether all are.
   *
   * @param out where the results go in row-major order, an array of the type of x
   * @throws IllegalArgumentException if {@code kind} is MAX or MIN and the folded axes are empty
   */
  public static void reduce(Kind kind, DType dtype, Object x, Layout xl, int kept, Object out) {
    var split = new Split(xl, kept);
    if (split.size() == 0) {
      ofNothing(kind, dtype, xl, out, split.results());
      return;
    }
    if (split.results() == 0) {
      return;
    }
    switch (dtype) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {
        var stored = new Elements.Stored(dtype, x);
        run(() -> new DoubleFold(kind, () -> stored, split, out), split);
      }
      case INT64 -> run(() -> new LongFold(kind, (long[]) x, split, (long[]) out), split);
      case BOOL, UINT8, INT8, INT16, INT32 -> {
        long[] wide = new long[xl.size()];
        long[] result = new long[split.results()];
        Copies.copy(dtype, x, xl, DType.INT64, wide, Layout.of(xl.shape()));
        reduce(kind, DType.INT64, wide, Layout.of(xl.shape()), kept, result);
        var line = Layout.of(Shape.of(result.length));
        Copies.copy(DType.INT64, result, line, dtype, out, line);
      }
    }
  }

  /**
   * {@code out = Σ f(x…)} over some axes, without an array for the terms; to the bit what {@link
   * #reduce} makes of them.
   *
   * @param loop f
   * @param dtype the type of its results, FLOAT32 or FLOAT64
   * @param x its operands, of one shape
   * @param order the order of the axes that brings those to be folded last
   * @param kept how many come before these
   * @param out where the results go in row-major order, an array of the type
   */
  public static void sum(Loop loop, DType dtype, Strided[] x, int[] order, int kept, Object out) {
    var split = new Split(Layout.of(x[0].shape()).permute(order), kept);
    if (split.size() == 0) {
      Buffers.fill(dtype, out, 0, split.results(), 0);
    } else if (split.results() > 0) {
      run(() -> new DoubleFold(Kind.SUM, () -> new Computed(loop, dtype, x), split, out), split);
    }
  }

  /**
   * The place of the largest or smallest element over the axes from {@code kept} on [(a…, b…) →
   * (a…)]: its row-major number within these axes, that of the first of equals, of the first NaN if
   * there is one.
   *
   * @param kind MAX or MIN
   * @throws IllegalArgumentException if {@code kind} is another or the folded axes are empty
   */
  public static void arg(Kind kind, DType dtype, Object x, Layout xl, int kept, long[] out) {
    if (kind != Kind.MAX && kind != Kind.MIN) {
      throw new IllegalArgumentException("only MAX and MIN have a place, got " + kind);
    }
    var split = new Split(xl, kept);
    if (split.size() == 0) {
      throw nothing(kind, xl);
    }
    if (split.results() > 0) {
      run(() -> new ArgFold(kind, dtype, x, split, out), split);
    }
  }

  private static void run(Supplier<Folding> kind, Split split) {
    if (split.results() == 1) {
      kind.get().one(split.firsts().offset(), 0);
      return;
    }
    var firsts = split.firsts();
    var all = Nest.of(firsts, Layout.of(firsts.shape()));
    int outer = all.outer();
    long work = (long) split.results() * split.size();
    int grain = (int) Math.min(outer, (GRAIN * (long) outer - 1) / work + 1);
    Threads.split(outer, grain, (from, to) -> run(kind.get(), split, all.part(from, to)));
  }

  private static void run(Folding folding, Split split, Nest nest) {
    int n = nest.inner();
    int step = nest.step(0);
    // Memory is walked in order: if the results lie closer together than what is folded, many at a
    // time. Below some 16 at a time the loops over them are too short to pay.
    boolean together = n >= 16 && Math.abs(step) < Math.abs(split.step());
    do {
      int at = nest.at(0);
      int o = nest.at(1);
      if (together) {
        folding.many(at, step, n, o);
        continue;
      }
      for (int i = 0; i < n; i++) {
        folding.one(at + i * step, o + i);
      }
    } while (nest.next());
  }

  private static void ofNothing(Kind kind, DType dtype, Layout xl, Object out, int n) {
    switch (kind) {
      case SUM -> Buffers.fill(dtype, out, 0, n, 0);
      case PROD -> Buffers.fill(dtype, out, 0, n, 1);
      case MAX, MIN -> throw nothing(kind, xl);
    }
  }

  private static IllegalArgumentException nothing(Kind kind, Layout xl) {
    return new IllegalArgumentException(
        kind + " needs at least one element to fold, got the shape " + xl.shape());
  }
}
