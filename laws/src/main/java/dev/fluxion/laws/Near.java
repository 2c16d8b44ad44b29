package dev.fluxion.laws;

import dev.fluxion.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How laws compare numbers. NaN equals NaN, and infinity itself; nothing else is near to them. */
final class Near {
  private Near() {}

  /** The largest absolute value; 0 of nothing. */
  static double size(List<? extends @Nullable Tensor> x) {
    double size = 0;
    for (var one : x) {
      size = one == null ? size : Math.max(size, size(one.toDoubleArray()));
    }
    return size;
  }

  private static double size(double[] x) {
    double size = 0;
    for (double one : x) {
      size = Double.isFinite(one) ? Math.max(size, Math.abs(one)) : size;
    }
    return size;
  }

  /** The unit roundoff of the least exact floating type among these tensors. */
  static double roundoff(List<? extends @Nullable Tensor> x) {
    double roundoff = 0x1p-53;
    for (var one : x) {
      boolean floating = one != null && one.dtype().isFloating();
      roundoff = floating ? Math.max(roundoff, one.dtype().epsilon() / 2) : roundoff;
    }
    return roundoff;
  }

  /** Requires equal shapes and types, and elements that differ by the tolerance at most. */
  static void near(
      String what,
      List<? extends @Nullable Tensor> got,
      List<? extends @Nullable Tensor> expected,
      double tolerance) {
    requireCount(what, got, expected);
    for (int k = 0; k < got.size(); k++) {
      var x = got.get(k);
      var y = expected.get(k);
      if (x != null && y != null) {
        near(what + " " + k, x, y, tolerance);
      } else {
        requireBothMissing(what + " " + k, x, y);
      }
    }
  }

  static void near(String what, Tensor got, Tensor expected, double tolerance) {
    requireLike(what, got, expected);
    double[] x = got.toDoubleArray();
    double[] y = expected.toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      boolean same = x[i] == y[i] || Double.isNaN(x[i]) && Double.isNaN(y[i]);
      if (!same && !(Math.abs(x[i] - y[i]) <= tolerance)) {
        throw different(what, i, x[i], y[i] + " ± " + tolerance);
      }
    }
  }

  /** Requires equal shapes, types and bits. */
  static void same(
      String what,
      List<? extends @Nullable Tensor> got,
      List<? extends @Nullable Tensor> expected) {
    requireCount(what, got, expected);
    for (int k = 0; k < got.size(); k++) {
      var x = got.get(k);
      var y = expected.get(k);
      if (x != null && y != null) {
        same(what + " " + k, x, y);
      } else {
        requireBothMissing(what + " " + k, x, y);
      }
    }
  }

  static void same(String what, Tensor got, Tensor expected) {
    requireLike(what, got, expected);
    if (got.dtype().isFloating()) {
      same(what, got.toDoubleArray(), expected.toDoubleArray());
    } else {
      boolean equal = Arrays.equals(got.toLongArray(), expected.toLongArray());
      require(equal, () -> what + ": got " + got + ", expected " + expected);
    }
  }

  static void same(String what, double[] x, double[] y) {
    require(x.length == y.length, () -> what + " has " + x.length + " elements, not " + y.length);
    for (int i = 0; i < x.length; i++) {
      if (Double.doubleToLongBits(x[i]) != Double.doubleToLongBits(y[i])) {
        throw different(what, i, x[i], y[i] + " to the bit");
      }
    }
  }

  private static void requireCount(String what, List<?> got, List<?> expected) {
    require(
        got.size() == expected.size(),
        () -> what + ": got " + got.size() + " of them, expected " + expected.size());
  }

  private static void requireBothMissing(String what, @Nullable Tensor x, @Nullable Tensor y) {
    require(x == y, () -> what + " is missing on one side");
  }

  private static AssertionError different(String what, int i, double got, String expected) {
    return new AssertionError(what + ", element " + i + ": got " + got + ", expected " + expected);
  }

  private static void requireLike(String what, Tensor got, Tensor expected) {
    require(
        got.shape().equals(expected.shape()),
        () -> what + " has the shape " + got.shape() + ", expected " + expected.shape());
    require(
        got.dtype() == expected.dtype(),
        () -> what + " has the type " + got.dtype() + ", expected " + expected.dtype());
  }

  /** Requires a condition; the message is made only if it fails. */
  static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new AssertionError(message.get());
    }
  }
}
