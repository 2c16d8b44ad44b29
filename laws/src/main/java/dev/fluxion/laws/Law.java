package dev.fluxion.laws;

import dev.fluxion.op.Smoothness;
import java.util.function.BiConsumer;

/**
 * What holds for every function of tensors. A law throws an {@link AssertionError} that says what
 * it got and what it expected where it does not hold.
 */
public enum Law {
  /** {@code ⟨jvp t, ct⟩ = ⟨t, vjp ct⟩} to 1e-12: the two modes are transposes of each other. */
  ADJOINT(Smoothness.KINK, AdjointLaw::check),

  /** The jvp is a central difference of the value, of order 8. */
  DIFFERENCE(Smoothness.ONCE, Difference::check),

  /** The four second derivatives agree, and are differences of the first ones. */
  SECOND_ORDER(Smoothness.TWICE, SecondOrderLaw::check),

  /** float32 computes what float64 does, to its own precision. */
  TYPES(Smoothness.ONCE, TypesLaw::check),

  /** How tensors lie in memory changes no bit of value, jvp or vjp. */
  VIEWS(Smoothness.NONE, ViewsLaw::check),

  /** Which gradients are asked for changes no bit of them. */
  MASKS(Smoothness.KINK, MasksLaw::check),

  /** One kernel, tensor operations and the pass in place give the same bits. */
  READINGS(Smoothness.NONE, ReadingsLaw::check),

  /** Nothing that went in is written to, and results share no memory. */
  PURITY(Smoothness.NONE, PurityLaw::check),

  /** A function mapped over a batch is a loop, and so are its derivatives. */
  BATCH(Smoothness.NONE, BatchLaw::check),

  /** No derivative, first or second, lies outside of the sparsity pattern that is found. */
  PATTERN(Smoothness.NONE, PatternLaw::check),
  /** Power series along a line have the derivatives of nested forward mode, up to the second. */
  TAYLOR(Smoothness.KINK, TaylorLaw::check);

  private final Smoothness needs;
  private final BiConsumer<Subject, Point> body;

  Law(Smoothness needs, BiConsumer<Subject, Point> body) {
    this.needs = needs;
    this.body = body;
  }

  /** Whether the law can hold where a function is that smooth. */
  boolean suits(Smoothness smoothness) {
    return smoothness.compareTo(needs) >= 0;
  }

  /**
   * Checks a function at a point.
   *
   * @param subject the function
   * @param at where, and along which directions
   * @throws AssertionError if the law does not hold
   */
  public void check(Subject subject, Point at) {
    body.accept(subject, at);
  }
}
