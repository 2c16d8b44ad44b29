package dev.fluxion.benchmarks;

import static dev.fluxion.Fluxion.from;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a whole Hessian costs: Rosenbrock's function of 100 numbers, float32. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RosenbrockHessian {
  private final Tensor x = from(Rosenbrock.point());
  private final Fn<Tensor, Tensor> hessian = Fluxion.hessian(Rosenbrock::value);

  /** Checks the result. */
  @Setup
  public void check() {
    Agreement.check("Fluxion's Hessian", hessian().toFloatArray(), Rosenbrock.hessian());
  }

  /** {@return the Hessian [100, 100]} */
  @Benchmark
  public Tensor hessian() {
    return hessian.apply(x);
  }
}
