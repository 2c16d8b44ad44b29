package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Providers;
import dev.fluxion.kernel.RowWise;
import dev.fluxion.kernel.Softmax;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of matrices with the kernels of this module: how they lie, and who works on them. */
class RowWiseTest {
  private static final int ROWS = 300;
  private static final int N = 997;

  @BeforeAll
  static void awaitKernels() {
    Providers.await();
  }

  /** One of the functions of rows, of matrices [(ROWS, N), (ROWS, N) → (ROWS, N)]. */
  private interface Function {
    void run(Strided x, Strided y, float[] out);
  }

  private static final Function[] FUNCTIONS = {
    (x, _, out) -> Softmax.softmax(x.dtype(), x.array(), x.layout(), out),
    RowWise::softmaxPull,
    (x, _, out) -> RowWise.logSoftmax(x, out),
    RowWise::logSoftmaxPull,
    (x, _, out) -> RowWise.standardize(x, 1, 0.1, out, new float[ROWS]),
    (x, y, out) -> RowWise.standardizePull(x, y, 1, ones(), out)
  };

  private static float[] ones() {
    float[] x = new float[ROWS];
    Arrays.fill(x, 1);
    return x;
  }

  /** Numbers of 0 or less. */
  private static float[] random(int seed) {
    var random = new Random(seed);
    float[] x = new float[ROWS * N];
    for (int i = 0; i < x.length; i++) {
      x[i] = -Math.abs((float) random.nextGaussian());
    }
    return x;
  }

  private static Strided plain(float[] x) {
    return new Strided(x, Layout.of(Shape.of(ROWS, N)), DType.FLOAT32);
  }

  /** The same matrix with its columns side by side. */
  private static Strided turned(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < N; j++) {
        y[j * ROWS + i] = x[i * N + j];
      }
    }
    return new Strided(y, Layout.of(Shape.of(N, ROWS)).permute(new int[] {1, 0}), DType.FLOAT32);
  }

  /** The same matrix as a part of a wider one. */
  private static Strided part(float[] x) {
    float[] y = new float[ROWS * (N + 9) + 5];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(x, i * N, y, i * (N + 9) + 5, N);
    }
    var wide = Layout.of(Shape.of(ROWS, N + 9));
    var layout = wide.slice(1, 5, N, 1);
    return new Strided(y, layout, DType.FLOAT32);
  }

  @Test
  void howTheyLieChangesNoBit() {
    float[] x = random(1);
    float[] y = random(2);
    for (var f : FUNCTIONS) {
      float[] want = new float[ROWS * N];
      f.run(plain(x), plain(y), want);
      for (var a : new Strided[] {plain(x), turned(x), part(x)}) {
        for (var b : new Strided[] {plain(y), turned(y), part(y)}) {
          float[] out = new float[ROWS * N];
          Arrays.fill(out, Float.NaN);
          f.run(a, b, out);
          assertArrayEquals(want, out);
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int before = Threads.count();
    try {
      for (var f : FUNCTIONS) {
        Threads.count(1);
        float[] want = new float[ROWS * N];
        f.run(plain(random(1)), plain(random(2)), want);
        for (int threads = 2; threads <= 3; threads++) {
          Threads.count(threads);
          float[] out = new float[ROWS * N];
          f.run(plain(random(1)), plain(random(2)), out);
          assertArrayEquals(want, out);
        }
      }
    } finally {
      Threads.count(before);
    }
  }

  @Test
  void ofNothingNothingIsDoneAndShortRowsAreLeftToThePlainLoops() {
    float[] none = new float[0];
    for (int[] dims : new int[][] {{0}, {3, 0}, {0, 40}}) {
      var x = new Strided(none, Layout.of(Shape.of(dims)), DType.FLOAT32);
      RowWise.logSoftmax(x, none);
      RowWise.softmaxPull(x, x, none);
    }
    float[] out = new float[4];
    float[] x = {0, 0, 1000, -1000};
    var pairs = new Strided(x, Layout.of(Shape.of(2, 2)), DType.FLOAT32);
    Softmax.softmax(DType.FLOAT32, x, pairs.layout(), out);
    assertArrayEquals(new float[] {0.5f, 0.5f, 1, 0}, out);
  }

  @Test
  void halvesAreWorkedOnInDouble() {
    // One bit pattern of bfloat16 is the upper half of a float: 1 is 0x3f80, and 1/32 is 0x3d00.
    short[] x = new short[64];
    Arrays.fill(x, (short) 0x3f80);
    short[] out = new short[64];
    var layout = Layout.of(Shape.of(2, 32));
    Softmax.softmax(DType.BFLOAT16, x, layout, out);
    for (short one : out) {
      assertEquals(0x3d00, one);
    }
  }
}
