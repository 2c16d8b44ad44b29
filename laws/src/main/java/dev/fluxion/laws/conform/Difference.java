package dev.fluxion.laws.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where two rows of numbers differ first.
 *
 * @param index the first place where they differ
 * @param expected what the case has there
 * @param got what Fluxion has there
 * @param finite whether a pair of finite numbers differs somewhere; false if all that differs is
 *     where NaN and infinity stand
 */
record Difference(int index, double expected, double got, boolean finite) {
  /** How close is equal: {@code |got − expected| ≤ absolute + relative · |expected|}. */
  record Tolerance(double relative, double absolute) {
    boolean accepts(double got, double expected) {
      if (Double.isNaN(expected) || Double.isInfinite(expected)) {
        return Double.compare(got, expected) == 0;
      }
      return Math.abs(got - expected) <= absolute + relative * Math.abs(expected);
    }

    Tolerance atLeast(double relative, double absolute) {
      return new Tolerance(Math.max(this.relative, relative), Math.max(this.absolute, absolute));
    }
  }

  /** The first difference, or null if all agree. NaN agrees with NaN, -0.0 with 0.0. */
  static @Nullable Difference between(double[] got, double[] expected, Tolerance tolerance) {
    int first = -1;
    boolean finite = false;
    for (int i = 0; i < got.length; i++) {
      if (!tolerance.accepts(got[i], expected[i])) {
        first = first < 0 ? i : first;
        finite |= Double.isFinite(got[i]) && Double.isFinite(expected[i]);
      }
    }
    return first < 0 ? null : new Difference(first, expected[first], got[first], finite);
  }

  /** Demands the shape, dtype and numbers that {@code expected} states. */
  static void check(String what, Tensor got, JsonNode expected, Tolerance tolerance) {
    shape(what, got, Shape.of(Data.ints(expected.path("shape"))));
    if (expected.hasNonNull("dtype")) {
      var dtype = Data.dtype(expected);
      Mismatch.check(
          got.dtype() == dtype, what + ": expected dtype " + dtype + ", got " + got.dtype());
    }
    var data = expected.path("data");
    if (got.dtype().isInteger()) {
      whole(what, got.toLongArray(), data);
    } else {
      numbers(what, got.toDoubleArray(), Data.doubles(data), tolerance);
    }
  }

  static void shape(String what, Tensor got, Shape expected) {
    Mismatch.check(
        got.shape().equals(expected),
        what + ": expected shape " + expected + ", got " + got.shape());
  }

  static void numbers(String what, double[] got, double[] expected, Tolerance tolerance) {
    Mismatch.check(
        got.length == expected.length,
        what + ": expected " + expected.length + " numbers, got " + got.length);
    var difference = between(got, expected, tolerance);
    Mismatch.check(difference == null, what + difference);
  }

  /** Integers agree exactly: a double could not tell the large ones apart. */
  private static void whole(String what, long[] got, JsonNode data) {
    var expected = new long[data.size()];
    Arrays.setAll(expected, i -> data.get(i).asLong());
    int at = Arrays.mismatch(got, expected);
    Mismatch.check(at < 0, what + ": expected " + data + ", got " + Arrays.toString(got));
  }

  @Override
  public String toString() {
    return "[" + index + "]: expected " + expected + ", got " + got;
  }
}
