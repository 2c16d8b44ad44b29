package dev.fluxion.benchmarks;

import static dev.fluxion.Fluxion.sub;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.SparseHessian;
import dev.fluxion.SparseJacobian;
import dev.fluxion.SparseMatrix;
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

/**
 * What sparse derivatives cost beside the function itself: Rosenbrock's function of 1,000 numbers,
 * whose Hessian is tridiagonal, and a map of 1,000 numbers with a band of 3. Patterns and
 * colourings are found before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SparseCosts {
  private static final int N = 1000;

  private final Fn<Tensor, Tensor> rosenbrock = SparseCosts::rosenbrock;
  private final Fn<Tensor, Tensor> band = SparseCosts::band;
  private final SparseHessian<Tensor> hessian = Fluxion.sparseHessian(rosenbrock);
  private final SparseJacobian<Tensor> jacobian = Fluxion.sparseJacobian(band);
  private final Fn<Tensor, Tensor> grad = Fluxion.grad(rosenbrock);
  private Tensor x = Fluxion.ones(1);

  private static Tensor rosenbrock(Tensor x) {
    var left = x.narrow(0, 0, N - 1);
    var step = x.narrow(0, 1, N - 1).sub(left.square());
    return step.square().mul(100).add(sub(1, left).square()).sum();
  }

  private static Tensor band(Tensor x) {
    var middle = x.narrow(0, 1, N - 2);
    return middle.sin().mul(x.narrow(0, 0, N - 2)).add(x.narrow(0, 2, N - 2).square());
  }

  /** Makes the point, and finds the patterns. */
  @Setup
  public void setUp() {
    x = Fluxion.linspace(-1, 1, N).toFloat32();
    hessian.apply(x);
    jacobian.apply(x);
  }

  /** Rosenbrock's function, not recorded. */
  @Benchmark
  public Tensor primal() {
    try (var _ = Fluxion.noGrad()) {
      return rosenbrock.apply(x);
    }
  }

  /** Its gradient. */
  @Benchmark
  public Tensor gradient() {
    return grad.apply(x);
  }

  /** Its Hessian. */
  @Benchmark
  public SparseMatrix hessian() {
    return hessian.apply(x);
  }

  /** The map, not recorded. */
  @Benchmark
  public Tensor primalOfBand() {
    try (var _ = Fluxion.noGrad()) {
      return band.apply(x);
    }
  }

  /** Its Jacobian. */
  @Benchmark
  public SparseMatrix jacobian() {
    return jacobian.apply(x);
  }
}
