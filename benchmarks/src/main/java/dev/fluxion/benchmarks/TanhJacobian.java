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

/** What a whole Jacobian costs, by either mode: a layer of 64 inputs and 64 outputs, float32. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TanhJacobian {
  private final TanhLayer layer = TanhLayer.drawn();
  private final Tensor weights = from(layer.weights()).reshape(TanhLayer.N, TanhLayer.N);
  private final Tensor bias = from(layer.bias());
  private final Tensor x = from(layer.point());

  private final Fn<Tensor, Tensor> automatic = Fluxion.jacobian(this::value);
  private final Fn<Tensor, Tensor> reverse = Fluxion.jacrev(this::value);
  private final Fn<Tensor, Tensor> forward = Fluxion.jacfwd(this::value);

  private Tensor value(Tensor input) {
    return weights.matmul(input).add(bias).tanh();
  }

  /** Checks the results. */
  @Setup
  public void check() {
    var expected = layer.jacobian();
    Agreement.check("Fluxion's jacobian", jacobian().toFloatArray(), expected);
    Agreement.check("Fluxion's jacrev", jacrev().toFloatArray(), expected);
    Agreement.check("Fluxion's jacfwd", jacfwd().toFloatArray(), expected);
  }

  /** {@return the Jacobian [64, 64] by the mode that Fluxion picks} */
  @Benchmark
  public Tensor jacobian() {
    return automatic.apply(x);
  }

  /** {@return the Jacobian [64, 64] by reverse mode} */
  @Benchmark
  public Tensor jacrev() {
    return reverse.apply(x);
  }

  /** {@return the Jacobian [64, 64] by forward mode} */
  @Benchmark
  public Tensor jacfwd() {
    return forward.apply(x);
  }
}
