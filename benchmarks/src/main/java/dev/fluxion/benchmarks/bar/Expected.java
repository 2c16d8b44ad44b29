package dev.fluxion.benchmarks.bar;

import dev.fluxion.benchmarks.Agreement;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a result must be at some positions, worked out in double precision.
 *
 * @param at row-major positions
 * @param values the number at each of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Expected(int[] at, double[] values) {
  static Expected all(double... values) {
    return new Expected(IntStream.range(0, values.length).toArray(), values);
  }

  /** Checks a result, by the tolerance of {@link Agreement}. */
  void check(String who, float[] got) {
    var found = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      found[i] = got[at[i]];
    }
    if (at.length < got.length && Arrays.equals(got, new float[got.length])) {
      throw new IllegalStateException(who + " needs numbers, got zeros alone");
    }
    Agreement.check(who, found, values);
  }
}
