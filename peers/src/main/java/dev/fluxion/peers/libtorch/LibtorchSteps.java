package dev.fluxion.peers.libtorch;

import dev.fluxion.benchmarks.bar.Trial;
import dev.fluxion.benchmarks.bar.Work;
import dev.fluxion.benchmarks.bar.Workload;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The workloads by libtorch. */
@State(Scope.Thread)
public class LibtorchSteps {
  /** What is done. */
  @Param public Workload workload = Workload.SCALARS;

  @SuppressWarnings("NullAway.Init") // JMH sets up before all else
  private Work work;

  /** Makes the tensors, checks the results. */
  @Setup
  public void setUp() {
    var problem = workload.problem();
    work = new LibtorchWork(workload, problem);
    problem.check("libtorch", work.results());
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
    Trial.run(LibtorchWork::new, arguments);
  }
}
