package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.allowUnused;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.customJvp;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.inferenceMode;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.variable;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.Fluxion.zerosLike;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules that a user states, in reverse mode: what goes in and comes out, in which manner, and how
 * often. {@code CustomLevelsTest} has them in forward mode and mapped.
 *
 * <p>Over 400 lines, since every way to use a rule and every refusal has its test here.
 */
class CustomTest {
  /** Two tensors and a number, to see that records are taken apart and put together. */
  record Pair(Tensor a, double scale, Tensor b) {}

  private static final String ANOTHER =
      "a rule gives the derivative by the argument of its function alone, but CustomBackward uses"
          + " another tensor that is followed; make it part of the argument, or detach() it";

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Custom<Tensor, Tensor> cube() {
    return customVjp(
        (Tensor x) -> new Residuals<>(x.mul(x).mul(x), x),
        (Tensor x, Tensor ct) -> ct.mul(x.square()).mul(3));
  }

  private static Custom<Tensor, Tensor> identity(Pull<Integer, Tensor, Tensor> pull) {
    return customVjp((Tensor x) -> new Residuals<>(x, 0), pull);
  }

  @Test
  void theRuleStandsInForTheDerivative() {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.square(), x), (Tensor x, Tensor ct) -> ct.mul(1000));
    Expect.tensor(f.apply(from(new double[] {2, 3})), FLOAT64, dims(2), 4, 9);
    var x = leaf(2, 3);
    f.apply(x).sum().backward();
    Expect.tensor(gradOf(x), FLOAT64, dims(2), 1000, 1000);
  }

  @Test
  void theNodeIsCalledCustomBackwardAndLeadsToTheArgument() {
    var x = leaf(2);
    var h = x.exp();
    var y = cube().apply(h);
    assertEquals("CustomBackward", nodeOf(y).name());
    assertSame(nodeOf(h), nodeOf(y).inputs().getFirst());
    assertFalse(y.isLeaf());
    assertTrue(y.requiresGrad());
    assertFalse(cube().apply(from(new double[] {2})).requiresGrad());
  }

  @Test
  void severalArgumentsAndResults() {
    // MXNet's example: m = x / y and n = x y.
    var f =
        customVjp(
            (List<Tensor> p) ->
                new Residuals<>(List.of(p.get(0).div(p.get(1)), p.get(0).mul(p.get(1))), p),
            (List<Tensor> p, List<Tensor> ct) -> {
              var x = p.get(0);
              var y = p.get(1);
              var dm = ct.get(0);
              var dn = ct.get(1);
              return List.of(dm.div(y).add(dn.mul(y)), dn.mul(x).sub(dm.mul(x).div(y).div(y)));
            });
    var x = leaf(2);
    var y = leaf(4);
    var out = f.apply(List.of(x, y));
    Expect.values(out.get(0), 0.5);
    Expect.values(out.get(1), 8);
    out.get(0).add(out.get(1)).sum().backward(retainGraph());
    Expect.values(gradOf(x), 4.25);
    Expect.values(gradOf(y), 1.875);
    // The cotangent of a result that plays no part is zeros: only n, and only m.
    Expect.values(grad(out.get(1).sum(), x, retainGraph()), 4);
    Expect.values(grad(out.get(0).sum(), y), -0.125);
  }

  @Test
  void aResultIsUsedTwiceAndWithWeights() {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(List.of(x.mul(2), x.mul(3)), 0),
            (Integer _, List<Tensor> ct) -> ct.get(0).mul(2).add(ct.get(1).mul(3)));
    var x = leaf(1, 10);
    var out = f.apply(x);
    // 2x · 3x + 2x: the derivative is 12x + 2.
    out.get(0).mul(out.get(1)).add(out.get(0)).sum().backward();
    Expect.values(gradOf(x), 14, 122);
  }

  @Test
  void aRecordWithANumberBetween() {
    var f =
        customVjp(
            (Pair p) -> new Residuals<>(p.a().mul(p.b()).mul(p.scale()), p),
            (Pair p, Tensor ct) ->
                new Pair(ct.mul(p.b()).mul(p.scale()), p.scale(), ct.mul(p.a()).mul(p.scale())));
    var a = leaf(2, 3);
    var b = leaf(5, 7);
    f.apply(new Pair(a, 10, b)).sum().backward();
    Expect.values(gradOf(a), 50, 70);
    Expect.values(gradOf(b), 20, 30);
  }

  @Test
  void mapsAndArraysAsArguments() {
    var f =
        customVjp(
            (Map<String, Tensor> p) ->
                new Residuals<>(new Tensor[] {Objects.requireNonNull(p.get("w")).mul(2)}, 0),
            (Integer _, Tensor[] ct) -> Map.of("w", ct[0].mul(2)));
    var w = leaf(1, 2);
    f.apply(Map.of("w", w))[0].sum().backward();
    Expect.values(gradOf(w), 2, 2);
  }

  @Test
  void nullInPlaceOfACotangentIsZero() {
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).mul(3).add(p.get(1)), 0),
            (Integer _, Tensor ct) -> Arrays.asList(ct.mul(3), null));
    var x = leaf(1);
    var y = leaf(1);
    var out = f.apply(List.of(x, y)).sum();
    var found = grad(List.of(out), List.of(x, y), allowUnused(), retainGraph());
    Expect.values(Objects.requireNonNull(found.getFirst()), 3);
    // It leads there, with nothing to bring.
    Expect.values(Objects.requireNonNull(found.get(1)), 0);
    out.backward();
    Expect.values(gradOf(x), 3);
    assertNull(y.grad());
    Fn<List<Tensor>, Tensor> total = p -> f.apply(p).sum();
    Expect.values(grad(total).apply(List.of(x, y)).get(1), 0);
  }

  @Test
  void nullForAllIsZeroToo() {
    Pull<Integer, Tensor, Tensor> none = (_, _) -> null;
    var x = leaf(1, 2);
    identity(none).apply(x).add(x).sum().backward();
    Expect.values(gradOf(x), 1, 1);
  }

  @Test
  void wholeArgumentsNeedNoCotangentAndWholeResultsGetZeros() {
    List<Tensor> cts = new ArrayList<>();
    var f =
        customVjp(
            (List<Tensor> p) ->
                new Residuals<>(
                    List.of(p.get(0).indexSelect(0, p.get(1)), p.get(0).max(0).indices()), 0),
            (Integer _, List<Tensor> ct) -> {
              cts.addAll(ct);
              return Arrays.asList(from(new double[] {0, 0, 1}).mul(ct.get(0).sum()), null);
            });
    var x = leaf(30, 10, 20);
    var out = f.apply(List.of(x, from(new long[] {2, 2})));
    assertFalse(out.get(1).requiresGrad());
    Expect.whole(out.get(1), INT64, dims(), 0);
    out.get(0).sum().backward();
    Expect.values(gradOf(x), 0, 0, 2);
    Expect.whole(cts.get(1), INT64, dims(), 0);
  }

  @Test
  void resultsCanHaveNoDerivative() {
    var f =
        customVjp(
                (Tensor x) -> new Residuals<>(List.of(x.max(), x.gt(1).to(FLOAT64)), x),
                (Tensor x, List<Tensor> ct) ->
                    ct.get(0).mul(x.eq(x.max()).to(FLOAT64)).add(ct.get(1)))
            .nonDifferentiable(1);
    var x = leaf(1, 3, 2);
    var out = f.apply(x);
    assertTrue(out.get(0).requiresGrad());
    assertFalse(out.get(1).requiresGrad());
    out.get(0).add(out.get(1).sum()).backward();
    Expect.values(gradOf(x), 0, 1, 0);
    var t = jvp(f, from(new double[] {1, 3, 2}), from(new double[] {1, 10, 100}));
    Expect.values(t.tangent().get(0), 10);
    Expect.values(t.tangent().get(1), 0, 0, 0);
    for (int k : new int[] {-1, 64}) {
      refused(
          IndexException.class,
          "the number of a result lies in [0, 63], got " + k,
          () -> f.nonDifferentiable(0, k));
    }
  }

  @Test
  void allResultsConstant() {
    var y = cube().nonDifferentiable(0).apply(leaf(2));
    assertFalse(y.requiresGrad());
    assertTrue(y.isLeaf());
  }

  @Test
  void straightThroughReversedAndClipped() {
    var x = leaf(-1.2, 0.4, 2.6);
    Fn<Tensor, Tensor> sign =
        customVjp(
            (Tensor a) -> new Residuals<>(a.gt(0).to(FLOAT64), 0), (Integer _, Tensor ct) -> ct);
    var y = sign.apply(x);
    Expect.values(y, 0, 1, 1);
    y.mul(from(new double[] {1, 2, 3})).sum().backward();
    Expect.values(gradOf(x), 1, 2, 3);

    x.grad(null);
    identity((_, ct) -> ct.neg()).apply(x).mul(x).sum().backward();
    // x² by one factor reversed: x - x.
    Expect.values(gradOf(x), 0, 0, 0);

    x.grad(null);
    identity((_, ct) -> ct.clamp(-0.75, 0.75)).apply(x).mul(2).sum().backward();
    Expect.values(gradOf(x), 0.75, 0.75, 0.75);
  }

  @Test
  void aResultHasMemoryOfItsOwn() {
    var x = from(new double[] {1, 2, 3, 4});
    Custom<Tensor, Tensor> same = identity((_, ct) -> ct);
    same.apply(x).zero_();
    Expect.values(x, 1, 2, 3, 4);
    var square =
        customVjp(
            (Tensor a) -> new Residuals<>(a.reshape(2, 2).t(), 0),
            (Integer _, Tensor ct) -> ct.t().reshape(4));
    square.apply(x).zero_();
    Expect.values(x, 1, 2, 3, 4);
    var leaf = leaf(1, 2, 3, 4);
    var y = square.apply(leaf);
    y.mul_(3).add_(1);
    y.sum().backward();
    Expect.values(gradOf(leaf), 3, 3, 3, 3);
    Expect.values(leaf, 1, 2, 3, 4);
    assertEquals(0, leaf.version());
  }

  @Test
  void aResultThatIsAViewOfAnIntermediateIsWrittenTo() {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.exp().reshape(2, 2).t(), 0),
            (Integer _, Tensor ct) -> ct.t().reshape(4).mul(7));
    var x = leaf(1, 2, 3, 4);
    var y = f.apply(x);
    y.get(0).mul_(10);
    y.sum().backward();
    // Of the transpose, row 0 is the elements 0 and 2.
    Expect.values(gradOf(x), 70, 7, 70, 7);
  }

  @Test
  void writesToWhatIsSavedAreNoticed() {
    var x = leaf(1, 2);
    var h = x.mul(1);
    var y = cube().apply(h);
    h.add_(1);
    refused(
        GraphException.class,
        "a value that the gradient needs was written to: a tensor of shape (2) and type float64,"
            + " saved by CustomBackward, is at version 1, expected version 0; write to a copy()"
            + " instead",
        () -> y.sum().backward());
  }

  @Test
  void writesToASavedResultAreNoticed() {
    var f =
        customVjp(
            (Tensor x) -> {
              var y = x.exp();
              return new Residuals<>(y, y);
            },
            (Tensor y, Tensor ct) -> ct.mul(y));
    var x = leaf(0, 0);
    var fine = f.apply(x);
    fine.sum().backward();
    Expect.values(gradOf(x), 1, 1);
    var y = f.apply(x);
    y.mul_(2);
    var thrown = assertThrows(GraphException.class, () -> y.sum().backward());
    assertTrue(String.valueOf(thrown.getMessage()).contains("saved by CustomBackward"));
  }

  @Test
  void aGraphServesOnePassUnlessItIsRetained() {
    var x = leaf(2);
    var y = cube().apply(x).sum();
    y.backward(retainGraph());
    y.backward();
    Expect.values(gradOf(x), 24);
    refused(
        GraphException.class,
        "the values that CustomBackward saved are freed by the first backward pass through them;"
            + " call backward(retainGraph()) the first time to run a second pass",
        y::backward);
  }

  @Test
  void derivativesToTheThirdOrderAreThoseOfTheFunction() {
    var x = leaf(2, 5);
    var y = cube().apply(x).sum();
    var first = grad(y, x, createGraph());
    var second = grad(first.sum(), x, createGraph());
    var third = grad(second.sum(), x);
    Expect.values(first, 12, 75);
    Expect.values(second, 12, 30);
    Expect.values(third, 6, 6);
  }

  @Test
  void whatIsSavedHasTheHistoryWithWhichItWasComputed() {
    // exp saves its result; its derivatives of every order are the result.
    var f =
        customVjp(
            (Tensor x) -> {
              var y = x.exp();
              return new Residuals<>(y, y);
            },
            (Tensor y, Tensor ct) -> ct.mul(y));
    var x = leaf(0.5);
    var y = f.apply(x);
    for (int order = 1; order <= 4; order++) {
      y = grad(y.sum(), x, createGraph());
      Expect.near(1e-15, y.detach(), Math.exp(0.5));
    }
  }

  @Test
  void aPullThatIsConstantCannotBeDifferentiatedAgain() {
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.square(), x),
            (Tensor x, Tensor ct) -> ct.mul(x.detach()).mul(2));
    var x = leaf(3);
    var first = grad(f.apply(x).sum(), x, createGraph());
    Expect.values(first, 6);
    assertFalse(first.requiresGrad());
    // By the cotangent it can: 2x.
    var v = leaf(1);
    var g = grad(f.apply(x), x, Fluxion.gradOutputs(v), createGraph());
    Expect.values(grad(g.sum(), v), 6);
  }

  @Test
  void hooksSeeTheNode() {
    var x = leaf(2, 3);
    var y = cube().apply(x);
    List<String> seen = new ArrayList<>();
    nodeOf(y)
        .registerHook((inputs, outputs) -> {
          seen.add(inputs + " for " + outputs);
          List<@Nullable Tensor> tenfold = new ArrayList<>();
          tenfold.add(Objects.requireNonNull(inputs.getFirst()).mul(10));
          return tenfold;
        });
    y.registerHook(ct -> ct.mul(2));
    y.sum().backward();
    assertEquals(1, seen.size());
    // Twice 3x², times ten on the way out.
    Expect.values(gradOf(x), 240, 540);
  }

  @Test
  void anIntermediateResultRetainsItsGradient() {
    var x = leaf(2);
    var y = cube().apply(x).retainGrad();
    y.mul(5).sum().backward();
    Expect.values(gradOf(y), 5);
    Expect.values(gradOf(x), 60);
  }

  @Test
  void anUnusedArgumentIsUnused() {
    var x = leaf(2);
    var z = leaf(1);
    var y = cube().apply(x).sum();
    assertNull(grad(List.of(y), List.of(x, z), allowUnused()).get(1));
  }

  @Test
  void thePullRunsOnceAndOnlyIfItIsWanted() {
    int[] pulls = {0};
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).add(p.get(1)), 0),
            (Integer _, Tensor ct) -> {
              pulls[0]++;
              return List.of(ct, ct);
            });
    var x = leaf(1);
    var y = f.apply(List.of(x, from(new double[] {1})));
    assertEquals(0, pulls[0]);
    y.add(y).sum().backward();
    assertEquals(1, pulls[0]);
    Expect.values(gradOf(x), 2);
    var z = leaf(1);
    grad(f.apply(List.of(x, x)).add(z).sum(), z);
    assertEquals(1, pulls[0]);
  }

  /** The function sees which of its arguments are followed, and can save it for the pull. */
  @Test
  void whichGradientsAreNeeded() {
    record Kept(Tensor a, Tensor b, boolean first, boolean second) {}
    List<String> seen = new ArrayList<>();
    var f =
        customVjp(
            (List<Tensor> p) -> {
              var a = p.get(0);
              var b = p.get(1);
              return new Residuals<>(a.mul(b), new Kept(a, b, a.requiresGrad(), b.requiresGrad()));
            },
            (Kept k, Tensor ct) -> {
              seen.add(k.first() + " " + k.second());
              return Arrays.asList(
                  k.first() ? ct.mul(k.b()) : null, k.second() ? ct.mul(k.a()) : null);
            });
    var x = leaf(2);
    var c = from(new double[] {3});
    f.apply(List.of(x, c)).backward();
    f.apply(List.of(c, x)).backward();
    grad((Tensor a) -> f.apply(List.of(c, a)).sum()).apply(c);
    Expect.values(gradOf(x), 6);
    assertEquals(List.of("true false", "false true", "false true"), seen);
  }

  @Test
  void theSameTensorAsBothArguments() {
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).mul(p.get(1)), p),
            (List<Tensor> p, Tensor ct) -> List.of(ct.mul(p.get(1)), ct.mul(p.get(0))));
    var x = leaf(3);
    f.apply(List.of(x, x)).sum().backward();
    Expect.values(gradOf(x), 6);
  }

  @Test
  void noGradInferenceAndFunctionalGradients() {
    var x = leaf(2);
    try (var _ = noGrad()) {
      assertFalse(cube().apply(x).requiresGrad());
      Expect.values(grad((Tensor a) -> cube().apply(a).sum()).apply(x), 12);
    }
    try (var _ = inferenceMode()) {
      var y = cube().apply(x);
      assertFalse(y.requiresGrad());
      Expect.values(y, 8);
    }
    Expect.values(vjp(cube(), x).pullback().apply(from(new double[] {10})), 120);
  }

  @Test
  void inMxnetsManner() {
    var x = from(new double[] {1, 2}).attachGrad();
    assertNull(cube().apply(x).gradFn());
    Tensor y;
    try (var _ = record()) {
      y = cube().apply(x);
    }
    y.backward();
    Expect.values(gradOf(x), 3, 12);
  }

  @Test
  void inTensorFlowsManner() {
    var v = variable(from(new double[] {1, 2}));
    var c = from(new double[] {3, 4});
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      tape.watch(c);
      y = cube().apply(v).add(cube().apply(c)).add(cube().apply(c.reshape(2, 1)).reshape(2));
    }
    var found = tape.gradient(y, List.of(v, c));
    Expect.values(found.get(0), 3, 12);
    Expect.values(found.get(1), 54, 96);
  }

  @Test
  void aTapeThatWatchesAViewOfWhatTheRuleGets() {
    var c = from(new double[] {3, 4});
    var view = c.reshape(2, 1);
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      tape.watch(c);
      y = cube().apply(view);
    }
    Expect.values(Objects.requireNonNull(tape.gradient(y, c)), 27, 48);
  }

  @Test
  void otherTensorsThatAreFollowedAreRefused() {
    var w = leaf(10);
    var f =
        customVjp((Tensor x) -> new Residuals<>(x.mul(w), 0), (Integer _, Tensor ct) -> ct.mul(w));
    refused(GraphException.class, ANOTHER, () -> f.apply(leaf(1)));
    refused(GraphException.class, ANOTHER, () -> f.apply(from(new double[] {1})));
    Expect.values(
        customVjp((Tensor x) -> new Residuals<>(x.mul(w.detach()), 0), (Integer _, Tensor ct) -> ct)
            .apply(from(new double[] {2})),
        20);
    try (var _ = noGrad()) {
      Expect.values(f.apply(from(new double[] {2})), 20);
    }
    var v = variable(from(new double[] {10}));
    var g = customVjp((Tensor x) -> new Residuals<>(x.mul(v), 0), (Integer _, Tensor ct) -> ct);
    assertEquals(20, g.apply(from(new double[] {2})).item());
    try (var _ = new GradientTape()) {
      refused(GraphException.class, ANOTHER, () -> g.apply(from(new double[] {2})));
    }
  }

  @Test
  void aRuleInsideOfARule() {
    var inner = cube();
    // (x³)², and its derivative by the chain rule: 2 x³ · 3 x².
    var f =
        customVjp(
            (Tensor x) -> {
              var y = inner.apply(x);
              return new Residuals<>(y.square(), List.of(x, y));
            },
            (List<Tensor> s, Tensor ct) ->
                ct.mul(s.get(1)).mul(2).mul(inner.apply(s.get(0)).div(s.get(0))).mul(3));
    var x = leaf(2);
    var first = grad(f.apply(x).sum(), x, createGraph());
    var second = grad(first.sum(), x, createGraph());
    Expect.near(1e-14, first.detach(), 6 * 32);
    Expect.near(1e-14, second.detach(), 30 * 16);
    Expect.near(1e-14, grad(second.sum(), x), 120 * 8);
  }

  @Test
  void aJvpInReverseToTheThirdOrder() {
    Fn<Tensor, Tensor> plain = x -> x.sin();
    var sin = customJvp(plain, (x, t) -> t.mul(x.cos()));
    var x = leaf(0.5);
    var first = grad(sin.apply(x).sum(), x, createGraph());
    var second = grad(first.sum(), x, createGraph());
    var third = grad(second.sum(), x);
    Expect.near(1e-15, first.detach(), Math.cos(0.5));
    Expect.near(1e-15, second.detach(), -Math.sin(0.5));
    Expect.near(1e-15, third, -Math.cos(0.5));
  }

  @Test
  void aJvpOfSeveralArgumentsAndResults() {
    Fn<List<Tensor>, List<Tensor>> plain =
        p -> List.of(p.get(0).mul(p.get(1)), p.get(0).indexSelect(0, p.get(2)));
    var f =
        customJvp(
            plain,
            (p, t) ->
                List.of(
                    t.get(0).mul(p.get(1)).add(p.get(0).mul(t.get(1))),
                    t.get(0).indexSelect(0, p.get(2)).mul(100)));
    var x = leaf(1, 2);
    var y = leaf(3, 4);
    var out = f.apply(List.of(x, y, from(new long[] {1, 1})));
    out.get(0).sum().add(out.get(1).sum()).backward();
    Expect.values(gradOf(x), 3, 204);
    Expect.values(gradOf(y), 1, 2);
  }

  @Test
  void aJvpThatIsNotLinearIsRefusedInReverse() {
    Fn<Tensor, Tensor> plain = x -> x;
    var f = customJvp(plain, (_, t) -> t.square());
    refused(
        GraphException.class,
        "reverse mode needs a jvp that is linear in the tangent, as that of CustomBackward is not;"
            + " state both rules, with customVjp(…).jvp(…)",
        () -> f.apply(leaf(1)).sum().backward());
  }

  @Test
  void tooFewCotangentsAreRefused() {
    var f =
        customVjp(
            (List<Tensor> p) -> new Residuals<>(p.get(0).add(p.get(1)), 0),
            (Integer _, Tensor ct) -> List.of(ct));
    var x = leaf(1);
    refused(
        IllegalArgumentException.class,
        "a custom vjp returns a cotangent for each tensor of its argument, 2, got 1",
        () -> f.apply(List.of(x, x)).sum().backward());
    assertNull(x.grad());
  }

  @Test
  void anotherStructureIsRefused() {
    var f =
        customVjp(
            (Object p) -> new Residuals<>(((Pair) p).a().add(((Pair) p).b()), 0),
            (Integer _, Tensor ct) -> (Object) List.of(ct, List.of(ct)));
    var x = leaf(1);
    refused(
        IllegalArgumentException.class,
        "a custom vjp returns cotangents in the structure of its argument, Pair[*, _, *], got [*,"
            + " [*]]",
        () -> f.apply(new Pair(x, 1, x)).sum().backward());
  }

  @Test
  void anotherShapeOrTypeIsRefused() {
    var x = leaf(1, 2);
    refused(
        ShapeException.class,
        "a custom vjp returns cotangents of the shapes of its arguments, got () for (2), number 0",
        () -> identity((_, ct) -> ct.sum()).apply(x).sum().backward());
    refused(
        DTypeException.class,
        "a cotangent of a custom vjp has the type of its tensor, float64, got float32",
        () -> identity((_, ct) -> ct.toFloat32()).apply(x).sum().backward());
  }

  @Test
  void tangentsOfAnotherShapeTypeOrStructureAreRefused() {
    Fn<Tensor, Tensor> plain = x -> x.mul(2);
    var x = from(new double[] {1, 2});
    refused(
        ShapeException.class,
        "the tangent of a custom jvp has the shape of its tensor, (2), got ()",
        () -> jvp(customJvp(plain, (_, t) -> t.sum()), x, x));
    refused(
        DTypeException.class,
        "the tangent of a custom jvp has the type of its tensor, float64, got float32",
        () -> jvp(customJvp(plain, (_, t) -> t.toFloat32()), x, x));
    Fn<Tensor, List<Tensor>> two = a -> List.of(a, a);
    refused(
        IllegalArgumentException.class,
        "the tangent of a custom jvp has the structure [*, *], * for a tensor, got [*]",
        () -> jvp(customJvp(two, (_, t) -> List.of(t)), x, x));
  }

  @Test
  void argumentsAndResultsHoldTensors() {
    refused(
        IllegalArgumentException.class,
        "the argument of a custom rule holds at least one tensor, got []",
        () ->
            customVjp((List<Tensor> p) -> new Residuals<>(p, 0), (Integer _, List<Tensor> ct) -> ct)
                .apply(List.of()));
    refused(
        IllegalArgumentException.class,
        "the result of a custom rule holds at least one tensor, got []",
        () ->
            customVjp(
                    (Tensor _) -> new Residuals<>(List.<Tensor>of(), 0),
                    (Integer _, List<Tensor> _) -> zeros(1))
                .apply(leaf(1)));
  }

  @Test
  void savedTreesHoldAnything() {
    record Kept(Tensor x, StringBuilder log, @Nullable Object none) {}
    var log = new StringBuilder();
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.mul(2), new Kept(x, log, null)),
            (Kept kept, Tensor ct) -> {
              kept.log().append("pulled");
              return ct.mul(2).add(zerosLike(kept.x()));
            });
    var x = leaf(1);
    f.apply(x).sum().backward();
    Expect.values(gradOf(x), 2);
    assertEquals("pulled", log.toString());
    Expect.values(jvp(f, from(new double[] {1}), from(new double[] {1})).tangent(), 2);
  }

  @Test
  void anExceptionLeavesNoScopeOpen() {
    var f =
        customVjp(
            (Tensor x) -> {
              if (x.rank() == 1) {
                throw new IllegalStateException("forward");
              }
              return new Residuals<>(x, 0);
            },
            (Integer _, Tensor _) -> {
              throw new IllegalStateException("pull");
            });
    assertThrows(IllegalStateException.class, () -> f.apply(leaf(1)));
    assertSame(Modes.State.INITIAL, Modes.now());
    var x = leaf(1).reshape();
    var y = f.apply(x);
    assertThrows(IllegalStateException.class, y::backward);
    assertSame(Modes.State.INITIAL, Modes.now());
    assertThrows(IllegalStateException.class, () -> jvp(f, x.detach(), onesLike(x).detach()));
    assertThrows(IllegalStateException.class, () -> Fluxion.vmap(f).apply(zeros(2, 2)));
    assertSame(Level.NONE, Modes.level());
    assertSame(Modes.State.INITIAL, Modes.now());
  }

  @Test
  void aPassThatFailsInThePullChangesNoGradient() {
    var x = leaf(1);
    var y =
        identity(
                (_, _) -> {
                  throw new IllegalStateException("pull");
                })
            .apply(x);
    assertThrows(IllegalStateException.class, () -> y.add(x).sum().backward());
    assertNull(x.grad());
  }
}
