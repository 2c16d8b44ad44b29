package dev.fluxion.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Benchmarks timed in turns, so that their times can be divided by each other.
 *
 * <p>JMH runs all forks of one benchmark before the first of the next. Where a machine changes its
 * speed from minute to minute, that falls on some benchmarks and not on others. So here JMH is
 * asked for one fork of one benchmark at a time: each round runs every subject once, each in a JVM
 * of its own, and the figure of a subject is the median over the rounds.
 */
public final class Rounds {
  /**
   * How often, and how long each time.
   *
   * @param rounds how often
   * @param warmups seconds to warm up; 0 for a single call, whose time means nothing
   * @param iterations seconds to measure
   */
  public record Length(int rounds, int warmups, int iterations) {
    /** Three rounds, each of 5 s to warm up and 3 s to measure. */
    public static final Length MEASURED = new Length(3, 5, 3);

    /** A single call each, to see that it runs; the numbers mean nothing. */
    public static final Length SMOKE = new Length(1, 0, 1);

    /**
     * The length that the arguments of a program ask for.
     *
     * @param arguments nothing, or {@code --smoke}
     * @return the length
     * @throws IllegalArgumentException if they are anything else
     */
    public static Length of(String... arguments) {
      if (arguments.length == 0) {
        return MEASURED;
      }
      if (arguments.length == 1 && arguments[0].equals("--smoke")) {
        return SMOKE;
      }
      throw new IllegalArgumentException(
          "the arguments are nothing or --smoke, got " + String.join(" ", arguments));
    }
  }

  /**
   * What is timed.
   *
   * @param benchmark the class and the method, with the package
   * @param parameters the values of JMH parameters by name
   * @param jvmArguments further arguments for its JVM
   */
  public record Subject(
      String benchmark, Map<String, String> parameters, List<String> jvmArguments) {}

  /**
   * What came out.
   *
   * @param micros the median over the rounds in microseconds, NaN if there is none
   * @param problem why there is none, in the words of the JVM that failed; otherwise empty
   */
  public record Figure(double micros, String problem) {}

  private static final Pattern FAILURE =
      Pattern.compile("<(?:failure|forked VM failed[^>]*)>\\s*(\\S[^\\n]*)");

  private final Length length;
  private final Path logs;

  /**
   * Rounds to be run.
   *
   * @param length how often and how long
   * @param logs the directory for what JMH says, a file for each subject and round
   */
  public Rounds(Length length, Path logs) {
    this.length = length;
    this.logs = logs;
  }

  /**
   * Runs the rounds. A subject that fails is left out of the later ones.
   *
   * @param subjects what to time
   * @return the figure of each
   * @throws IOException if the logs cannot be written
   * @throws RunnerException if JMH does not know a benchmark
   */
  public Map<Subject, Figure> run(List<Subject> subjects) throws IOException, RunnerException {
    Files.createDirectories(logs);
    var times = new LinkedHashMap<Subject, List<Double>>();
    var problems = new LinkedHashMap<Subject, String>();
    for (int round = 1; round <= length.rounds; round++) {
      System.err.println("round " + round + " of " + length.rounds);
      for (int k = 0; k < subjects.size(); k++) {
        var subject = subjects.get(k);
        if (!problems.containsKey(subject)) {
          var log = logs.resolve("round%d-%02d.log".formatted(round, k + 1));
          double time = time(subject, log);
          if (Double.isNaN(time)) {
            problems.put(subject, problem(log));
          } else {
            times.computeIfAbsent(subject, _ -> new ArrayList<>()).add(time);
          }
        }
      }
    }
    var figures = new LinkedHashMap<Subject, Figure>();
    for (var subject : subjects) {
      var problem = problems.get(subject);
      figures.put(
          subject,
          problem == null
              ? new Figure(median(times.getOrDefault(subject, List.of())), "")
              : new Figure(Double.NaN, problem));
    }
    return figures;
  }

  private double time(Subject subject, Path log) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(subject.benchmark) + "$")
            .forks(1)
            .warmupIterations(length.warmups)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(length.iterations)
            .measurementTime(TimeValue.seconds(1))
            .mode(length.warmups == 0 ? Mode.SingleShotTime : Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .jvmArgsAppend(subject.jvmArguments.toArray(String[]::new))
            .output(log.toString());
    subject.parameters.forEach(options::param);
    var results = new Runner(options.build()).run();
    return results.isEmpty() ? Double.NaN : results.iterator().next().getPrimaryResult().getScore();
  }

  private static String problem(Path log) throws IOException {
    var failure = FAILURE.matcher(Files.readString(log));
    return (failure.find() ? failure.group(1).strip() : "no result") + " (see " + log + ")";
  }

  /**
   * The median.
   *
   * @param times numbers in any order
   * @return the one in the middle, or the mean of two; NaN if there are none
   */
  public static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
