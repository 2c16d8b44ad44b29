package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A user's function passes all laws, and each law fails for a function made to break it. */
class LawsTest {
  private static final Tensor X = Fluxion.wrap(new double[] {-1, 0.5, 2, 1.25});

  @TestFactory
  Stream<DynamicTest> gaussian() {
    return Laws.tests("gaussian", x -> x.square().neg().exp(), X);
  }

  @TestFactory
  Stream<DynamicTest> rosenbrock() {
    return Laws.tests(
        "rosenbrock",
        x -> {
          var head = x.narrow(0, 0, 3);
          var tail = x.narrow(0, 1, 3);
          var valley = tail.sub(head.square()).square().mul(100);
          return valley.add(Fluxion.sub(1, head).square()).sum();
        },
        X);
  }

  @Test
  void aDerivativeThatIsNotOneOfTheValueIsNoticed() {
    // Half of the function is hidden from derivatives.
    assertBreaks(Law.DIFFERENCE, x -> x.mul(x.detach()));
  }

  @Test
  void aDerivativeThatCannotBeDifferentiatedIsNoticed() {
    // The value of x², and its first derivative; the second one is 0.
    assertBreaks(Law.SECOND_ORDER, x -> x.mul(x.detach()).mul(2).sub(x.detach().square()));
    assertKeeps(Law.DIFFERENCE, x -> x.mul(x.detach()).mul(2).sub(x.detach().square()));
  }

  @Test
  void anotherFunctionInFloat32IsNoticed() {
    assertBreaks(Law.TYPES, x -> x.dtype() == DType.FLOAT32 ? x.mul(1.0001) : x.mul(1));
  }

  @Test
  void aFunctionThatLooksAtStridesIsNoticed() {
    assertBreaks(Law.VIEWS, x -> x.isContiguous() ? x.mul(2) : x.add(x.mul(1 + 1e-15)));
  }

  @Test
  void aFunctionThatChangesFromCallToCallIsNoticed() {
    var calls = new AtomicInteger();
    assertBreaks(Law.READINGS, x -> x.mul(calls.incrementAndGet()));
  }

  @Test
  void aFunctionThatIsAnotherWhereItIsFollowedIsNoticed() {
    assertBreaks(Law.PATTERN, x -> x.requiresGrad() ? x.flip(0) : x.mul(1));
  }

  @Test
  void aFunctionThatWritesToItsOperandIsNoticed() {
    assertBreaks(
        Law.PURITY,
        x -> {
          var y = x.mul(2);
          var _ = x.detach().zero_();
          return y;
        });
  }

  @Test
  void aGradientThatDependsOnWhoElseAskedIsNoticed() {
    var subject =
        Subject.of("f", x -> List.of(x.get(0).mul(x.get(1).requiresGrad() ? 2 : 1).add(x.get(1))));
    var at = Point.at(subject, List.of(X, X), 1);
    assertThrows(AssertionError.class, () -> Law.MASKS.check(subject, at));
  }

  @Test
  void modesThatAreNotTransposesAreNoticed() {
    var right = Subject.of("f", x -> List.of(x.getFirst().sin()));
    var wrong = ResultMutant.slips(1, 1).getFirst().apply(right);
    var at = Point.at(right, List.of(X), 1);
    assertDoesNotThrow(() -> Law.ADJOINT.check(right, at));
    assertThrows(AssertionError.class, () -> Law.ADJOINT.check(wrong, at));
  }

  @Test
  void aTangentThatIsNotThatOfTheSeriesIsNoticed() {
    var right = Subject.of("f", x -> List.of(x.getFirst().sin()));
    var wrong = ResultMutant.slips(1, 1).getFirst().apply(right);
    var at = Point.at(right, List.of(X), 1);
    assertDoesNotThrow(() -> Law.TAYLOR.check(right, at));
    assertThrows(AssertionError.class, () -> Law.TAYLOR.check(wrong, at));
  }

  @Test
  void aFailureSaysWhereAndHowToSeeItAgain() {
    var thrown = assertThrows(AssertionError.class, () -> Laws.check(x -> x.mul(x.detach()), X));
    var message = String.valueOf(thrown.getMessage());
    assertTrue(
        message.startsWith(
            "DIFFERENCE of f (seed " + Laws.seed(0) + "): the tangent 0, element 0: got "),
        message);
  }

  @Test
  void everyPrimitiveIsThere() {
    // Each record of the hierarchy, however deep; the number is a lower bound, as there will be
    // more.
    assertTrue(Ops.all().size() >= 60, "found " + Ops.all().size());
    assertEquals(Ops.all().size(), Ops.all().stream().distinct().count());
    assertTrue(Ops.all().stream().allMatch(Class::isRecord));
  }

  private static void assertBreaks(Law law, Fn<Tensor, Tensor> f) {
    var subject = Subject.of("f", x -> List.of(f.apply(x.getFirst())));
    var x = X.copy();
    var at = Point.at(Subject.of("like", in -> in), List.of(x), 1);
    assertThrows(AssertionError.class, () -> law.check(subject, at));
  }

  private static void assertKeeps(Law law, Fn<Tensor, Tensor> f) {
    var subject = Subject.of("f", x -> List.of(f.apply(x.getFirst())));
    var at = Point.at(subject, List.of(X), 1);
    assertDoesNotThrow(() -> law.check(subject, at));
  }
}
