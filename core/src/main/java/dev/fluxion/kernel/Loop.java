package dev.fluxion.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One elementwise kernel, for arrays of fixed types: {@code out[i] = f(a[i], b[i], …)} for {@code
 * n} elements, each operand with an offset and a stride (0 repeats one element). An emitted
 * subclass overrides the one method of its number of inputs. {@code out} may be the very array of
 * an input at the same offset and stride; other overlaps are not allowed.
 */
public abstract class Loop {
  private int grain = 1 << 18;

  /** The way to a faster form, for loops that may have one. */
  private @Nullable Swap swap;

  /** For subclasses. */
  protected Loop() {}

  /** How many elements are worth a thread of their own. */
  public final int grain() {
    return grain;
  }

  final void grain(int elements) {
    grain = elements;
  }

  /** Lets the loop look for a faster form; before it is handed to anyone. */
  final void swap(Swap swap) {
    this.swap = swap;
  }

  final @Nullable Swap swap() {
    return swap;
  }

  /**
   * What {@code run} leaves n elements to, if not null: it is compiled, and gives the same bits.
   */
  protected final @Nullable Loop faster(int n) {
    var s = swap;
    return s == null ? null : s.loop(n);
  }

  /** No inputs: a constant. */
  public void run(Object out, int o, int os, int n) {
    throw wrongArity();
  }

  /** One input. */
  public void run(Object a, int ao, int as, Object out, int o, int os, int n) {
    throw wrongArity();
  }

  /** Two inputs. */
  public void run(
      Object a, int ao, int as, Object b, int bo, int bs, Object out, int o, int os, int n) {
    throw wrongArity();
  }

  /** Three inputs. */
  public void run(
      Object a,
      int ao,
      int as,
      Object b,
      int bo,
      int bs,
      Object c,
      int co,
      int cs,
      Object out,
      int o,
      int os,
      int n) {
    throw wrongArity();
  }

  /** Four inputs. */
  public void run(
      Object a,
      int ao,
      int as,
      Object b,
      int bo,
      int bs,
      Object c,
      int co,
      int cs,
      Object d,
      int dof,
      int ds,
      Object out,
      int o,
      int os,
      int n) {
    throw wrongArity();
  }

  /** Five inputs. */
  public void run(
      Object a,
      int ao,
      int as,
      Object b,
      int bo,
      int bs,
      Object c,
      int co,
      int cs,
      Object d,
      int dof,
      int ds,
      Object e,
      int eo,
      int es,
      Object out,
      int o,
      int os,
      int n) {
    throw wrongArity();
  }

  /** As many inputs as there are, each where {@code at} and {@code steps} say. */
  public final void run(Object[] x, int[] at, int[] steps, Object out, int o, int os, int n) {
    switch (x.length) {
      case 1 -> run(x[0], at[0], steps[0], out, o, os, n);
      case 2 -> run(x[0], at[0], steps[0], x[1], at[1], steps[1], out, o, os, n);
      case 3 ->
          run(x[0], at[0], steps[0], x[1], at[1], steps[1], x[2], at[2], steps[2], out, o, os, n);
      case 4 ->
          run(
              x[0], at[0], steps[0], x[1], at[1], steps[1], x[2], at[2], steps[2], x[3], at[3],
              steps[3], out, o, os, n);
      case 5 ->
          run(
              x[0], at[0], steps[0], x[1], at[1], steps[1], x[2], at[2], steps[2], x[3], at[3],
              steps[3], x[4], at[4], steps[4], out, o, os, n);
      default -> throw new AssertionError("kernels take 1 to 5 inputs, got " + x.length);
    }
  }

  private static IllegalStateException wrongArity() {
    return new IllegalStateException(
        "a kernel is called with the number of inputs it was emitted for");
  }
}
