package dev.fluxion.implicit;

import dev.fluxion.Tensor;
import java.io.Serializable;

/**
 * A function of an unknown and of parameters, made of tensor operations.
 *
 * @param <P> the parameters: a floating tensor, or records, lists, maps and arrays of such
 */
@FunctionalInterface
public interface Parametric<P> extends Serializable {
  /**
   * The value of the function. What it has derivatives by stands in its arguments: tensors that it
   * uses beside them are constants.
   *
   * @param z the unknown
   * @param a the parameters
   * @return the value
   */
  Tensor apply(Tensor z, P a);
}
