package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * An operand of an {@link Example}.
 *
 * @param spec its shape and type
 * @param domain where its elements are drawn from
 * @param values the elements in row-major order where they matter (ties, zeros, positions); empty
 *     if they are to be drawn
 */
public record Operand(Spec spec, Domain domain, List<Double> values) {
  /** Of float64, drawn from the reals. */
  static Operand of(int... dims) {
    return of(DType.FLOAT64, dims);
  }

  /** Square matrices far from singular, of symmetric ones positive definite. */
  static Operand regular(int... dims) {
    int n = dims[dims.length - 1];
    double[] elements = new double[Shape.of(dims).size()];
    for (int k = 0; k < elements.length; k++) {
      int i = k / n % n;
      int j = k % n;
      // Multiples of 1/64, both signs, no two rows alike.
      elements[k] = (i == j ? 1.5 : 0) + ((k * 37 + i * 11) % 23 - 11) / 64.0;
    }
    return of(dims).holding(elements);
  }

  /** Of another type. */
  static Operand of(DType dtype, int... dims) {
    return new Operand(new Spec(Shape.of(dims), dtype), Domain.REALS, List.of());
  }

  /** Drawn from another domain. */
  Operand in(double low, double high) {
    return new Operand(spec, new Domain(low, high), values);
  }

  /** With these elements. */
  Operand holding(double... elements) {
    return new Operand(spec, domain, Arrays.stream(elements).boxed().toList());
  }

  /** Positions along an axis. */
  static Operand positions(double... at) {
    return of(DType.INT64, at.length).holding(at);
  }
}
