package dev.fluxion.benchmarks;

import static dev.fluxion.Fluxion.checkpoint;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.linearize;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Jvp;
import dev.fluxion.Linearized;
import dev.fluxion.Tensor;
import dev.fluxion.ValueAndGrad;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What each transform costs beside the function itself, on the functions of {@link CostedFunction}.
 * {@link CostTable} runs all of this and divides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TransformCosts {
  private static final int POINTS = 64;

  /** The function. */
  @Param({"ELEMENTWISE", "MLP"})
  public CostedFunction function = CostedFunction.ELEMENTWISE;

  private final Fn<Tensor, Tensor> f = x -> function.scalar(x);
  private final Fn<Tensor, Tensor> vector = x -> function.vector(x);
  private final Fn<Tensor, Tensor> grad = Fluxion.grad(f);
  private final Fn<Tensor, Tensor> checkpointedGrad = Fluxion.grad(checkpoint(f));
  private final Fn<Tensor, ValueAndGrad<Tensor>> valueAndGrad = Fluxion.valueAndGrad(f);

  private Tensor x = ones(1);
  private Tensor t = ones(1);
  private Tensor small = ones(1);
  private Tensor points = ones(1, 1);
  private Linearized<Tensor, Tensor> linearized = linearize(y -> y, x);

  /** Makes the points and directions. */
  @Setup
  public void setUp() {
    x = function.large();
    t = onesLike(x);
    small = function.small();
    var scales = Fluxion.linspace(0.5, 1, POINTS).toFloat32().reshape(POINTS, 1);
    points = scales.mul(x);
    linearized = linearize(f, x);
  }

  /** The function at the large point, not recorded: the unit of what follows. */
  @Benchmark
  public Tensor primal() {
    try (var _ = Fluxion.noGrad()) {
      return f.apply(x);
    }
  }

  /** The gradient. */
  @Benchmark
  public Tensor grad() {
    return grad.apply(x);
  }

  /** The value and the gradient. */
  @Benchmark
  public ValueAndGrad<Tensor> valueAndGrad() {
    return valueAndGrad.apply(x);
  }

  /** The value, and the pullback made and applied once. */
  @Benchmark
  public Tensor vjpAndPullback() {
    var at = vjp(f, x);
    return at.pullback().apply(onesLike(at.value()));
  }

  /** The value and one tangent. */
  @Benchmark
  public Jvp<Tensor> jvpOnce() {
    return jvp(f, x, t);
  }

  /** The value, and the linear map made and applied once. */
  @Benchmark
  public Tensor linearizeAndApply() {
    return linearize(f, x).pushforward().apply(t);
  }

  /** The linear map, made before, applied again. */
  @Benchmark
  public Tensor applyLinearized() {
    return linearized.pushforward().apply(t);
  }

  /** The Hessian times a vector, forward over reverse. */
  @Benchmark
  public Tensor hvp() {
    return Fluxion.hvp(f, x, t);
  }

  /** A vector times the Hessian, reverse over reverse. */
  @Benchmark
  public Tensor vhp() {
    return Fluxion.vhp(f, x, t);
  }

  /** The gradient of the checkpointed function. */
  @Benchmark
  public Tensor gradOfCheckpoint() {
    return checkpointedGrad.apply(x);
  }

  /** The function mapped over 64 points, per point. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public Tensor vmapOfValue() {
    try (var _ = Fluxion.noGrad()) {
      return vmap(f).apply(points);
    }
  }

  /** The function at each of 64 points, per point. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public void loopOfValue(Blackhole hole) {
    try (var _ = Fluxion.noGrad()) {
      for (int i = 0; i < POINTS; i++) {
        hole.consume(f.apply(points.select(0, i)));
      }
    }
  }

  /** The gradient mapped over 64 points, per point. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public Tensor vmapOfGrad() {
    return vmap(grad).apply(points);
  }

  /** The gradient at each of 64 points, per point. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public void loopOfGrad(Blackhole hole) {
    for (int i = 0; i < POINTS; i++) {
      hole.consume(grad.apply(points.select(0, i)));
    }
  }

  /** The function at the small point, not recorded: the unit of what follows. */
  @Benchmark
  public Tensor primalOfSmall() {
    try (var _ = Fluxion.noGrad()) {
      return f.apply(small);
    }
  }

  /** The Jacobian of the vector before the sum, by forward mode. */
  @Benchmark
  public Tensor jacfwdOfSmall() {
    return jacfwd(vector).apply(small);
  }

  /** The Jacobian of the vector before the sum, by reverse mode. */
  @Benchmark
  public Tensor jacrevOfSmall() {
    return jacrev(vector).apply(small);
  }

  /** The Hessian. */
  @Benchmark
  public Tensor hessianOfSmall() {
    return Fluxion.hessian(f).apply(small);
  }
}
