package dev.fluxion;

import java.io.Serializable;

/**
 * A step of a loop.
 *
 * @param <S> the state: a tensor or a tree of tensors
 */
@FunctionalInterface
public interface LoopBody<S> extends Serializable {
  /**
   * The next state.
   *
   * @param step the number of the step, from 0
   * @param state the state before it
   * @return the state after it, in the structure, shapes and types of the one before
   */
  S apply(int step, S state);
}
