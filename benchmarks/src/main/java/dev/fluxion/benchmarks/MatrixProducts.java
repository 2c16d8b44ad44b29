package dev.fluxion.benchmarks;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.MatMul;
import dev.fluxion.kernel.Providers;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a product of matrices costs, by whom it is done: {@code -jvmArgsAppend
 * -Dfluxion.kernels=blas}, {@code vector} or {@code plain}; and {@code -Dfluxion.threads=1}. Divide
 * 2 m k n by the time for operations a second.
 *
 * <p>The shapes are squares, and a few of a step of an MLP 784-256-128-10 at batch 64: forward, the
 * gradient of weights and that of a layer's input. Others by {@code -p
 * product=512-784-256,1-784-256}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MatrixProducts {
  /** m, k and n, and which operand lies transposed, if one does. */
  @Param({
    "4-4-4",
    "16-16-16",
    "64-64-64",
    "256-256-256",
    "1024-1024-1024",
    "64-784-256",
    "784-64-256-a",
    "64-10-128-b"
  })
  public String product = "4-4-4";

  private Gemm lie = new Gemm(1, 1, 1, 1, 1, 1, 1, 1, 1);
  private float[] a = {};
  private float[] b = {};
  private float[] out = {};
  private double[] x = {};
  private double[] y = {};
  private double[] z = {};

  /** Draws the operands, and waits for kernels that are compiled in the background. */
  @Setup
  public void setUp() {
    var words = product.split("-");
    int m = Integer.parseInt(words[0]);
    int k = Integer.parseInt(words[1]);
    int n = Integer.parseInt(words[2]);
    boolean left = product.endsWith("a");
    boolean right = product.endsWith("b");
    lie = new Gemm(m, k, n, left ? 1 : k, left ? m : 1, right ? 1 : n, right ? k : 1, n, 1);
    var random = new Random(7);
    a = new float[m * k];
    b = new float[k * n];
    out = new float[m * n];
    x = new double[m * k];
    y = new double[k * n];
    z = new double[m * n];
    for (int i = 0; i < a.length; i++) {
      x[i] = a[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < b.length; i++) {
      y[i] = b[i] = (float) random.nextGaussian();
    }
    Providers.await();
  }

  /** Of float32. */
  @Benchmark
  public float[] floats() {
    MatMul.multiply(lie, a, 0, b, 0, out, 0);
    return out;
  }

  /** Of float64. */
  @Benchmark
  public double[] doubles() {
    MatMul.multiply(lie, x, 0, y, 0, z, 0);
    return z;
  }
}
