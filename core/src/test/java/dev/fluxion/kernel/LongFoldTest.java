package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Reduce.Kind;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongFoldTest {
  @Test
  void manyAtATimeAreTheSameAsOneAtATime() {
    var random = new Random(1);
    for (int w : new int[] {15, 16, 511, 512, 513, 1030}) {
      int n = 21;
      long[] x = (long[]) Naive.random(random, DType.INT64, n * w);
      var columns = Layout.of(Shape.of(n, w)).permute(new int[] {1, 0});
      for (var kind : Kind.values()) {
        long[] out = new long[w];
        Reduce.reduce(kind, DType.INT64, x, columns, 1, out);
        for (int j = 0; j < w; j++) {
          long expected = x[j];
          for (int i = 1; i < n; i++) {
            long v = x[i * w + j];
            expected =
                switch (kind) {
                  case SUM -> expected + v;
                  case PROD -> expected * v;
                  case MAX -> Math.max(expected, v);
                  case MIN -> Math.min(expected, v);
                };
          }
          assertEquals(expected, out[j], kind + ", w = " + w);
        }
      }
    }
  }

  @Test
  void wrapsAround() {
    long[] x = {Long.MAX_VALUE, 1};
    long[] out = new long[1];
    Reduce.reduce(Kind.SUM, DType.INT64, x, Layout.of(Shape.of(2)), 0, out);
    assertEquals(Long.MIN_VALUE, out[0]);
    byte[] bytes = {(byte) 200, 100};
    byte[] byteOut = new byte[1];
    Reduce.reduce(Kind.SUM, DType.UINT8, bytes, Layout.of(Shape.of(2)), 0, byteOut);
    assertEquals(44, byteOut[0]);
    Reduce.reduce(Kind.MIN, DType.UINT8, bytes, Layout.of(Shape.of(2)), 0, byteOut);
    assertEquals(100, byteOut[0]);
  }

  @Test
  void boolFoldsToAnyAndAll() {
    byte[] x = {1, 1, 1, 0};
    byte[] out = new byte[1];
    for (var kind : Kind.values()) {
      Reduce.reduce(kind, DType.BOOL, x, Layout.of(Shape.of(4)), 0, out);
      assertEquals(kind == Kind.SUM || kind == Kind.MAX ? 1 : 0, out[0], kind.toString());
    }
    // 256 truths add up to a byte of 0, which must not read as false.
    byte[] many = new byte[256];
    Arrays.fill(many, (byte) 1);
    Reduce.reduce(Kind.SUM, DType.BOOL, many, Layout.of(Shape.of(256)), 0, out);
    assertEquals(1, out[0]);
  }
}
