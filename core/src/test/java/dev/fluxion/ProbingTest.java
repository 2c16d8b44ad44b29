package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That a pattern is found as it is, and in few runs. */
class ProbingTest {
  private static final long SEED = 2002;

  /** A function with this pattern. */
  private static Fn<Tensor, Tensor> with(Sparsity pattern) {
    return x -> new SparseMatrix(pattern, Fluxion.ones(FLOAT64, pattern.nnz())).multiply(x.sin());
  }

  private static void finds(Sparsity pattern) {
    var x = Tree.of(Fluxion.zeros(FLOAT64, pattern.columns()));
    var found = Probing.find(with(pattern), x);
    assertEquals(pattern, found.pattern());
    assertEquals(Shape.of(pattern.rows()), found.result().shape());
  }

  @Test
  void findsWhatThereIs() {
    finds(Patterns.banded(1, 0));
    finds(Patterns.banded(300, 2));
    finds(Patterns.arrow(130));
    finds(Patterns.of(70, 200, (i, j) -> i == j % 70));
    finds(Patterns.of(5, 700, (i, j) -> i == 2 && j > 650));
    finds(Patterns.of(90, 80, (_, _) -> true));
    var random = new Random(SEED);
    finds(Patterns.shuffled(Patterns.banded(500, 1), random));
    for (int trial = 0; trial < 25; trial++) {
      int rows = 1 + random.nextInt(150);
      finds(Patterns.random(rows, 1 + random.nextInt(300), random.nextDouble() / 10, random));
    }
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    finds(Patterns.of(3, 100, (_, _) -> false));
    finds(Patterns.of(0, 3, (_, _) -> false));
    finds(Patterns.of(3, 0, (_, _) -> false));
  }

  /** Rows that are much fuller than the others are left out, and found all the same. */
  @Test
  void findsSymmetricOnes() {
    var random = new Random(SEED);
    List<Sparsity> all =
        List.of(
            Patterns.arrow(400),
            Patterns.shuffled(Patterns.arrow(400), random),
            Patterns.of(300, 300, (i, j) -> i != j && (i < 3 || j < 3)),
            Patterns.of(300, 300, (i, j) -> (i == 7) != (j == 7)),
            Patterns.banded(300, 3),
            Patterns.of(100, 100, (_, _) -> true));
    for (var pattern : all) {
      var x = Tree.of(Fluxion.zeros(FLOAT64, pattern.columns()));
      assertEquals(pattern, Probing.findSymmetric(with(pattern), x).pattern());
    }
  }

  @Test
  void runsSeldom() {
    var runs = new AtomicInteger();
    var f = with(Patterns.banded(10_000, 1));
    Fn<Tensor, Tensor> counted =
        x -> {
          runs.incrementAndGet();
          return f.apply(x);
        };
    Probing.find(counted, Tree.of(Fluxion.zeros(FLOAT64, 10_000)));
    // 1 for all inputs, and 5 to cut 10,000 into eighths.
    assertTrue(runs.get() <= 6, () -> runs + " runs");
  }

  @Test
  void goesThroughSeveralTensors() {
    var x =
        Tree.of(List.of(Fluxion.zeros(2, 2), Fluxion.zeros(FLOAT64), Fluxion.zeros(FLOAT64, 3)));
    var found = Probing.find(p -> p.get(2).mul(p.get(1)).add(p.get(0).get(1, 0)).reshape(3, 1), x);
    assertEquals("3 × 8 with 9 entries\n··×·××··\n··×·×·×·\n··×·×··×", found.pattern() + "");
    assertEquals(new dev.fluxion.op.Spec(Shape.of(3, 1), FLOAT64), found.result());
  }

  @Test
  void refusesAFunctionThatChanges() {
    var runs = new AtomicInteger();
    Fn<Tensor, Tensor> f =
        x -> {
          int from = runs.getAndIncrement() == 0 ? 1 : 2;
          return Fluxion.cat(List.of(x.narrow(0, 0, from), Fluxion.ones(3 - from)), 0);
        };
    var e = assertThrows(GraphException.class, () -> Probing.find(f, Tree.of(Fluxion.ones(3))));
    assertEquals(
        "a sparse derivative needs a function that takes the same branches whenever it runs at a"
            + " point, got an element, number 1, that depends on more inputs than it did before",
        e.getMessage());
  }
}
