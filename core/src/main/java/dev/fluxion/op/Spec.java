package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/**
 * What is known of a tensor before its values: shape and element type.
 *
 * @param shape the lengths of the axes
 * @param dtype the type of the elements
 */
public record Spec(Shape shape, DType dtype) {
  /** The same type in another shape. */
  public Spec with(Shape other) {
    return new Spec(other, dtype);
  }
}
