package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.Custom;
import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.Pull;
import dev.fluxion.Push;
import dev.fluxion.Residuals;
import dev.fluxion.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules that a user states are held to the laws as any function, and wrong ones break them. */
class CustomLawsTest {
  private static final Tensor X = Fluxion.wrap(new double[] {-1, 0.5, 2, 1.25});
  private static final Tensor Y = Fluxion.wrap(new double[] {0.75, -2, 1.5, 3});

  /** {@code sin(x)·y}, summed along nothing: two arguments, so that one can be dropped. */
  private static final Fn<List<Tensor>, Tensor> VALUE = p -> p.get(0).sin().mul(p.get(1));

  private static final Pull<List<Tensor>, Tensor, List<Tensor>> PULL =
      (p, ct) -> List.of(ct.mul(p.get(1)).mul(p.get(0).cos()), ct.mul(p.get(0).sin()));

  private static final Push<List<Tensor>, Tensor> PUSH =
      (p, t) -> t.get(0).mul(p.get(1)).mul(p.get(0).cos()).add(t.get(1).mul(p.get(0).sin()));

  private static Custom<List<Tensor>, Tensor> vjp(Pull<List<Tensor>, Tensor, List<Tensor>> pull) {
    return Fluxion.customVjp((List<Tensor> p) -> new Residuals<>(VALUE.apply(p), p), pull);
  }

  private static Subject subject(Fn<List<Tensor>, Tensor> f) {
    return Subject.of("f", x -> List.of(f.apply(x)));
  }

  @TestFactory
  Stream<DynamicTest> aVjp() {
    return Laws.tests(
        "the square by its vjp",
        Fluxion.customVjp(
            (Tensor x) -> new Residuals<>(x.square(), x),
            (Tensor x, Tensor ct) -> ct.mul(x).mul(2)),
        X);
  }

  @TestFactory
  Stream<DynamicTest> aJvp() {
    Fn<Tensor, Tensor> value = x -> x.square().neg().exp();
    return Laws.tests(
        "the Gaussian by its jvp",
        Fluxion.customJvp(value, (x, t) -> t.mul(x).mul(-2).mul(value.apply(x))),
        X);
  }

  @TestFactory
  Stream<DynamicTest> allForms() {
    Map<String, Fn<List<Tensor>, Tensor>> forms =
        Map.of(
            "plain", VALUE,
            "vjp", vjp(PULL),
            "jvp", Fluxion.customJvp(VALUE, PUSH),
            "both", vjp(PULL).jvp(PUSH),
            "vjp, sequential", vjp(PULL).sequential(),
            "jvp, sequential", Fluxion.customJvp(VALUE, PUSH).sequential(),
            "a checkpoint", Fluxion.checkpoint(VALUE),
            "a checkpoint of a vjp", Fluxion.checkpoint(vjp(PULL)),
            "a vjp of a checkpoint",
                Fluxion.customVjp(
                    (List<Tensor> p) -> new Residuals<>(Fluxion.checkpoint(VALUE).apply(p), p),
                    PULL));
    return forms.entrySet().stream()
        .map(form ->
            DynamicTest.dynamicTest(
                form.getKey(), () -> Laws.check(subject(form.getValue()), List.of(X, Y))));
  }

  @TestFactory
  Stream<DynamicTest> aLoop() {
    return Laws.tests(
        "five steps",
        x -> Fluxion.checkpointedLoop(5, 2, x, (i, s) -> s.add(s.sin().mul(0.1 * (i + 1)))),
        X);
  }

  @Test
  void wrongPullsBreakALaw() {
    breaks(
        vjp((p, ct) ->
            List.of(ct.mul(p.get(1)).mul(p.get(0).cos()).neg(), ct.mul(p.get(0).sin()))));
    breaks(
        vjp((p, ct) ->
            List.of(ct.mul(p.get(1)).mul(p.get(0).cos()).mul(2), ct.mul(p.get(0).sin()))));
    breaks(vjp((p, ct) -> List.of(ct.mul(p.get(1)), ct.mul(p.get(0).sin()))));
    breaks(vjp((p, ct) -> Arrays.asList(ct.mul(p.get(1)).mul(p.get(0).cos()), null)));
    breaks(vjp((p, ct) -> List.of(ct.mul(p.get(0).sin()), ct.mul(p.get(1)).mul(p.get(0).cos()))));
    breaks(
        vjp((p, ct) ->
            List.of(ct.mul(p.get(1)).mul(p.get(0).cos().detach()), ct.mul(p.get(0).sin()))));
    breaks(vjp((p, ct) -> PULL.apply(p, ct.clamp(-0.1, 0.1))));
  }

  @Test
  void wrongPushesBreakALaw() {
    breaks(Fluxion.customJvp(VALUE, (p, t) -> PUSH.apply(p, t).neg()));
    breaks(Fluxion.customJvp(VALUE, (p, t) -> PUSH.apply(p, t).mul(1.0001)));
    breaks(Fluxion.customJvp(VALUE, (p, t) -> t.get(0).mul(p.get(1)).mul(p.get(0).cos())));
    breaks(Fluxion.customJvp(VALUE, (p, t) -> PUSH.apply(List.of(p.get(0).detach(), p.get(1)), t)));
    // Both rules right, and not of the same function.
    breaks(vjp(PULL).jvp((p, t) -> PUSH.apply(p, t).mul(2)));
  }

  private static void breaks(Fn<List<Tensor>, Tensor> f) {
    assertDoesNotThrow(() -> f.apply(List.of(X, Y)));
    assertThrows(AssertionError.class, () -> Laws.check(subject(f), List.of(X, Y)));
  }
}
