package dev.fluxion.benchmarks.bar;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What is looked at once, from outside, in a process of its own: how soon steps are done after the
 * start, and how much memory they take. The figures are lines of a name and a number.
 */
public enum Trial {
  /** Milliseconds from {@code -Dfluxion.trial.started} to the end of the k-th step. */
  COLD {
    @Override
    void run(Work work) {
      long start = Long.getLong("fluxion.trial.started", System.currentTimeMillis());
      for (int k = 1; k <= STEPS; k++) {
        work.run();
        if (k == 1 || k == 10 || k == 100 || k == STEPS) {
          print("step " + k, System.currentTimeMillis() - start);
        }
      }
    }
  },
  /** Kilobytes: the most that the process had, the heap in use, and what Java makes for a step. */
  MEMORY {
    @Override
    void run(Work work) throws IOException {
      for (int k = 0; k < SETTLED; k++) {
        work.run();
      }
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < SETTLED; k++) {
        work.run();
      }
      long made = threads.getCurrentThreadAllocatedBytes() - before;
      long peak = peakOfProcess();
      System.gc();
      print("peak", peak);
      print("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10);
      print("per step", made / SETTLED >> 10);
      // Until here, so that its tensors count.
      work.run();
    }
  };

  private static final int STEPS = 1000;
  private static final int SETTLED = 100;
  private static final String PEAK = "VmHWM:";

  abstract void run(Work work) throws IOException;

  /**
   * Runs a trial and prints its figures.
   *
   * @param library makes a workload
   * @param arguments the trial and the workload, by name
   * @throws IOException if the system does not tell of the memory
   */
  public static void run(Function<Workload, Work> library, String... arguments) throws IOException {
    valueOf(arguments[0]).run(library.apply(Workload.valueOf(arguments[1])));
  }

  private static void print(String name, long number) {
    System.out.println(name + "=" + number);
  }

  private static long peakOfProcess() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(-1);
  }
}
