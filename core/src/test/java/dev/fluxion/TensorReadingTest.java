package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Numbers out of tensors, and conversions between types. */
class TensorReadingTest {
  @Test
  void oneElementOfAnyRankAndType() {
    assertEquals(2.5, tensor(2.5).item());
    assertEquals(0.1f, tensor(new double[][] {{0.1}}).item());
    assertEquals(7, tensor(7).item());
    assertEquals(1, tensor(true).item());
    assertEquals(255, from(new byte[] {-1}).item());
    assertEquals(5, arange(6).reshape(2, 3).at(1, 2).item());
    assertEquals(Math.pow(2, 53), tensor((1L << 53) + 1).item());
    assertEquals((1L << 53) + 1, tensor((1L << 53) + 1).itemAsLong());
    assertEquals(-2, tensor(-2.9).itemAsLong());
    assertEquals(0, tensor(Double.NaN).itemAsLong());
    assertEquals(6, tensor(2.0).requiresGrad(true).mul(3).item());
  }

  @Test
  void truthOfOneElement() {
    assertTrue(tensor(0.5).booleanValue());
    assertTrue(tensor(Double.NaN).booleanValue());
    assertTrue(tensor(new int[] {-1}).booleanValue());
    assertTrue(tensor(3.0).gt(2).booleanValue());
    assertFalse(tensor(-0.0).booleanValue());
    assertFalse(tensor(false).booleanValue());
  }

  @Test
  void arraysAreInRowMajorOrder() {
    var x = arange(6).reshape(2, 3).t();
    assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, x.toDoubleArray());
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, x.toFloatArray());
    assertArrayEquals(new long[] {0, 3, 1, 4, 2, 5}, x.toLongArray());
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, x.toIntArray());
    assertArrayEquals(new boolean[] {false, true, true, true, true, true}, x.toBooleanArray());
    assertArrayEquals(new double[] {2, 2, 2}, tensor(2.0).expand(3).toDoubleArray());
    assertArrayEquals(new double[] {3}, tensor(3.0).toDoubleArray());
    assertEquals(0, zeros(2, 0).toDoubleArray().length);
  }

  @Test
  void arraysAreConverted() {
    var x = from(new double[] {-1.5, 3e9, Double.NaN, 1e300});
    assertArrayEquals(
        new float[] {-1.5f, 3e9f, Float.NaN, Float.POSITIVE_INFINITY}, x.toFloatArray());
    assertArrayEquals(new long[] {-1, 3000000000L, 0, Long.MAX_VALUE}, x.toLongArray());
    assertArrayEquals(new int[] {-1, (int) 3000000000L, 0, -1}, x.toIntArray());
    assertArrayEquals(new boolean[] {true, true, true, true}, x.toBooleanArray());
    assertArrayEquals(new int[] {255}, from(new byte[] {-1}).toIntArray());
    assertArrayEquals(new long[] {1, 0}, tensor(true, false).toLongArray());
    assertArrayEquals(
        new double[] {1e-300, -0.0}, from(new double[] {1e-300, -0.0}).toDoubleArray());
  }

  @Test
  void arraysAreNew() {
    double[] array = {1, 2};
    var x = Fluxion.wrap(array);
    x.toDoubleArray()[0] = 9;
    Expect.values(x, 1, 2);
    float[] floats = {1};
    Fluxion.wrap(floats).toFloatArray()[0] = 9;
    assertEquals(1, floats[0]);
    long[] longs = {1};
    Fluxion.wrap(longs).toLongArray()[0] = 9;
    assertEquals(1, longs[0]);
  }

  @Test
  void typesConvert() {
    var x = from(new double[] {-1.9, 1.9, 0, 300.7, 3e9, Double.NaN});
    Expect.whole(x.toInt64(), INT64, dims(6), -1, 1, 0, 300, 3000000000L, 0);
    Expect.whole(x.toInt32(), INT32, dims(6), -1, 1, 0, 300, (int) 3000000000L, 0);
    Expect.whole(x.toUint8(), UINT8, dims(6), 255, 1, 0, 44, 3000000000L & 0xff, 0);
    Expect.whole(x.toBool(), BOOL, dims(6), 1, 1, 0, 1, 1, 1);
    Expect.tensor(x.toFloat32(), FLOAT32, dims(6), -1.9f, 1.9f, 0, 300.7f, 3e9f, Double.NaN);
    Expect.tensor(
        from(new double[] {0.1, 1e300}).toFloat32(),
        FLOAT32,
        dims(2),
        0.1f,
        Double.POSITIVE_INFINITY);
    Expect.tensor(from(new double[] {0.5, 0}).toBool(), BOOL, dims(2), 1, 0);
    Expect.whole(tensor(256, -1, 0).toUint8(), UINT8, dims(3), 0, 255, 0);
    Expect.whole(tensor(256, -1, 0).toBool(), BOOL, dims(3), 1, 1, 0);
    Expect.whole(tensor(1L << 32, (1L << 32) + 5).toInt32(), INT32, dims(2), 0, 5);
    Expect.tensor(from(new byte[] {-1}).toFloat64(), FLOAT64, dims(1), 255);
    Expect.tensor(
        tensor((1L << 24) + 1, (1L << 62) + 1).toFloat32(), FLOAT32, dims(2), 1L << 24, 1L << 62);
    Expect.tensor(tensor(true, false).toFloat32(), FLOAT32, dims(2), 1, 0);
    var t = arange(6.0).reshape(2, 3).t();
    Expect.tensor(t.to(INT32), INT32, dims(3, 2), 0, 3, 1, 4, 2, 5);
    assertSame(t, t.to(FLOAT32));
    assertSame(t, t.toFloat32());
  }
}
