package dev.fluxion.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight lines of a matrix, wherever they lie, side by side: what panels of matrices consist of.
 * {@link DoubleTranspose} is the same for float64.
 *
 * <p>Lines whose numbers follow each other are turned by blocks of eight by eight in registers:
 * three times each vector changes halves, then quarters, then single numbers with another one.
 */
final class FloatTranspose {
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  /** Whether the processor has registers for eight. */
  private static final boolean FITS = FloatVector.SPECIES_PREFERRED.length() >= 8;

  private static final VectorShuffle<Float> FIRST_HALVES = keep(4);
  private static final VectorShuffle<Float> LAST_HALVES = take(4);
  private static final VectorShuffle<Float> FIRST_QUARTERS = keep(2);
  private static final VectorShuffle<Float> LAST_QUARTERS = take(2);
  private static final VectorShuffle<Float> FIRST_ONES = keep(1);
  private static final VectorShuffle<Float> LAST_ONES = take(1);

  private FloatTranspose() {}

  /** What stays at its place, and in the gaps what the other vector has before them. */
  private static VectorShuffle<Float> keep(int span) {
    return VectorShuffle.fromOp(EIGHT, k -> (k & span) == 0 ? k : 8 + (k ^ span));
  }

  /** What is left of both. */
  private static VectorShuffle<Float> take(int span) {
    return VectorShuffle.fromOp(EIGHT, k -> (k & span) == 0 ? k ^ span : 8 + k);
  }

  /** {@code to[o + p width + i] = x[at + p next + i line]} for i up to 8, p up to {@code depth}. */
  static void eight(
      float[] x, int at, int next, int line, int depth, float[] to, int o, int width) {
    int p = 0;
    if (FITS && line == 1) {
      for (; p < depth; p++) {
        FloatVector.fromArray(EIGHT, x, at + p * next).intoArray(to, o + p * width);
      }
    } else if (FITS && next == 1) {
      for (; p + 8 <= depth; p += 8) {
        block(x, at + p, line, to, o + p * width, width);
      }
    }
    at += p * next;
    o += p * width;
    for (; p < depth; p++) {
      to[o] = x[at];
      to[o + 1] = x[at + line];
      to[o + 2] = x[at + 2 * line];
      to[o + 3] = x[at + 3 * line];
      to[o + 4] = x[at + 4 * line];
      to[o + 5] = x[at + 5 * line];
      to[o + 6] = x[at + 6 * line];
      to[o + 7] = x[at + 7 * line];
      at += next;
      o += width;
    }
  }

  private static void block(float[] x, int at, int line, float[] to, int o, int width) {
    var a = FloatVector.fromArray(EIGHT, x, at);
    var b = FloatVector.fromArray(EIGHT, x, at + line);
    var c = FloatVector.fromArray(EIGHT, x, at + 2 * line);
    var d = FloatVector.fromArray(EIGHT, x, at + 3 * line);
    var e = FloatVector.fromArray(EIGHT, x, at + 4 * line);
    var f = FloatVector.fromArray(EIGHT, x, at + 5 * line);
    var g = FloatVector.fromArray(EIGHT, x, at + 6 * line);
    var h = FloatVector.fromArray(EIGHT, x, at + 7 * line);
    var s0 = a.rearrange(FIRST_HALVES, e);
    var s4 = a.rearrange(LAST_HALVES, e);
    var s1 = b.rearrange(FIRST_HALVES, f);
    var s5 = b.rearrange(LAST_HALVES, f);
    var s2 = c.rearrange(FIRST_HALVES, g);
    var s6 = c.rearrange(LAST_HALVES, g);
    var s3 = d.rearrange(FIRST_HALVES, h);
    var s7 = d.rearrange(LAST_HALVES, h);
    var t0 = s0.rearrange(FIRST_QUARTERS, s2);
    var t2 = s0.rearrange(LAST_QUARTERS, s2);
    var t1 = s1.rearrange(FIRST_QUARTERS, s3);
    var t3 = s1.rearrange(LAST_QUARTERS, s3);
    var t4 = s4.rearrange(FIRST_QUARTERS, s6);
    var t6 = s4.rearrange(LAST_QUARTERS, s6);
    var t5 = s5.rearrange(FIRST_QUARTERS, s7);
    var t7 = s5.rearrange(LAST_QUARTERS, s7);
    t0.rearrange(FIRST_ONES, t1).intoArray(to, o);
    t0.rearrange(LAST_ONES, t1).intoArray(to, o + width);
    t2.rearrange(FIRST_ONES, t3).intoArray(to, o + 2 * width);
    t2.rearrange(LAST_ONES, t3).intoArray(to, o + 3 * width);
    t4.rearrange(FIRST_ONES, t5).intoArray(to, o + 4 * width);
    t4.rearrange(LAST_ONES, t5).intoArray(to, o + 5 * width);
    t6.rearrange(FIRST_ONES, t7).intoArray(to, o + 6 * width);
    t6.rearrange(LAST_ONES, t7).intoArray(to, o + 7 * width);
  }
}
