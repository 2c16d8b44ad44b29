package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.customJvp;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.linearize;
import static dev.fluxion.Fluxion.manualSeed;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.wrap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that a user states, in forward mode, mapped, and in all orders of these. */
class CustomLevelsTest {
  private static final Tensor X = from(new double[] {1, 2, 3});

  private static Custom<Tensor, Tensor> byVjp() {
    return customVjp(
        (Tensor x) -> new Residuals<>(x.mul(x).mul(x), x),
        (Tensor x, Tensor ct) -> ct.mul(x.square()).mul(3));
  }

  private static Custom<Tensor, Tensor> byJvp() {
    Fn<Tensor, Tensor> plain = x -> x.mul(x).mul(x);
    return customJvp(plain, (x, t) -> t.mul(x.square()).mul(3));
  }

  /** The cube of numbers that are read, as a program outside would compute it. */
  private static Tensor read(Tensor x) {
    var values = x.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * values[i] * values[i];
    }
    return wrap(values).reshape(x.shape());
  }

  /** The cube, told in every way. */
  static Stream<Custom<Tensor, Tensor>> cubes() {
    Fn<Tensor, Tensor> reads = CustomLevelsTest::read;
    return Stream.of(
        byVjp(),
        byJvp(),
        byVjp().jvp((x, t) -> t.mul(x.square()).mul(3)),
        byVjp().sequential(),
        byJvp().sequential(),
        customVjp(
                (Tensor x) -> new Residuals<>(read(x), x),
                (Tensor x, Tensor ct) -> ct.mul(x.square()).mul(3))
            .sequential(),
        customJvp(reads, (x, t) -> t.mul(x.square()).mul(3)).sequential());
  }

  @ParameterizedTest
  @MethodSource("cubes")
  void everyTransformOfTheCube(Custom<Tensor, Tensor> f) {
    Expect.values(f.apply(X), 1, 8, 27);
    var ones = onesLike(X);
    Fn<Tensor, Tensor> sum = x -> f.apply(x).sum();
    Expect.values(grad(sum).apply(X), 3, 12, 27);
    var t = jvp(f, X, from(new double[] {1, 0, 10}));
    Expect.values(t.value(), 1, 8, 27);
    Expect.values(t.tangent(), 3, 0, 270);
    Expect.values(jacfwd(f).apply(X), 3, 0, 0, 0, 12, 0, 0, 0, 27);
    Expect.values(jacrev(f).apply(X), 3, 0, 0, 0, 12, 0, 0, 0, 27);
    Expect.values(hessian(sum).apply(X), 6, 0, 0, 0, 12, 0, 0, 0, 18);
    Expect.values(hvp(sum, X, from(new double[] {1, 10, 100})), 6, 120, 1800);
    Expect.values(linearize(f, X).pushforward().apply(ones), 3, 12, 27);
    Fn<Tensor, Tensor> slope = x -> jvp(f, x, onesLike(x)).tangent();
    Expect.values(jvp(slope, X, ones).tangent(), 6, 12, 18);
    Fn<Tensor, Tensor> bend = x -> jvp(slope, x, onesLike(x)).tangent();
    Expect.values(jvp(bend, X, ones).tangent(), 6, 6, 6);
    Expect.values(grad((Tensor x) -> slope.apply(x).sum()).apply(X), 6, 12, 18);
  }

  @ParameterizedTest
  @MethodSource("cubes")
  void everyTransformOfTheCubeMapped(Custom<Tensor, Tensor> f) {
    var ones = onesLike(X);
    Expect.tensor(vmap(f).apply(X), FLOAT64, dims(3), 1, 8, 27);
    Expect.values(vmap(grad(f)).apply(X), 3, 12, 27);
    Expect.values(vmap(grad(grad(f))).apply(X), 6, 12, 18);
    Expect.values(vmap(grad(grad(grad(f)))).apply(X), 6, 6, 6);
    Fn<Tensor, Tensor> mapped = x -> vmap(f).apply(x);
    Fn<Tensor, Tensor> total = x -> mapped.apply(x).sum();
    Expect.values(grad(total).apply(X), 3, 12, 27);
    Expect.values(hessian(total).apply(X), 6, 0, 0, 0, 12, 0, 0, 0, 18);
    Expect.values(jvp(mapped, X, ones).tangent(), 3, 12, 27);
    Fn<Tensor, Tensor> slope = x -> jvp(f, x, onesLike(x)).tangent();
    Expect.values(vmap(slope).apply(X), 3, 12, 27);
    Expect.values(grad((Tensor x) -> vmap(slope).apply(x).sum()).apply(X), 6, 12, 18);
    Expect.values(grad((Tensor x) -> vmap(grad(f)).apply(x).sum()).apply(X), 6, 12, 18);
    Expect.values(jvp((Tensor x) -> vmap(grad(f)).apply(x), X, ones).tangent(), 6, 12, 18);
    var m = from(new double[][] {{1, 2}, {3, 4}});
    Expect.tensor(vmap(vmap(f)).apply(m), FLOAT64, dims(2, 2), 1, 8, 27, 64);
    Expect.values(grad((Tensor x) -> vmap(vmap(f)).apply(x).sum()).apply(m), 3, 12, 27, 48);
    Expect.values(vmap(vmap(grad(f))).apply(m), 3, 12, 27, 48);
    Expect.values(vmap(f).in(1).out(1).apply(m), 1, 8, 27, 64);
    Expect.values(vmap(f).apply(from(new double[] {5})), 125);
    var x = from(new double[] {1, 2, 3}).requiresGrad(true);
    vmap(f).apply(x).sum().backward();
    Expect.values(gradOf(x), 3, 12, 27);
  }

  @Test
  void aBatchOfNone() {
    Expect.tensor(vmap(byVjp()).apply(zeros(FLOAT64, 0)), FLOAT64, dims(0));
    Expect.shape(
        grad((Tensor x) -> vmap(byVjp()).apply(x).sum()).apply(zeros(FLOAT64, 0, 2)), 0, 2);
    refused(
        ShapeException.class,
        "a custom rule that is mapped one after another needs a batch of one at least, got none",
        () -> vmap(byVjp().sequential()).apply(zeros(FLOAT64, 0)));
  }

  private static Custom<List<Tensor>, Tensor> product() {
    return customVjp(
        (List<Tensor> p) -> new Residuals<>(p.get(0).mul(p.get(1)).sum(), p),
        (List<Tensor> p, Tensor ct) -> List.of(ct.mul(p.get(1)), ct.mul(p.get(0))));
  }

  static Stream<Custom<List<Tensor>, Tensor>> products() {
    Fn<List<Tensor>, Tensor> plain = p -> p.get(0).mul(p.get(1)).sum();
    Custom<List<Tensor>, Tensor> pushed =
        customJvp(plain, (p, t) -> t.get(0).mul(p.get(1)).sum().add(p.get(0).mul(t.get(1)).sum()));
    return Stream.of(product(), pushed, product().sequential(), pushed.sequential());
  }

  /** Rows of one matrix by one vector: what is not mapped gets the sum over the batch. */
  @ParameterizedTest
  @MethodSource("products")
  void someArgumentsMappedOnly(Custom<List<Tensor>, Tensor> f) {
    var a = from(new double[][] {{1, 2}, {3, 4}});
    var b = from(new double[] {10, 100});
    var mapped = vmap(f).in(0, null);
    Expect.values(mapped.apply(List.of(a, b)), 210, 430);
    Fn<List<Tensor>, Tensor> total = p -> mapped.apply(p).sum();
    var g = grad(total).apply(List.of(a, b));
    Expect.tensor(g.get(0), FLOAT64, dims(2, 2), 10, 100, 10, 100);
    Expect.tensor(g.get(1), FLOAT64, dims(2), 4, 6);
    var single = vmap(grad(f)).in(0, null).apply(List.of(a, b));
    Expect.values(single.get(0), 10, 100, 10, 100);
    Expect.tensor(single.get(1), FLOAT64, dims(2, 2), 1, 2, 3, 4);
    var t = List.of(onesLike(a), from(new double[] {0, 1}));
    Expect.values(jvp(mapped, List.of(a, b), t).tangent(), 112, 114);
    var second = vmap(f).in(null, 0).apply(List.of(b, a));
    Expect.values(second, 210, 430);
    // Captured where it is no argument of vmap.
    Expect.values(
        grad((Tensor w) -> vmap((Tensor row) -> f.apply(List.of(row, w))).apply(a).sum()).apply(b),
        4,
        6);
  }

  @Test
  void forwardModeByTransposition() {
    // A pull that gives back another multiple than the value has shows which rule is used.
    var f =
        customVjp(
            (Tensor x) -> new Residuals<>(x.sum(), x.shape()),
            (Shape s, Tensor ct) -> ct.expand(s).mul(from(new double[] {1, 10, 100})));
    Expect.values(jvp(f, X, from(new double[] {1, 1, 2})).tangent(), 211);
    Expect.values(
        jvp(f.jvp((_, t) -> t.sum().mul(7)), X, from(new double[] {1, 1, 2})).tangent(), 28);
    Expect.values(grad(f.jvp((_, t) -> t.sum().mul(7))).apply(X), 1, 10, 100);
  }

  @Test
  void aPullThatIsNotLinearNeedsAJvpInForwardMode() {
    var clipped =
        customVjp((Tensor x) -> new Residuals<>(x, 0), (Integer _, Tensor ct) -> ct.clamp(-1, 1));
    refused(
        GraphException.class,
        "forward mode needs a pull that is linear in the cotangent, as that of CustomBackward is"
            + " not; state the jvp too",
        () -> jvp(clipped, X, X));
    Expect.values(jvp(clipped.jvp((_, t) -> t), X, X).tangent(), 1, 2, 3);
    Expect.values(grad((Tensor x) -> clipped.apply(x).mul(5).sum()).apply(X), 1, 1, 1);
    var shifted =
        customVjp((Tensor x) -> new Residuals<>(x, 0), (Integer _, Tensor ct) -> ct.add(1));
    refused(
        GraphException.class,
        "forward mode needs a pull that is linear in the cotangent, as that of CustomBackward is"
            + " not; state the jvp too",
        () -> jvp(shifted, X, X));
  }

  @Test
  void whatIsCapturedInsideOfAMap() {
    // Masked by a value of the batch that is a constant: each its own.
    Fn<Tensor, Tensor> f =
        b -> {
          var m = b.detach();
          return customVjp(
                  (Tensor x) -> new Residuals<>(x.mul(m), m),
                  (Tensor s, Tensor ct) -> ct.mul(s).mul(10))
              .apply(b);
        };
    Expect.values(vmap(f).apply(X), 1, 4, 9);
    Expect.values(vmap(grad(f)).apply(X), 10, 20, 30);
    Expect.values(grad((Tensor x) -> vmap(f).apply(x).sum()).apply(X), 10, 20, 30);
    Expect.values(jvp((Tensor x) -> vmap(f).apply(x), X, onesLike(X)).tangent(), 10, 20, 30);
  }

  @Test
  void randomNumbersInsideOfAMap() {
    var f =
        customVjp(
            (Tensor x) -> {
              var r = rand();
              return new Residuals<>(x.mul(r), r);
            },
            (Tensor r, Tensor ct) -> ct.mul(r));
    manualSeed(5);
    var x = from(new double[] {2, 2, 2}).requiresGrad(true);
    var y = vmap(f).apply(x);
    y.sum().backward();
    var r = y.detach().div(2).toDoubleArray();
    Expect.values(gradOf(x), r);
    assertEquals(3, java.util.Arrays.stream(r).distinct().count());
  }

  @Test
  void whatIsFollowedMappedOrDualBesideTheArgumentIsRefused() {
    var w = from(new double[] {4}).requiresGrad(true);
    refused(
        GraphException.class,
        another("followed"),
        () -> vmap(times(w)).apply(from(new double[][] {{1}})));
    refused(
        GraphException.class,
        another("differentiated"),
        () -> jvp((Tensor x) -> times(x).apply(X), X, X));
    refused(
        GraphException.class,
        another("mapped"),
        () ->
            grad((Tensor c) -> vmap((Tensor b) -> times(b).apply(c)).apply(X).sum())
                .apply(from(new double[] {1})));
    // Where nothing is differentiated, nothing can go wrong.
    Expect.values(vmap((Tensor b) -> times(b).apply(from(new double[] {2}))).apply(X), 2, 4, 6);
  }

  private static Custom<Tensor, Tensor> times(Tensor w) {
    return customVjp(
        (Tensor x) -> new Residuals<>(x.mul(w), 0), (Integer _, Tensor ct) -> ct.mul(w));
  }

  private static String another(String how) {
    return "a rule gives the derivative by the argument of its function alone, but CustomBackward"
        + " uses another tensor that is "
        + how
        + "; make it part of the argument, or detach() it";
  }

  @Test
  void aRuleInARuleMapped() {
    var inner = byVjp();
    var outer =
        customVjp(
            (Tensor x) -> new Residuals<>(inner.apply(x).mul(2), x),
            (Tensor x, Tensor ct) ->
                ct.mul(grad((Tensor a) -> inner.apply(a).sum()).apply(x)).mul(2));
    Expect.values(vmap(grad(outer)).apply(X), 6, 24, 54);
    Expect.values(grad((Tensor x) -> vmap(outer).apply(x).sum()).apply(X), 6, 24, 54);
    Expect.values(vmap(grad(grad(outer))).apply(X), 12, 24, 36);
    Expect.values(
        hessian((Tensor x) -> outer.apply(x).sum()).apply(X), 12, 0, 0, 0, 24, 0, 0, 0, 36);
    Expect.values(jvp(outer, X, onesLike(X)).tangent(), 6, 24, 54);
  }

  @Test
  void savedTreesInsideOfAMap() {
    record Kept(Tensor x, Map<String, Tensor> more, StringBuilder log) {}
    var f =
        customVjp(
            (Tensor x) ->
                new Residuals<>(
                    x.square(),
                    new Kept(x, Map.of("two", from(new double[] {2})), new StringBuilder())),
            (Kept k, Tensor ct) ->
                ct.mul(k.x()).mul(java.util.Objects.requireNonNull(k.more().get("two")).sum()));
    Expect.values(vmap(grad(f)).apply(X), 2, 4, 6);
    Expect.values(grad((Tensor x) -> vmap(f).apply(x).sum()).apply(X), 2, 4, 6);
    Expect.values(grad((Tensor x) -> vmap(f.sequential()).apply(x).sum()).apply(X), 2, 4, 6);
    Expect.values(
        hessian((Tensor x) -> vmap(f).apply(x).sum()).apply(X), 2, 0, 0, 0, 2, 0, 0, 0, 2);
  }

  @Test
  void severalResultsInsideOfAMap() {
    var f =
        customVjp(
                (Tensor x) -> new Residuals<>(List.of(x.square().sum(), x.gt(1), x.mul(2)), x),
                (Tensor x, List<Tensor> ct) -> ct.get(0).mul(x).mul(2).add(ct.get(2).mul(2)))
            .nonDifferentiable(2);
    var m = from(new double[][] {{1, 2}, {3, 4}});
    var y = vmap(f).apply(m);
    Expect.values(y.get(0), 5, 25);
    Expect.values(y.get(1), 0, 1, 1, 1);
    Expect.values(y.get(2), 2, 4, 6, 8);
    Expect.values(
        grad(
                (Tensor x) -> {
                  var out = vmap(f).apply(x);
                  return out.get(0).sum().add(out.get(2).sum());
                })
            .apply(m),
        2,
        4,
        6,
        8);
    Expect.values(vmap(grad((Tensor x) -> f.apply(x).get(0))).apply(m), 2, 4, 6, 8);
    var t = jvp((Tensor x) -> vmap(f).apply(x).get(2), m, onesLike(m));
    Expect.values(t.tangent(), 0, 0, 0, 0);
  }
}
