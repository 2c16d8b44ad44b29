package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalvesTest {
  private static final int COUNT = 1 << 16;

  /** IEEE 754-2008, binary16, read off its definition. */
  private static double float16(int bits) {
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (1024 + fraction) * Math.pow(2, exponent - 25);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** 8 bits of exponent and 7 of fraction, otherwise as binary16. */
  private static double bfloat16(int bits) {
    int exponent = bits >>> 7 & 0xff;
    int fraction = bits & 0x7f;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-133;
          case 255 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (128 + fraction) * Math.pow(2, exponent - 134);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private static double value(DType dtype, int bits) {
    return dtype == DType.FLOAT16 ? float16(bits) : bfloat16(bits);
  }

  private static DType[] halves() {
    return new DType[] {DType.FLOAT16, DType.BFLOAT16};
  }

  @Test
  void everyPatternIsReadExactlyAndWrittenBack() {
    for (var dtype : halves()) {
      for (int bits = 0; bits < COUNT; bits++) {
        double value = value(dtype, bits);
        float read = Halves.toFloat(dtype, (short) bits);
        assertEquals(value, read, Integer.toHexString(bits));
        short written = Halves.of(dtype, read);
        if (Double.isNaN(value)) {
          assertTrue(Double.isNaN(value(dtype, written & 0xffff)), Integer.toHexString(bits));
        } else {
          assertEquals((short) bits, written);
        }
      }
    }
  }

  @Test
  void arraysAreReadAsElementsAre() {
    short[] all = new short[COUNT];
    for (int i = 0; i < COUNT; i++) {
      all[i] = (short) i;
    }
    for (var dtype : halves()) {
      float[] floats = new float[COUNT];
      double[] doubles = new double[2 * COUNT];
      float[] every = new float[COUNT / 2];
      Copies.toFloat(dtype, all, 0, 1, floats, 0, 1, COUNT);
      Copies.toDouble(dtype, all, 0, 1, doubles, 1, 2, COUNT);
      Copies.toFloat(dtype, all, COUNT - 1, -2, every, 0, 1, COUNT / 2);
      for (int i = 0; i < COUNT; i++) {
        assertEquals(value(dtype, i), floats[i]);
        assertEquals(value(dtype, i), doubles[1 + 2 * i]);
      }
      for (int i = 0; i < COUNT / 2; i++) {
        assertEquals(value(dtype, COUNT - 1 - 2 * i), every[i]);
      }
    }
  }

  /**
   * Between neighbours, what lies below the middle goes down and above it up, and the middle itself
   * to the one with an even pattern; past the largest number, infinity is that neighbour.
   */
  @Test
  void floatsAreRoundedToTheNearestEven() {
    for (var dtype : halves()) {
      int infinity = dtype == DType.FLOAT16 ? 0x7c00 : 0x7f80;
      for (int bits = 0; bits < infinity; bits++) {
        double low = value(dtype, bits);
        double high =
            bits + 1 < infinity ? value(dtype, bits + 1) : 2 * low - value(dtype, bits - 1);
        float middle = (float) ((low + high) / 2);
        // The middle of the two least bfloat16 is a float, though below all normal ones.
        assertEquals((low + high) / 2, middle);
        int even = bits % 2 == 0 ? bits : bits + 1;
        for (int sign = 0; sign <= 0x8000; sign += 0x8000) {
          float s = sign == 0 ? 1 : -1;
          assertEquals((short) (even | sign), Halves.of(dtype, s * middle));
          assertEquals((short) (bits | sign), Halves.of(dtype, s * Math.nextDown(middle)));
          assertEquals((short) (bits + 1 | sign), Halves.of(dtype, s * Math.nextUp(middle)));
        }
      }
    }
  }

  @Test
  void knownNumbers() {
    assertEquals(0x3c00, Halves.of(DType.FLOAT16, 1));
    assertEquals(0x2e66, Halves.of(DType.FLOAT16, 0.1f));
    assertEquals(0x7bff, Halves.of(DType.FLOAT16, 65519));
    assertEquals(0x7c00, Halves.of(DType.FLOAT16, 65520));
    assertEquals(0x3f80, Halves.of(DType.BFLOAT16, 1));
    assertEquals(0x3dcd, Halves.of(DType.BFLOAT16, 0.1f));
    assertEquals(0x7f80, Halves.of(DType.BFLOAT16, Float.MAX_VALUE));
    for (var dtype : halves()) {
      for (int nan : new int[] {0x7f800001, 0x7fffffff, 0xffffffff, 0x7fc00000, 0xff800001}) {
        double got = value(dtype, Halves.of(dtype, Float.intBitsToFloat(nan)) & 0xffff);
        assertTrue(Double.isNaN(got), Integer.toHexString(nan));
      }
      assertEquals(Double.NEGATIVE_INFINITY, value(dtype, Halves.of(dtype, -1f / 0) & 0xffff));
      assertEquals((short) 0x8000, Halves.of(dtype, -0f));
    }
  }

  @Test
  void aDoubleAndALongAreRoundedToFloatFirst() {
    // Just above the middle of 1 and its neighbour; as a float it is the middle, and 1 is even.
    double above = 1 + 0x1p-11 + 0x1p-40;
    short[] out = new short[1];
    Buffers.set(DType.FLOAT16, out, 0, above);
    assertEquals(1, float16(out[0]));
    Buffers.set(DType.FLOAT16, out, 0, above + 0x1p-20);
    assertEquals(1 + 0x1p-10, float16(out[0]));
    Buffers.set(DType.BFLOAT16, out, 0, (1L << 40) + (1L << 32) + 1);
    assertEquals(0x1p40, bfloat16(out[0]));
    Buffers.set(DType.FLOAT16, out, 0, 2049L);
    assertEquals(2048, float16(out[0]));
    assertEquals(2048L, Buffers.asLong(DType.FLOAT16, out, 0));
  }

  /** Every conversion between arrays, in rows and strided, is that of one element at a time. */
  @Test
  void copiesConvertOneByOne() {
    var random = new Random(4);
    var sl = Layout.of(Shape.of(3, 41));
    for (var from : DType.values()) {
      for (var to : DType.values()) {
        if (!Halves.holds(from) && !Halves.holds(to)) {
          continue;
        }
        var src = Buffers.allocate(from, sl.size());
        for (int i = 0; i < sl.size(); i++) {
          Buffers.set(from, src, i, i == 7 ? Double.NaN : random.nextGaussian() * 1000);
        }
        for (var layout : new Layout[] {sl, sl.permute(new int[] {1, 0}), sl.slice(1, 1, 20, 2)}) {
          var dst = new Strided(src, layout, from).copy(to);
          int[] at = Naive.positions(layout);
          for (int i = 0; i < at.length; i++) {
            double x = Buffers.asDouble(from, src, at[i]);
            double want =
                switch (to) {
                  case BOOL -> x != 0 ? 1 : 0;
                  case UINT8 -> (long) x & 0xff;
                  case INT8 -> (byte) (long) x;
                  case INT16 -> (short) (long) x;
                  case INT32, INT64 -> (long) x;
                  case FLOAT16 -> float16(Float.floatToFloat16((float) x) & 0xffff);
                  case BFLOAT16 -> nearestBfloat16((float) x);
                  case FLOAT32 -> (float) x;
                  case FLOAT64 -> x;
                };
            assertEquals(want, Buffers.asDouble(to, dst.array(), i), from + " to " + to);
          }
        }
      }
    }
  }

  /** 8 significant bits by arithmetic: nothing here is below the normal numbers. */
  private static double nearestBfloat16(float x) {
    if (x == 0 || Float.isNaN(x)) {
      return x;
    }
    double unit = Math.pow(2, Math.getExponent(x) - 7);
    return Math.rint(x / unit) * unit;
  }
}
