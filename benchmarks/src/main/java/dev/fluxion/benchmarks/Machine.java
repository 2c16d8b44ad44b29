package dev.fluxion.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where figures come from, in a line to stand above them. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /**
   * The processor, the system, the JDK, and the load: figures from a machine that does other work
   * are worth little.
   *
   * @return one line
   * @throws IOException if the system has a list of processors and it cannot be read
   */
  public static String line() throws IOException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d processors, %s %s, JDK %s, load %.1f at the start"
        .formatted(
            processor(),
            system.getAvailableProcessors(),
            system.getName(),
            system.getArch(),
            Runtime.version(),
            system.getSystemLoadAverage());
  }

  private static String processor() throws IOException {
    if (!Files.exists(PROCESSORS)) {
      return "a processor without a name";
    }
    return Files.readAllLines(PROCESSORS).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("a processor without a name");
  }
}
