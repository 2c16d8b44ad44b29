package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.checkpoint;
import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.linearTranspose;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.Fluxion.zerosLike;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which functions have a transpose, and that it is one: {@code ⟨A x, y⟩ = ⟨x, Aᵀ y⟩}. */
class LinearityTest {
  private static final Tensor M = from(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}});
  private static final Tensor REGULAR = from(new double[][] {{4, 1, 0}, {1, 3, 1}, {0, 1, 5}});
  private static final Tensor MASK = from(new boolean[] {true, false, true});
  private static final Tensor X = from(new double[] {3, -1, 2});

  private static final Map<String, UnaryOperator<Tensor>> LINEAR =
      Map.ofEntries(
          Map.entry("x", x -> x),
          Map.entry("zero", x -> zeros(FLOAT64, 2)),
          Map.entry("zero times", x -> x.mul(0)),
          Map.entry("2x", x -> x.mul(2)),
          Map.entry("x / c", x -> x.div(from(new double[] {1, 2, 4}))),
          Map.entry("-x + 3x", x -> x.neg().add(x.mul(3))),
          Map.entry("A x", x -> M.matmul(x)),
          Map.entry("xᵀ A", x -> x.matmul(M)),
          Map.entry("A (A x)", x -> M.matmul(M.matmul(x))),
          Map.entry("c · x", x -> x.dot(X)),
          Map.entry("sum", x -> x.sum()),
          Map.entry("mean", x -> x.mean()),
          Map.entry("cumsum", x -> x.cumsum(0)),
          Map.entry("reshape", x -> x.reshape(3, 1).t()),
          Map.entry("flip", x -> x.flip(0)),
          Map.entry("get", x -> x.get(1)),
          Map.entry("slice", x -> x.get(slice(1, 3))),
          Map.entry("positions", x -> x.get(new int[] {0, 0, 2})),
          Map.entry("mask", x -> x.get(MASK)),
          Map.entry("expand", x -> x.expand(4, 3)),
          Map.entry("cat", x -> cat(List.of(x, x.mul(2)), 0)),
          Map.entry("stack", x -> stack(List.of(x, zerosLike(x)), 0)),
          Map.entry("where", x -> where(MASK, x, 0)),
          Map.entry("where else", x -> where(MASK, x, x.mul(-2))),
          Map.entry("float32 and back", x -> x.toFloat32().toFloat64()),
          Map.entry(
              "written",
              x -> {
                var y = zeros(FLOAT64, 4);
                y.set_(x, slice(1, 4));
                return y;
              }),
          Map.entry(
              "derivative of A x", x -> jvp((Tensor a) -> M.matmul(a.square()), X, x).tangent()),
          Map.entry("convolution", x -> x.reshape(1, 3).conv1d(X.narrow(0, 0, 2).reshape(1, 1, 2))),
          Map.entry("averages", x -> x.reshape(1, 3).avgPool1d(PoolOptions.of(2))),
          Map.entry("derivative of softmax", x -> jvp((Tensor a) -> a.softmax(0), X, x).tangent()),
          Map.entry(
              "pull of logSoftmax", x -> vjp((Tensor a) -> a.logSoftmax(0), X).pullback().apply(x)),
          Map.entry(
              "derivative of layerNorm", x -> jvp((Tensor a) -> a.layerNorm(3), X, x).tangent()),
          Map.entry("solution by its right side", x -> REGULAR.solve(x)),
          Map.entry("triangular", x -> REGULAR.solveTriangular(x.unsqueeze(1), true)),
          Map.entry(
              "derivative of the inverse",
              x -> jvp(Tensor::inv, REGULAR, x.expand(3, 3)).tangent()),
          Map.entry("triangle", x -> x.expand(3, 3).tril()),
          Map.entry("weight of layerNorm", x -> X.layerNorm(new int[] {3}, x, x, 0.1)),
          Map.entry(
              "pull of layerNorm",
              x -> vjp((Tensor a) -> a.layerNorm(new int[] {3}, X, X, 0.1), X).pullback().apply(x)),
          Map.entry(
              "pull of layerNorm by its weight",
              x -> vjp((Tensor a) -> a.layerNorm(new int[] {3}, x, X, 0.1), X).pullback().apply(X)),
          Map.entry("mapped", x -> vmap((Tensor a) -> a.mul(3)).apply(x)));

  private static final Map<String, UnaryOperator<Tensor>> OTHERS =
      Map.ofEntries(
          Map.entry("x · x", x -> x.mul(x)),
          Map.entry("x²", x -> x.square()),
          Map.entry("pow 1", x -> x.pow(1)),
          Map.entry("xᵀ x", x -> x.dot(x)),
          Map.entry("x + 1", x -> x.add(1)),
          Map.entry("A x + b", x -> M.matmul(x).add(X)),
          Map.entry("relu", x -> x.relu()),
          Map.entry("abs", x -> x.abs()),
          Map.entry("maximum", x -> x.maximum(zeros(FLOAT64, 3))),
          Map.entry("clamp", x -> x.clamp(-1, 1)),
          Map.entry("sin", x -> x.sin()),
          Map.entry("expm1", x -> x.expm1()),
          Map.entry("softmax less its value at 0", x -> x.softmax(0).sub(1.0 / 3)),
          Map.entry("logSoftmax less its value at 0", x -> x.logSoftmax(0).add(Math.log(3))),
          Map.entry("layerNorm", x -> x.layerNorm(3)),
          Map.entry(
              "layerNorm with weight and bias",
              x -> x.layerNorm(new int[] {3}, X, zerosLike(X), 0.1)),
          Map.entry(
              "pull of layerNorm by weight and cotangent",
              x -> vjp((Tensor a) -> a.layerNorm(new int[] {3}, x, X, 0.1), X).pullback().apply(x)),
          Map.entry(
              "derivative of softmax by its point",
              x -> jvp((Tensor a) -> a.softmax(0), x, x).tangent()),
          Map.entry("max of windows", x -> x.reshape(1, 1, 3).maxPool2d(1)),
          Map.entry("max", x -> x.max()),
          Map.entry("amax", x -> x.max(0).values()),
          Map.entry("norm", x -> x.norm()),
          Map.entry("prod", x -> x.prod()),
          Map.entry("det", x -> x.expand(3, 3).det()),
          Map.entry("slogdet", x -> REGULAR.add(x).slogdet().logAbsDet()),
          Map.entry("inverse", x -> REGULAR.add(x).inv().sub(REGULAR.inv())),
          Map.entry("cholesky", x -> REGULAR.add(x.square()).cholesky().sub(REGULAR.cholesky())),
          Map.entry("solution by its matrix", x -> REGULAR.add(x).solve(X).sub(REGULAR.solve(X))),
          Map.entry("x / (1 + x)", x -> x.div(x.add(1))),
          Map.entry("where of x", x -> where(x.gt(0), x, x.mul(2))),
          Map.entry("square with a part that is detached", x -> x.mul(x.detach())),
          Map.entry("from the least on", x -> x.get(slice((int) x.argmin().item(), 3))),
          Map.entry("square in steps", x -> x.sum().mul(x.get(0))),
          // What a rule reads is not known to be linear, so it is refused in either case.
          Map.entry(
              "A x in a checkpoint",
              x -> {
                Fn<Tensor, Tensor> f = a -> M.matmul(a);
                return checkpoint(f).apply(x);
              }),
          Map.entry(
              "square in a checkpoint",
              x -> {
                Fn<Tensor, Tensor> f = a -> a.square();
                return checkpoint(f).apply(x);
              }),
          Map.entry(
              "square by a rule",
              x ->
                  customVjp(
                          (Tensor a) -> new Residuals<>(a.square(), a),
                          (Tensor a, Tensor ct) -> ct.mul(a).mul(2))
                      .apply(x)),
          Map.entry("square mapped", x -> vmap((Tensor a) -> a.square()).apply(x)));

  @TestFactory
  Stream<DynamicTest> linear() {
    return LINEAR.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  UnaryOperator<Tensor> f = entry.getValue();
                  Fn<Tensor, Tensor> fn = x -> f.apply(x);
                  // The matrix column by column, and row by row by the transpose.
                  int n = fn.apply(X).size();
                  var transpose = linearTranspose(fn, ones(FLOAT64, 3));
                  for (int j = 0; j < n; j++) {
                    var row = zeros(FLOAT64, n);
                    row.set_(1, j);
                    var got = transpose.apply(row.reshape(fn.apply(X).shape()));
                    for (int i = 0; i < 3; i++) {
                      var column = zeros(FLOAT64, 3);
                      column.set_(1, i);
                      double want = fn.apply(column).flatten().get(j).item();
                      Expect.near(1e-12, got.get(i), want);
                    }
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> others() {
    return OTHERS.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    refused(
                        GraphException.class,
                        "linearTranspose needs a linear function, got one that is not; use vjp",
                        () -> linearTranspose((Tensor x) -> entry.getValue().apply(x), X))));
  }

  @Test
  void treesAndWhatIsFollowedOutside() {
    var w = from(new double[] {2, 3}).requiresGrad(true);
    var a =
        linearTranspose(
            (List<Tensor> p) -> p.get(0).mul(w).add(p.get(1).sum()),
            List.of(zeros(FLOAT64, 2), zeros(FLOAT64, 3)));
    var back = a.apply(from(new double[] {1, 10}));
    Expect.tensor(back.get(0).detach(), FLOAT64, dims(2), 2, 30);
    Expect.values(back.get(1), 11, 11, 11);
    Expect.values(grad(back.get(0).sum(), w), 1, 10);
  }

  @Test
  void aTransposeIsAFunctionAsAny() {
    var a = linearTranspose((Tensor x) -> M.matmul(x), X);
    Expect.values(grad((Tensor y) -> a.apply(y).sum()).apply(X), 6, 15, 25);
    Expect.values(jvp(a, X, from(new double[] {1, 0, 0})).tangent(), 1, 2, 3);
    Expect.values(
        hessian((Tensor y) -> a.apply(y).square().sum().div(2)).apply(X),
        M.matmul(M.t()).toDoubleArray());
    Expect.tensor(vmap(a).apply(M), FLOAT64, dims(3, 3), M.matmul(M).toDoubleArray());
  }
}
