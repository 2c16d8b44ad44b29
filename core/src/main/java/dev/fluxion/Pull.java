package dev.fluxion;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A vector-Jacobian product that a user states.
 *
 * @param <S> what was saved
 * @param <R> the result of the function
 * @param <P> its argument
 */
@FunctionalInterface
public interface Pull<S, R, P> extends Serializable {
  /**
   * From a cotangent of the result to one of the argument.
   *
   * @param saved what the forward part saved
   * @param ct the cotangent, in the structure of the result; zeros where none arrived
   * @return a cotangent in the structure, shapes and types of the argument; null in place of a
   *     tensor is zero
   */
  @Nullable P apply(S saved, R ct);
}
