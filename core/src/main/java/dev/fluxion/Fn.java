package dev.fluxion;

import java.io.Serializable;

/**
 * A function from tensors to tensors: what the transforms take.
 *
 * @param <P> the argument: a tensor, or several in a list
 * @param <R> the result
 */
@FunctionalInterface
public interface Fn<P, R> extends Serializable {
  /**
   * The value of the function.
   *
   * @param argument where
   * @return the value
   */
  R apply(P argument);
}
