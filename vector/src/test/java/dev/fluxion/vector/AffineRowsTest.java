package dev.fluxion.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.kernel.AffineRows;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Providers;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Layer norms with the kernels of this module: how rows lie, and who works on them. */
class AffineRowsTest {
  private static final int ROWS = 300;
  private static final int N = 997;

  @BeforeAll
  static void awaitKernels() {
    Providers.await();
  }

  /** Value and cotangents of x, w and b, one after the other. */
  private static float[][] results(Strided x, Strided w, Strided t) {
    float[][] all = {new float[ROWS * N], new float[ROWS * N], new float[N], new float[N]};
    AffineRows.value(x, w, w, 1, 0.1, all[0]);
    AffineRows.pull(x, w, t, 1, 0.1, all[1], all[2], all[3]);
    return all;
  }

  private static Strided random(int seed, int rows) {
    var random = new Random(seed);
    float[] x = new float[rows * N];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return new Strided(x, Layout.of(Shape.of(rows, N)), DType.FLOAT32);
  }

  /** The same matrix with its columns side by side. */
  private static Strided turned(Strided x) {
    var turned = x.with(x.layout().permute(new int[] {1, 0})).copy(DType.FLOAT32);
    return turned.with(turned.layout().permute(new int[] {1, 0}));
  }

  /** The same matrix as every second column of another, backwards. */
  private static Strided sparse(Strided x) {
    int rows = x.shape().dim(0);
    float[] y = new float[rows * 2 * N];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < N; j++) {
        y[(i * N + N - 1 - j) * 2] = ((float[]) x.array())[i * N + j];
      }
    }
    var layout = Layout.of(Shape.of(rows, N), new int[] {2 * N, -2}, 2 * N - 2);
    return new Strided(y, layout, DType.FLOAT32);
  }

  private static void compare(float[][] want, float[][] got) {
    for (int k = 0; k < want.length; k++) {
      assertArrayEquals(want[k], got[k]);
    }
  }

  @Test
  void howTheyLieChangesNoBit() {
    var x = random(1, ROWS);
    var w = random(2, 1);
    var t = random(3, ROWS);
    var want = results(x, w, t);
    compare(want, results(turned(x), sparse(w), t));
    compare(want, results(sparse(x), w, turned(t)));
    compare(want, results(x, w, sparse(t)));
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int before = Threads.count();
    try {
      Threads.count(1);
      var want = results(random(1, ROWS), random(2, 1), random(3, ROWS));
      for (int threads = 2; threads <= 3; threads++) {
        Threads.count(threads);
        compare(want, results(random(1, ROWS), random(2, 1), random(3, ROWS)));
      }
    } finally {
      Threads.count(before);
    }
  }
}
