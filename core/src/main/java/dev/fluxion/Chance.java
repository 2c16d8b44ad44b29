package dev.fluxion;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The random numbers of the process, one stream for all threads: drawn under a lock, since a stream
 * that two threads share is only repeatable if each tensor takes its numbers in one piece.
 */
final class Chance {
  private static final RandomGeneratorFactory<RandomGenerator> KIND =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final Object LOCK = new Object();
  private static RandomGenerator stream = KIND.create();

  private Chance() {}

  static void seed(long seed) {
    synchronized (LOCK) {
      stream = KIND.create(seed);
    }
  }

  static Tensor uniform(DType dtype, Shape shape) {
    synchronized (LOCK) {
      return dtype == DType.FLOAT32
          ? Create.doubles(dtype, shape, _ -> stream.nextFloat())
          : Create.doubles(dtype, shape, _ -> stream.nextDouble());
    }
  }

  static Tensor normal(DType dtype, Shape shape) {
    synchronized (LOCK) {
      return Create.doubles(dtype, shape, _ -> stream.nextGaussian());
    }
  }

  static Tensor whole(long low, long high, Shape shape) {
    if (low >= high) {
      throw new IllegalArgumentException("randint needs low < high, got " + low + " and " + high);
    }
    synchronized (LOCK) {
      return Create.longs(DType.INT64, shape, _ -> stream.nextLong(low, high));
    }
  }
}
