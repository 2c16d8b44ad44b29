package dev.fluxion;

import java.io.Serializable;

/**
 * A Jacobian-vector product that a user states.
 *
 * @param <P> the argument of the function
 * @param <R> its result
 */
@FunctionalInterface
public interface Push<P, R> extends Serializable {
  /**
   * From a tangent of the argument to one of the result; linear in the tangent.
   *
   * @param x the argument
   * @param t the tangent, in its structure, shapes and types; zeros where there is none
   * @return the tangent of the result, in its structure, shapes and types
   */
  R apply(P x, P t);
}
