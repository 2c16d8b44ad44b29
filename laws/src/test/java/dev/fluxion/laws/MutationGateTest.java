package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import dev.fluxion.op.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The laws can fail: for every primitive, every derivative that is one slip away from the right one
 * breaks {@link Law#ADJOINT}, {@link Law#DIFFERENCE} or a {@link Stated} derivative, or is equal to
 * it.
 *
 * <p>A mutant of a statement counts as equal if it gives the same numbers at 300 random points of
 * the domain, more than the laws look at, and on a grid where kinks lie; a mutant of results if it
 * gives the same at all points the laws look at.
 */
class MutationGateTest {
  private static final long SEED = 20260118;
  private static final int DRAWS = 2;
  private static final int POINTS = 300;
  private static final double[] GRID = {-2, -1, 0, 1, 2};

  private static int noticed;
  private static int equal;
  private static int survived;

  private final List<String> survivors = new ArrayList<>();

  /** A point that the laws look at. */
  private record Trial(Example example, Point at) {
    boolean notices(Subject mutant) {
      for (var law : List.of(Law.ADJOINT, Law.DIFFERENCE)) {
        if (law.suits(example.smoothness())) {
          try {
            law.check(mutant, at);
          } catch (AssertionError broken) {
            return true;
          }
        }
      }
      return false;
    }
  }

  @TestFactory
  Stream<DynamicTest> primitives() {
    return Ops.all().stream()
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> check(type)));
  }

  @AfterAll
  static void report() {
    System.out.printf("mutants: %d noticed, %d equal, %d survived%n", noticed, equal, survived);
  }

  private void check(Class<?> type) {
    survivors.clear();
    List<Trial> trials = new ArrayList<>();
    for (var e : Ops.examples(type)) {
      if (Law.ADJOINT.suits(e.smoothness())) {
        for (int draw = 0; draw < DRAWS; draw++) {
          trials.add(new Trial(e, new Draws(Laws.seed(draw)).point(e)));
        }
      }
    }
    // Predicates are the only primitives without a derivative; all others are smooth somewhere.
    boolean smooth = trials.stream().anyMatch(t -> Law.SECOND_ORDER.suits(t.example.smoothness()));
    assertEquals(!Predicate.class.isAssignableFrom(type), smooth);
    int before = noticed;
    checkResults(trials);
    if (Elementwise.class.isAssignableFrom(type) && !trials.isEmpty()) {
      checkStatement(Ops.elementwise(type), trials);
    }
    assertEquals(smooth, noticed > before);
    survived += survivors.size();
    assertEquals(List.of(), survivors, "mutants that no law notices (seed " + SEED + ")");
  }

  private void count(String name, boolean isNoticed, boolean differs) {
    if (isNoticed) {
      noticed++;
    } else if (differs) {
      survivors.add(name);
    } else {
      equal++;
    }
  }

  private void checkResults(List<Trial> trials) {
    int operands = 0;
    int results = 0;
    for (var trial : trials) {
      operands = Math.max(operands, trial.at().x().size());
      results = Math.max(results, trial.at().ct().size());
    }
    for (var slip : ResultMutant.slips(operands, results)) {
      boolean isNoticed = false;
      boolean differs = false;
      for (int k = 0; !isNoticed && k < trials.size(); k++) {
        var trial = trials.get(k);
        var right = new OpSubject(trial.example().op());
        var mutant = slip.apply(right);
        isNoticed = trial.notices(mutant);
        differs |= !isNoticed && differs(mutant, right, trial.at());
      }
      count(slip.what(), isNoticed, differs);
    }
  }

  private static boolean differs(Subject wrong, Subject right, Point at) {
    try {
      Near.near("jvp", wrong.jvp(at.x(), at.t()), right.jvp(at.x(), at.t()), 0);
      Near.near("vjp", wrong.vjp(at.x(), at.ct()), right.vjp(at.x(), at.ct()), 0);
      return false;
    } catch (AssertionError differ) {
      return true;
    }
  }

  private void checkStatement(Elementwise op, List<Trial> trials) {
    List<Integer> operands = new ArrayList<>();
    for (int k = 0; k < Ops.arity(op); k++) {
      if (!isTruth(op, k)) {
        operands.add(k);
      }
    }
    var right = new LanesSubject(op);
    var points = points(op);
    for (var mutant : StatementMutants.of(op, operands)) {
      var wrong = new LanesSubject(op, mutant.partial());
      boolean isNoticed =
          breaksStated(op, mutant.partial()) || trials.stream().anyMatch(t -> t.notices(wrong));
      count(mutant.name(), isNoticed, !isNoticed && differs(wrong, right, operands, points));
    }
  }

  private static boolean isTruth(Elementwise op, int operand) {
    return op.operand(operand, DType.FLOAT64) == DType.BOOL;
  }

  private static boolean breaksStated(Elementwise op, LanesSubject.Partial partial) {
    for (var row : Stated.ALL) {
      if (row.op().equals(op)) {
        var x = row.x().toArray(Double[]::new);
        double y = new LanesSubject(op).value(x);
        for (int k = 0; k < x.length; k++) {
          for (double t : Stated.DIRECTIONS) {
            if (!row.agrees(k, partial.at(k, y, t, x) / t)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /** Random points of the domain, and then the grid. */
  private static List<Double[]> points(Elementwise op) {
    var random = new Random(SEED);
    int arity = Ops.arity(op);
    List<Double[]> points = new ArrayList<>();
    for (int i = 0; i < POINTS + Math.pow(GRID.length, arity); i++) {
      var x = new Double[arity];
      for (int k = 0, rest = i - POINTS; k < arity; k++, rest /= GRID.length) {
        var d = op.domain(k);
        double u = random.nextDouble();
        x[k] =
            isTruth(op, k)
                ? Math.rint(u)
                : i < POINTS ? d.low() + u * (d.high() - d.low()) : GRID[rest % GRID.length];
      }
      points.add(x);
    }
    return points;
  }

  private static boolean differs(
      LanesSubject wrong, LanesSubject right, List<Integer> operands, List<Double[]> points) {
    for (var x : points) {
      double y = right.value(x);
      for (int k : operands) {
        double a = wrong.partial().at(k, y, 0.75, x);
        double b = right.partial().at(k, y, 0.75, x);
        boolean same = a == b || Double.isNaN(a) && Double.isNaN(b);
        if (!same && !(Math.abs(a - b) <= 1e-13 * (Math.abs(a) + Math.abs(b)))) {
          return true;
        }
      }
    }
    return false;
  }
}
