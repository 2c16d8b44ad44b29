package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.Shape;

/**
 * The elements of a tensor as kernels see them.
 *
 * @param array {@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]}, {@code float[]} or
 *     {@code double[]}, as the type asks
 * @param layout where in the array the elements lie
 * @param dtype what they are
 */
public record Strided(Object array, Layout layout, DType dtype) {
  /** New memory in row-major order, filled with zeros. */
  public static Strided zeros(Shape shape, DType dtype) {
    return new Strided(Buffers.allocate(dtype, shape.size()), Layout.of(shape), dtype);
  }

  /** New memory in row-major order, for a kernel that fills it: anything may be in it. */
  public static Strided unfilled(Shape shape, DType dtype) {
    return new Strided(Buffers.unfilled(dtype, shape.size()), Layout.of(shape), dtype);
  }

  /** The lengths of the axes. */
  public Shape shape() {
    return layout.shape();
  }

  /** The same memory seen through another layout. */
  public Strided with(Layout other) {
    return new Strided(array, other, dtype);
  }

  /** The elements in row-major order from the start of their array: this one or a copy. */
  public Strided plain() {
    if (layout.isPlain()) {
      return this;
    }
    return copy(dtype);
  }

  /** A copy in row-major order, converted to a type. */
  public Strided copy(DType type) {
    var out = unfilled(shape(), type);
    Copies.copy(dtype, array, layout, type, out.array, out.layout);
    return out;
  }
}
