package dev.fluxion.benchmarks.bar;

import java.util.Arrays;
import java.util.Random;

/**
 * A tensor in plain Java: what each library makes its own from.
 *
 * @param values the numbers, row by row
 * @param shape the lengths of the axes, none for a single number
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Numbers(float[] values, int... shape) {
  /**
   * Draws normal numbers.
   *
   * @param random where from
   * @param deviation the standard deviation
   * @param shape the lengths of the axes
   * @return new numbers
   */
  public static Numbers normal(Random random, double deviation, int... shape) {
    var values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new Numbers(values, shape);
  }

  /**
   * Draws classes, each as likely as the others.
   *
   * @param random where from
   * @param classes how many there are
   * @param length how many are drawn
   * @return whole numbers [length] from 0
   */
  public static Numbers labels(Random random, int classes, int length) {
    var values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(classes);
    }
    return new Numbers(values, length);
  }

  /** {@return the numbers as doubles} */
  double[] doubles() {
    var doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** {@return the lengths of the axes as longs, as other libraries want them} */
  public long[] longShape() {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  /** {@return the numbers as whole numbers, for labels} */
  public long[] longs() {
    var longs = new long[values.length];
    Arrays.setAll(longs, i -> (long) values[i]);
    return longs;
  }
}
