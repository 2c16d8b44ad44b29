package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatExpTest {
  private static final int N = 1000;

  private static void check(float[] x, float c) {
    float[] out = new float[N];
    FloatExp.run(x, 0, c, out, 0, N);
    for (int i = 0; i < N; i++) {
      double want = Math.exp((double) x[i] - c) / FloatExp.UNIT;
      assertEquals(want, out[i], 1.02 * Math.ulp((float) want), x[i] + " - " + c);
      assertEquals(want, out[i], 1.54 * 0x1p-24 * want, x[i] + " - " + c);
    }
  }

  @Test
  void errorsAreWithinWhatIsStated() {
    float[] x = new float[N];
    int from = Float.floatToRawIntBits(0x1p-30f);
    int to = Float.floatToRawIntBits(103.9f);
    for (int start = 0; start < 211; start++) {
      for (int i = 0; i < N; i++) {
        x[i] = -Float.intBitsToFloat(from + (int) ((to - from) * (i + start / 211.0) / N));
      }
      check(x, 0);
    }
  }

  @Test
  void differencesAreExact() {
    var random = new Random(5);
    float[] x = new float[N];
    for (int round = 0; round < 200; round++) {
      float c = (float) Math.scalb(random.nextGaussian(), round % 12 - 3);
      for (int i = 0; i < N; i++) {
        x[i] = c - (float) (103 * random.nextDouble());
      }
      check(x, c);
    }
  }

  @Test
  void theEdges() {
    float infinity = Float.POSITIVE_INFINITY;
    float[] x = new float[FloatTile.LANES.length() + 6];
    float[] first = {0, -0f, -infinity, -Float.MAX_VALUE, -104.1f, Float.NaN};
    System.arraycopy(first, 0, x, 0, 6);
    float[] out = new float[x.length];
    FloatExp.run(x, 0, 0, out, 0, x.length);
    float one = 0x1p24f;
    assertArrayEquals(new float[] {one, one, 0, 0, 0, Float.NaN}, Arrays.copyOf(out, 6));
    assertEquals(one, out[x.length - 1]);
    FloatExp.run(x, 0, infinity, out, 0, x.length);
    assertEquals(0, out[0]);
    x[0] = infinity;
    FloatExp.run(x, 0, infinity, out, 0, x.length);
    assertEquals(Float.NaN, out[0]);
    FloatExp.run(x, 0, -infinity, out, 0, x.length);
    assertEquals(Float.NaN, out[2]);
  }
}
