package dev.fluxion.benchmarks.bar;

import java.io.IOException;
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

/** What each workload costs: value, gradients, and the step of descent where there is one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FluxionSteps {
  /** What is done. */
  @Param public Workload workload = Workload.SCALARS;

  @SuppressWarnings("NullAway.Init") // JMH sets up before all else
  private Work work;

  /** Makes the tensors, checks the results. */
  @Setup
  public void setUp() {
    var problem = workload.problem();
    work = new FluxionWork(workload, problem);
    problem.check("Fluxion", work.results());
  }

  /** {@return a number of the results} */
  @Benchmark
  public float step() {
    return work.run();
  }

  /**
   * A trial in a process of its own.
   *
   * @param arguments the trial and the workload
   * @throws IOException if the system does not tell of the memory
   */
  public static void main(String... arguments) throws IOException {
    Trial.run(FluxionWork::new, arguments);
  }
}
