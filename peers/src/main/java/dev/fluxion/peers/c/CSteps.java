package dev.fluxion.peers.c;

import dev.fluxion.benchmarks.bar.Trial;
import dev.fluxion.benchmarks.bar.Work;
import dev.fluxion.benchmarks.bar.Workload;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The workloads that C has. */
@State(Scope.Thread)
public class CSteps {
  /** What is done. */
  @Param public Workload workload = Workload.SCALARS;

  @SuppressWarnings("NullAway.Init") // JMH sets up before all else
  private Work work;

  /** Copies the numbers off the heap, checks the results. */
  @Setup
  public void setUp() {
    var problem = workload.problem();
    work = new CWork(workload, problem);
    problem.check("C", work.results());
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
    Trial.run(workload -> new CWork(workload, workload.problem()), arguments);
  }
}
