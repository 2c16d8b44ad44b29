package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;

/**
 * Whether elementwise operations stay fast when a program uses many of them: each is timed alone in
 * a JVM of its own, and then all of them in turn in one. Code that the JIT compiles well alone only
 * (since it inlines by profiles that others share, say) shows up here; it is the guard of the
 * kernels. Ends with 1 if an operation takes more than twice its time alone.
 */
public final class KernelsTogether {
  private static final int N = 1 << 16;
  private static final double LIMIT = 2;
  private static final int CALLS = 301;

  private KernelsTogether() {}

  /**
   * Prints a table of both times in nanoseconds an element.
   *
   * @param arguments nothing; or the name of an operation, to print its time alone
   * @throws IOException if a JVM cannot be started
   * @throws InterruptedException if this thread is interrupted while one runs
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    var all = operations();
    if (arguments.length == 1) {
      var only = Map.of(arguments[0], all.getOrDefault(arguments[0], (x, _) -> x));
      System.out.println(measure(only, 4).get(arguments[0]));
      return;
    }
    System.out.println(Machine.line());
    var alone = new LinkedHashMap<String, Double>();
    for (var name : all.keySet()) {
      alone.put(name, alone(name));
    }
    var together = measure(all, 25);
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("operation", "alone", "together", "ratio"));
    boolean good = true;
    for (var name : all.keySet()) {
      double one = alone.getOrDefault(name, Double.NaN);
      double many = together.getOrDefault(name, Double.NaN);
      rows.add(List.of(name, text(one), text(many), text(many / one)));
      good &= many / one <= LIMIT;
    }
    System.out.print(new Table(rows));
    System.out.println(good ? "All are within " + LIMIT + "." : "Some are beyond " + LIMIT + ".");
    System.exit(good ? 0 : 1);
  }

  private static String text(double x) {
    return String.format(Locale.ROOT, "%.2f", x);
  }

  private static Map<String, BinaryOperator<Tensor>> operations() {
    var all = new LinkedHashMap<String, BinaryOperator<Tensor>>();
    all.put("abs", (x, _) -> x.abs());
    all.put("atan", (x, _) -> x.atan());
    all.put("cos", (x, _) -> x.cos());
    all.put("exp", (x, _) -> x.exp());
    all.put("expm1", (x, _) -> x.expm1());
    all.put("log", (_, y) -> y.log());
    all.put("log1p", (_, y) -> y.log1p());
    all.put("neg", (x, _) -> x.neg());
    all.put("reciprocal", (x, _) -> x.reciprocal());
    all.put("relu", (x, _) -> x.relu());
    all.put("rsqrt", (_, y) -> y.rsqrt());
    all.put("sigmoid", (x, _) -> x.sigmoid());
    all.put("sin", (x, _) -> x.sin());
    all.put("softplus", (x, _) -> x.softplus());
    all.put("sqrt", (_, y) -> y.sqrt());
    all.put("square", (x, _) -> x.square());
    all.put("tan", (x, _) -> x.tan());
    all.put("tanh", (x, _) -> x.tanh());
    all.put("add", (x, y) -> x.add(y));
    all.put("addOfNumber", (x, _) -> x.add(2));
    all.put("div", (x, y) -> x.div(y));
    all.put("maximum", (x, y) -> x.maximum(y));
    all.put("minimum", (x, y) -> x.minimum(y));
    all.put("mul", (x, y) -> x.mul(y));
    all.put("powOfNumber", (_, y) -> y.pow(3));
    all.put("sub", (x, y) -> x.sub(y));
    all.put("lt", (x, y) -> x.lt(y));
    all.put("eq", (x, y) -> x.eq(y));
    all.put("clamp", (x, _) -> x.clamp(-1, 1));
    for (var name : List.of("cos", "exp", "log", "log1p", "sigmoid", "sin", "tanh", "mul")) {
      var narrow = all.getOrDefault(name, (x, _) -> x);
      all.put(name + "64", narrow);
    }
    return all;
  }

  private static Map<String, Double> measure(
      Map<String, BinaryOperator<Tensor>> operations, int seconds) {
    var random = new Random(1);
    var numbers = new float[N];
    for (int i = 0; i < N; i++) {
      numbers[i] = (float) random.nextGaussian() * 2;
    }
    var x = Fluxion.from(numbers);
    var y = x.abs().add(0.1);
    var x64 = x.toFloat64();
    var y64 = y.toFloat64();
    var times = new LinkedHashMap<String, long[]>();
    operations.keySet().forEach(name -> times.put(name, new long[CALLS]));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (var _ = Fluxion.noGrad()) {
      for (int call = 0; call < CALLS; call += System.nanoTime() < end ? 0 : 1) {
        for (var entry : operations.entrySet()) {
          boolean wide = entry.getKey().endsWith("64");
          long start = System.nanoTime();
          var _ = entry.getValue().apply(wide ? x64 : x, wide ? y64 : y);
          times.getOrDefault(entry.getKey(), new long[CALLS])[call] = System.nanoTime() - start;
        }
      }
    }
    var medians = new LinkedHashMap<String, Double>();
    times.forEach((name, all) -> {
      Arrays.sort(all);
      medians.put(name, all[CALLS / 2] / (double) N);
    });
    return medians;
  }

  /** The time of an operation in a JVM like this one that does nothing else. */
  private static double alone(String name) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--class-path");
    command.add(System.getProperty("java.class.path"));
    command.add(KernelsTogether.class.getName());
    command.add(name);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("the JVM for " + name + " failed: " + text);
    }
    return Double.parseDouble(text);
  }
}
