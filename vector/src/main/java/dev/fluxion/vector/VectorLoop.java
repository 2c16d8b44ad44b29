package dev.fluxion.vector;

import dev.fluxion.kernel.Loop;
import java.util.Arrays;

/**
 * What the emitted loops have in common. Each has a loop of whole vectors for operands of stride 1
 * and 0; all else, and what is left at the end, goes to the plain loop of the same formula, which
 * gives the same bits.
 */
abstract class VectorLoop extends Loop {
  /** The plain loop of the formula. */
  protected final Loop plain;

  /** For emitted classes. */
  protected VectorLoop(Loop plain) {
    this.plain = plain;
  }

  /**
   * The array that a loop of vectors reads: that of the operand, or, where one element is repeated,
   * a vector full of it, which the loop reads again and again. So there is one loop for all
   * combinations, which is compiled once.
   */
  protected static float[] spread(float[] a, int at, int stride, int lanes) {
    if (stride != 0) {
      return a;
    }
    var all = new float[lanes];
    Arrays.fill(all, a[at]);
    return all;
  }

  /** The same of doubles. */
  protected static double[] spread(double[] a, int at, int stride, int lanes) {
    if (stride != 0) {
      return a;
    }
    var all = new double[lanes];
    Arrays.fill(all, a[at]);
    return all;
  }

  /** The same of truth values. */
  protected static byte[] spread(byte[] a, int at, int stride, int lanes) {
    if (stride != 0) {
      return a;
    }
    var all = new byte[lanes];
    Arrays.fill(all, a[at]);
    return all;
  }

  /** Puts the sine in place of results where the argument is out of range for the vectors. */
  protected static void sin(float[] results, float[] x, float limit) {
    for (int i = 0; i < x.length; i++) {
      results[i] = Math.abs(x[i]) <= limit ? results[i] : (float) Math.sin(x[i]);
    }
  }

  /** The same of doubles. */
  protected static void sin(double[] results, double[] x, double limit) {
    for (int i = 0; i < x.length; i++) {
      results[i] = Math.abs(x[i]) <= limit ? results[i] : Math.sin(x[i]);
    }
  }

  /** Puts the cosine in place of results where the argument is out of range for the vectors. */
  protected static void cos(float[] results, float[] x, float limit) {
    for (int i = 0; i < x.length; i++) {
      results[i] = Math.abs(x[i]) <= limit ? results[i] : (float) Math.cos(x[i]);
    }
  }

  /** The same of doubles. */
  protected static void cos(double[] results, double[] x, double limit) {
    for (int i = 0; i < x.length; i++) {
      results[i] = Math.abs(x[i]) <= limit ? results[i] : Math.cos(x[i]);
    }
  }
}
