package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.jacobian;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fn;
import dev.fluxion.Shape;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;

/** An unknown tensor as the solvers see it: so many doubles. */
record Unknown(Shape shape, DType dtype) {
  static Unknown like(Tensor z) {
    return new Unknown(z.shape(), z.dtype());
  }

  int size() {
    return shape.size();
  }

  Tensor tensor(double[] numbers) {
    return from(numbers).to(dtype).reshape(shape);
  }

  /** A value that has to be of this shape and type, as it is. */
  Tensor checked(String rule, Tensor value) {
    if (!value.shape().equals(shape)) {
      throw new ShapeException(rule + ", got " + value.shape() + " for " + shape);
    }
    if (value.dtype() != dtype) {
      throw new DTypeException(
          rule + ", got " + value.dtype() + " for " + dtype + "; convert with to(…)");
    }
    return value;
  }

  /** The Jacobian of a function from unknowns to tensors of their shape, as a square matrix. */
  static Tensor matrix(Fn<Tensor, Tensor> f, Tensor z) {
    return jacobian(f).apply(z).reshape(z.size(), z.size());
  }

  static void checkFloating(String call, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          call + " needs floating tensors, got " + x.dtype() + "; convert with toFloat64() first");
    }
  }

  static double largest(double[] x) {
    double largest = 0;
    for (double one : x) {
      largest = Math.max(largest, Math.abs(one));
    }
    return largest;
  }

  static double norm(double[] x) {
    double sum = 0;
    for (double one : x) {
      sum += one * one;
    }
    return Math.sqrt(sum);
  }

  /** {@code x + s·d}. */
  static double[] moved(double[] x, double s, double[] d) {
    var out = x.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] += s * d[k];
    }
    return out;
  }
}
