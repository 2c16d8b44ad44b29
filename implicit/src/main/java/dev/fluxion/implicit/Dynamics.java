package dev.fluxion.implicit;

import dev.fluxion.Tensor;
import java.io.Serializable;

/**
 * The right side of a differential equation {@code y' = f(t, y, p)}, made of tensor operations.
 *
 * @param <P> the parameters: a floating tensor, or records, lists, maps and arrays of such
 */
@FunctionalInterface
public interface Dynamics<P> extends Serializable {
  /**
   * The derivative of the state by time. What it has derivatives by stands in its arguments:
   * tensors that it uses beside them are constants.
   *
   * @param t the time, a 0-d tensor of the type of the state
   * @param y the state
   * @param p the parameters
   * @return the derivative, of the shape and type of the state
   */
  Tensor apply(Tensor t, Tensor y, P p);
}
