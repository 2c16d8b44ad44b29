package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void everyTypeHasItsArray() {
    assertArrayEquals(new byte[2], (byte[]) Buffers.allocate(DType.BOOL, 2));
    assertArrayEquals(new byte[2], (byte[]) Buffers.allocate(DType.UINT8, 2));
    assertArrayEquals(new int[2], (int[]) Buffers.allocate(DType.INT32, 2));
    assertArrayEquals(new long[2], (long[]) Buffers.allocate(DType.INT64, 2));
    assertArrayEquals(new float[2], (float[]) Buffers.allocate(DType.FLOAT32, 2));
    assertArrayEquals(new double[2], (double[]) Buffers.allocate(DType.FLOAT64, 2));
    for (var dtype : DType.values()) {
      assertEquals(3, Buffers.length(Buffers.allocate(dtype, 3)));
    }
  }

  @Test
  void readsOneElementAsDouble() {
    assertEquals(1, Buffers.asDouble(DType.BOOL, new byte[] {0, 1}, 1));
    assertEquals(255, Buffers.asDouble(DType.UINT8, new byte[] {-1}, 0));
    assertEquals(-7, Buffers.asDouble(DType.INT32, new int[] {-7}, 0));
    assertEquals(0x1p53, Buffers.asDouble(DType.INT64, new long[] {(1L << 53) + 1}, 0));
    assertEquals(1.5, Buffers.asDouble(DType.FLOAT32, new float[] {1.5f}, 0));
    assertEquals(Double.NaN, Buffers.asDouble(DType.FLOAT64, new double[] {Double.NaN}, 0));
  }

  @Test
  void readsOneElementAsLong() {
    assertEquals(200, Buffers.asLong(DType.UINT8, new byte[] {(byte) 200}, 0));
    assertEquals(Integer.MIN_VALUE, Buffers.asLong(DType.INT32, new int[] {1 << 31}, 0));
    assertEquals((1L << 53) + 1, Buffers.asLong(DType.INT64, new long[] {(1L << 53) + 1}, 0));
    assertEquals(-1, Buffers.asLong(DType.FLOAT32, new float[] {-1.9f}, 0));
    assertEquals(0, Buffers.asLong(DType.FLOAT64, new double[] {Double.NaN}, 0));
    assertEquals(Long.MAX_VALUE, Buffers.asLong(DType.FLOAT64, new double[] {1e30}, 0));
  }

  private static double stored(DType dtype, double value) {
    var array = Buffers.allocate(dtype, 3);
    Buffers.set(dtype, array, 1, value);
    assertEquals(0, Naive.real(array, 0));
    assertEquals(0, Naive.real(array, 2));
    return Naive.real(array, 1);
  }

  @Test
  void storesDoublesConverted() {
    assertEquals(1, stored(DType.BOOL, 0.25));
    assertEquals(1, stored(DType.BOOL, Double.NaN));
    assertEquals(0, stored(DType.BOOL, -0.0));
    assertEquals(44, stored(DType.UINT8, 300.7));
    assertEquals(255, stored(DType.UINT8, -1.5));
    assertEquals(-2, stored(DType.INT32, 0x1p32 - 2));
    assertEquals(-3, stored(DType.INT64, -3.99));
    assertEquals(0.1f, stored(DType.FLOAT32, 0.1));
    assertEquals(0.1, stored(DType.FLOAT64, 0.1));
  }

  private static double stored(DType dtype, long value) {
    var array = Buffers.allocate(dtype, 1);
    Buffers.set(dtype, array, 0, value);
    return Naive.real(array, 0);
  }

  @Test
  void storesLongsConvertedInOneRounding() {
    assertEquals(1, stored(DType.BOOL, 256L));
    assertEquals(0, stored(DType.UINT8, 256L));
    assertEquals(5, stored(DType.INT32, (1L << 32) + 5));
    // Just above half way between two floats; by way of double it would be half way, and go down.
    long twice = (1L << 60) + (1L << 36) + 1;
    assertEquals(Math.nextUp(0x1p60f), stored(DType.FLOAT32, twice));
    assertEquals(0x1p60f, (float) (double) twice);
    assertEquals(0x1p60 + 0x1p36, stored(DType.FLOAT64, twice));
  }

  @Test
  void fillsFromOnePlaceToBeforeAnother() {
    for (var dtype : Naive.TYPES) {
      var array = Buffers.allocate(dtype, 5);
      Buffers.fill(dtype, array, 1, 4, 7.5);
      double value = dtype.isFloating() ? 7.5 : dtype == DType.BOOL ? 1 : 7;
      for (int i = 0; i < 5; i++) {
        assertEquals(i >= 1 && i < 4 ? value : 0, Naive.real(array, i), dtype.toString());
      }
      Buffers.fill(dtype, Buffers.allocate(dtype, 0), 0, 0, 1);
    }
  }
}
