package dev.fluxion.laws;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Checks a function of tensors against every {@link Law}.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> gaussian() {
 *   return Laws.tests("gaussian", x -> x.square().neg().exp(), from(new double[] {-1, 0.5, 2}));
 * }
 * }</pre>
 *
 * <p>Directions are random from a fixed seed, {@code -Dfluxion.laws.seed=…}, which a failure
 * prints. With {@code -Dfluxion.laws=long} there are 20 times as many.
 */
public final class Laws {
  private static final long SEED = Long.getLong("fluxion.laws.seed", 20260117);
  private static final int TIMES = "long".equals(System.getProperty("fluxion.laws")) ? 20 : 1;
  private static final int DRAWS = 3;

  private Laws() {}

  /**
   * Checks all laws at one point, which must be smooth: no kink nearer than 1/64.
   *
   * @param f a function made of tensor operations
   * @param x where, float64
   * @throws AssertionError if a law does not hold
   */
  public static void check(Fn<Tensor, Tensor> f, Tensor x) {
    check(Subject.of("f", in -> List.of(f.apply(in.getFirst()))), List.of(x));
  }

  /**
   * Checks all laws at one point, which must be smooth: no kink nearer than 1/64.
   *
   * @param subject the function
   * @param x its operands, floating ones in float64
   * @throws AssertionError if a law does not hold
   */
  public static void check(Subject subject, List<Tensor> x) {
    for (var law : Law.values()) {
      check(law, subject, x);
    }
  }

  /**
   * The laws as tests of JUnit, one each.
   *
   * @param name what the function is called
   * @param f a function made of tensor operations
   * @param x where, float64
   * @return what a {@code @TestFactory} hands out
   */
  public static Stream<DynamicTest> tests(String name, Fn<Tensor, Tensor> f, Tensor x) {
    var subject = Subject.of(name, in -> List.of(f.apply(in.getFirst())));
    return Arrays.stream(Law.values())
        .map(law ->
            DynamicTest.dynamicTest(name + ": " + law, () -> check(law, subject, List.of(x))));
  }

  /**
   * The laws as tests of JUnit, for every primitive that Fluxion has, over the examples that it
   * states.
   *
   * @return what a {@code @TestFactory} hands out: a container for each primitive
   */
  public static Stream<DynamicNode> ofAllPrimitives() {
    return OpChecks.all();
  }

  private static void check(Law law, Subject subject, List<Tensor> x) {
    for (int draw = 0; draw < draws(DRAWS); draw++) {
      long seed = seed(draw);
      var at = Point.at(subject, x, seed);
      inContext(law + " of " + subject.name(), seed, () -> law.check(subject, at));
    }
  }

  /** How often to draw where n times is enough for every day. */
  static int draws(int n) {
    return n * TIMES;
  }

  static long seed(int draw) {
    return SEED + draw;
  }

  /** Runs a check and says in its failure where it failed and how to see it again. */
  static void inContext(String where, long seed, Runnable check) {
    try {
      check.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          where + " (seed " + seed + "): " + (e.getMessage() == null ? e : e.getMessage()), e);
    }
  }
}
