package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The way of one loop to a faster form: it counts elements until it is worth the work, asks for the
 * form, and from then on has it or has it not. The count is not exact when several threads run the
 * loop, and need not be.
 *
 * <p>Compiling a loop of vectors takes some 40 ms of a processor, and saves 3 to 8 ns an element:
 * so it pays after some million elements, and is asked for a little before. Who comes with many at
 * once will come again.
 */
final class Swap {
  /** So many elements in all, or so many in one call. */
  private static final int MANY = 1 << 20;

  private static final int MANY_AT_ONCE = 1 << 15;

  /** Below this many the plain loop is as fast. */
  private static final int FEW = 16;

  /** The name of the formula, for profilers. */
  final String name;

  /** The formula. */
  final Expr body;

  /** The loop that {@link Emitter} made, which never swaps. */
  final Loop plain;

  private final DType[] inputs;
  private final DType output;
  private volatile @Nullable Loop faster;
  private volatile boolean asked;
  private volatile boolean settled;
  private int seen;

  Swap(String name, Expr body, DType[] inputs, DType output, Loop plain) {
    this.name = name;
    this.body = body;
    this.inputs = inputs.clone();
    this.output = output;
    this.plain = plain;
  }

  DType[] inputs() {
    return inputs.clone();
  }

  DType output() {
    return output;
  }

  /** The form to use for n elements in place of the plain one, if there is one. */
  @Nullable Loop loop(int n) {
    var loop = faster;
    if (loop == null && !asked) {
      count(n);
    }
    return n < FEW ? null : loop;
  }

  private void count(int n) {
    seen += Math.min(n, MANY);
    if (seen >= MANY || n >= MANY_AT_ONCE) {
      seen = 0;
      ask();
    }
  }

  /** Asks, once; again later if there are too many that have asked. */
  void ask() {
    asked = true;
    if (!settled && !Upgrades.add(this)) {
      asked = false;
    }
  }

  boolean isAsked() {
    return asked;
  }

  /** Ends the search. */
  void settle(@Nullable Loop loop) {
    faster = loop;
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  boolean isFaster() {
    return faster != null;
  }
}
