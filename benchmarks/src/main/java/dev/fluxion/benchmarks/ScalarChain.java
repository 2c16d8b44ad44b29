package dev.fluxion.benchmarks;

import static dev.fluxion.Fluxion.tensor;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one scalar operation costs, recorded and reversed: a chain of 1,000 mixed operations on 0-d
 * tensors. Time is per operation; run with {@code -prof gc} for bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ScalarChain {
  private static final int LENGTH = 1000;

  /** The type of the numbers. */
  @Param({"FLOAT32", "FLOAT64"})
  public DType dtype = DType.FLOAT32;

  private final int[] kinds = new int[LENGTH];
  private Tensor x = tensor(0.0);
  private Tensor c = tensor(0.0);

  /** Draws the order of the operations. */
  @Setup
  public void setUp() {
    var random = new Random(7);
    for (int i = 0; i < LENGTH; i++) {
      kinds[i] = random.nextInt(8);
    }
    x = tensor(0.5).to(dtype).copy().requiresGrad(true);
    c = tensor(0.9).to(dtype);
  }

  /** The chain computed without recording. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public Tensor forward() {
    try (var _ = Fluxion.noGrad()) {
      return chain();
    }
  }

  /** The chain recorded. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public Tensor record() {
    return chain();
  }

  /** The chain recorded and reversed. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public @Nullable Tensor recordAndReverse() {
    chain().backward();
    var gradient = x.grad();
    x.grad(null);
    return gradient;
  }

  private Tensor chain() {
    var y = x;
    for (int kind : kinds) {
      y = step(kind, y);
    }
    return y;
  }

  /** Operations that keep the number near 1, whatever their order. */
  private Tensor step(int kind, Tensor y) {
    return switch (kind) {
      case 0 -> y.sin();
      case 1 -> y.mul(c);
      case 2 -> y.add(c);
      case 3 -> y.tanh();
      case 4 -> y.sigmoid();
      case 5 -> y.cos();
      case 6 -> y.sub(c);
      default -> y.square();
    };
  }
}
