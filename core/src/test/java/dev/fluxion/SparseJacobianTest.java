package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.tensor;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.sparseJacobian;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Sparse Jacobians, against formulas in plain Java, and dense ones for random functions. */
class SparseJacobianTest {
  private static final long SEED = 2005;

  /** {@code (x₀²x₁, x₁²x₂, 0)}. */
  private static final Fn<Tensor, Tensor> PRODUCTS =
      x -> {
        var two = x.narrow(0, 0, 2).square().mul(x.narrow(0, 1, 2));
        return cat(List.of(two, zeros(FLOAT64, 1)), 0);
      };

  private static Tensor vector(double... x) {
    return from(x);
  }

  @Test
  void productsByHand() {
    var j = sparseJacobian(PRODUCTS);
    var x = vector(1, 2, 3);
    tensor(j.apply(x).toDense(), FLOAT64, dims(3, 3), 4, 1, 0, 0, 12, 4, 0, 0, 0);
    assertEquals(4, j.apply(x).nnz());
    assertEquals(2, j.colors(x));
    assertEquals("3 × 3 with 4 entries\n××·\n·××\n···", j.pattern(x).toString());
    assertEquals(
        "forward, 2 sweeps: columns take 2 colours, rows 2, for 4 entries of 3 × 3", j.mode(x));
  }

  /** {@code yᵢ = Σ wᵢⱼ sin xⱼ}, whose Jacobian is {@code wᵢⱼ cos xⱼ}, of given patterns. */
  private static SparseJacobian<Tensor> check(Sparsity pattern, Random random) {
    double[] w = random.doubles(pattern.nnz(), 1, 2).toArray();
    double[] at = random.doubles(pattern.columns(), -1, 1).toArray();
    var j = sparseJacobian((Tensor x) -> new SparseMatrix(pattern, from(w)).multiply(x.sin()));
    var got = j.apply(from(at));
    assertEquals(pattern, got.pattern());
    double[] want = new double[w.length];
    for (int k = 0; k < want.length; k++) {
      want[k] = w[k] * Math.cos(at[pattern.column(k)]);
    }
    near(1e-14, got.values(), want);
    return j;
  }

  @Test
  void knownStructures() {
    var random = new Random(SEED);
    var x = ones(FLOAT64, 40);
    assertEquals(1, check(Patterns.banded(40, 0), random).colors(x));
    assertEquals(3, check(Patterns.banded(40, 1), random).colors(x));
    assertEquals(3, check(Patterns.shuffled(Patterns.banded(40, 1), random), random).colors(x));
    assertEquals(40, check(Patterns.arrow(40), random).colors(x));
    assertEquals(5, check(Patterns.of(40, 40, (i, j) -> i / 5 == j / 5), random).colors(x));
    assertEquals(0, check(Patterns.of(7, 40, (_, _) -> false), random).colors(x));
  }

  /** A full column has one colour by columns; a full row by rows, in reverse mode. */
  @Test
  void theModeWithFewerSweeps() {
    var random = new Random(SEED);
    var x = ones(FLOAT64, 30);
    var column = Patterns.of(30, 30, (i, j) -> j == 0 || i == j);
    assertEquals(
        "forward, 2 sweeps: columns take 2 colours, rows 30, for 59 entries of 30 × 30",
        check(column, random).mode(x));
    assertEquals(
        "reverse, 2 sweeps: columns take 30 colours, rows 2, for 59 entries of 30 × 30",
        check(column.transposed(), random).mode(x));
    assertEquals(
        "reverse, 1 sweep: columns take 30 colours, rows 1, for 30 entries of 1 × 30",
        check(Patterns.of(1, 30, (_, _) -> true), random).mode(x));
    assertEquals(
        "forward, 1 sweep: columns take 1 colour, rows 30, for 30 entries of 30 × 1",
        check(Patterns.of(30, 1, (_, _) -> true), random).mode(ones(FLOAT64, 1)));
  }

  @Test
  void randomStructures() {
    var random = new Random(SEED);
    for (int trial = 0; trial < 25; trial++) {
      int rows = 1 + random.nextInt(60);
      int columns = 1 + random.nextInt(60);
      check(Patterns.random(rows, columns, random.nextDouble() / 4, random), random);
    }
    check(Patterns.of(150, 140, (_, _) -> true), random);
  }

  @Test
  void aLargeBand() {
    var j = check(Patterns.banded(10_000, 1), new Random(SEED));
    assertEquals(3, j.colors(ones(FLOAT64, 10_000)));
  }

  @Test
  void nothing() {
    var none = sparseJacobian((Tensor x) -> x.mul(2)).apply(zeros(FLOAT64, 0));
    assertEquals("0 × 0 with 0 entries: ", none.toString());
    var constant = sparseJacobian((Tensor _) -> ones(FLOAT32, 2));
    assertEquals("2 × 3 with 0 entries: [], []", constant.apply(vector(1, 2, 3)).toString());
    tensor(constant.apply(vector(1, 2, 3)).values(), FLOAT32, dims(0));
  }

  @Test
  void shapesAreFlattened() {
    var j = sparseJacobian((Tensor x) -> x.transpose(0, 1).mul(x.get(0, 0)));
    var got = j.apply(from(new double[][] {{2, 3}, {5, 7}}));
    tensor(got.toDense(), FLOAT64, dims(4, 4), 4, 0, 0, 0, 5, 0, 2, 0, 3, 2, 0, 0, 7, 0, 0, 2);
    shape(sparseJacobian((Tensor x) -> x.square()).apply(ones(FLOAT64)).toDense(), 1, 1);
  }

  private record Pair(Tensor a, Tensor b) {}

  @Test
  void argumentsAreTrees() {
    var at = new Pair(vector(2, 3), from(new float[] {5}));
    // (a b, a₀ + b), by columns a₀, a₁, b.
    Fn<Pair, Tensor> f = p -> cat(List.of(p.a.mul(p.b), p.a.narrow(0, 0, 1).add(p.b)), 0);
    double[] want = {5, 0, 2, 0, 5, 3, 1, 0, 1};
    tensor(sparseJacobian(f).apply(at).toDense(), FLOAT64, dims(3, 3), want);
    Fn<Pair, Tensor> sum = p -> p.a.mul(p.b).sum();
    var j = sparseJacobian(sum);
    assertTrue(j.mode(at).startsWith("reverse, 1 sweep"));
    tensor(j.apply(at).toDense(), FLOAT64, dims(1, 3), 5, 5, 5);
  }

  @Test
  void thePatternIsFoundOnce() {
    var runs = new AtomicInteger();
    Fn<Tensor, Tensor> f =
        x -> {
          runs.incrementAndGet();
          return x.sin();
        };
    var j = sparseJacobian(f);
    var first = j.apply(vector(1, 2, 3));
    int found = runs.get();
    var second = j.apply(vector(4, 5, 6));
    assertEquals(found + 1, runs.get());
    assertSame(first.pattern(), second.pattern());
    var other = j.apply(vector(1, 2));
    shape(other.toDense(), 2, 2);
    assertSame(first.pattern(), j.apply(vector(0, 0, 0)).pattern());
    near(1e-15, second.values(), Math.cos(4), Math.cos(5), Math.cos(6));
  }

  @Test
  void valuesAreFollowedOutside() {
    var x = vector(1, 2, 3).requiresGrad(true);
    sparseJacobian(PRODUCTS).apply(x).values().sum().backward();
    // The values are 2x₀x₁, x₀², 2x₁x₂ and x₁².
    values(Expect.gradOf(x), 2 * 2 + 2 * 1, 2 * 1 + 2 * 3 + 2 * 2, 2 * 2);
  }

  @Test
  void isDifferentiatedAndMapped() {
    var j = sparseJacobian(PRODUCTS);
    var x = vector(1, 2, 3);
    Fn<Tensor, Tensor> squares = p -> j.apply(p).values().square().sum();
    // Σ v ∂v: 4·(2x₁) + 1·(2x₀), …, each twice.
    values(grad(squares).apply(x), 2 * (4 * 4 + 1 * 2), 2 * (4 * 2 + 12 * 6 + 4 * 4), 2 * 12 * 4);
    values(jvp(j, x, vector(1, 0, 0)).tangent().values(), 4, 2, 0, 0);
    var both = vmap(j).apply(from(new double[][] {{1, 2, 3}, {0, 1, -1}}));
    values(both.values(), 4, 1, 12, 4, 0, 0, -2, 1);
    var reverse = sparseJacobian((Tensor p) -> p.square().mul(p.flip(0)).sum());
    assertTrue(reverse.mode(x).startsWith("reverse"));
    // ∂/∂xⱼ of Σ xᵢ² x₂₋ᵢ is 2xⱼx₂₋ⱼ + x₂₋ⱼ², and 3x₁² in the middle.
    values(reverse.apply(x).values(), 15, 12, 7);
    values(jvp(reverse, x, vector(1, 0, 0)).tangent().values(), 6, 0, 8);
    values(
        vmap(reverse).apply(from(new double[][] {{1, 2, 3}, {0, 0, 1}})).values(),
        15,
        12,
        7,
        1,
        0,
        0);
  }

  /** Positions that differ along a batch: the pattern is that of all of them. */
  @Test
  void mappedPositionsCountTogether() {
    Fn<List<Tensor>, Tensor> f =
        p -> sparseJacobian((Tensor x) -> x.indexSelect(0, p.get(1))).apply(p.get(0)).toDense();
    var at = List.of(from(new double[][] {{1, 2, 3}, {4, 5, 6}}), from(new long[][] {{0}, {2}}));
    tensor(vmap(f).apply(at), FLOAT64, dims(2, 1, 3), 1, 0, 0, 0, 0, 1);
  }

  @Test
  void refusesWhatIsNotFloating() {
    var e =
        assertThrows(DTypeException.class, () -> sparseJacobian(PRODUCTS).apply(from(new int[3])));
    assertEquals(
        "only floating tensors have gradients, got int32; convert with toFloat32() first",
        e.getMessage());
    var whole = sparseJacobian((Tensor x) -> x.to(DType.INT64));
    assertThrows(DTypeException.class, () -> whole.apply(vector(1)));
    var none = sparseJacobian((List<Tensor> _) -> ones(1));
    var empty = assertThrows(IllegalArgumentException.class, () -> none.apply(List.of()));
    assertEquals(
        "the argument of a sparse derivative holds at least one tensor, got []",
        empty.getMessage());
  }

  @Test
  void refusesAResultOfAnotherShape() {
    var size = new AtomicInteger(2);
    var j = sparseJacobian((Tensor x) -> x.narrow(0, 0, size.get()));
    j.apply(vector(1, 2, 3));
    size.set(3);
    var e = assertThrows(GraphException.class, () -> j.apply(vector(1, 2, 3)));
    assertEquals(
        "a sparse derivative keeps the pattern that it found for a result of shape (2), got one of"
            + " shape (3); make another for a function that has changed",
        e.getMessage());
  }

  /** Maps of two vectors of 9 to one. */
  private static final List<BinaryOperator<Tensor>> OPS =
      List.of(
          Tensor::add,
          Tensor::mul,
          (x, y) -> x.sub(y.square()),
          (x, _) -> x.sin(),
          (x, _) -> x.relu(),
          (x, _) -> x.detach().mul(x),
          (x, y) -> Fluxion.where(x.gt(0), x, y),
          (x, y) -> cat(List.of(x.narrow(0, 0, 4), y.narrow(0, 4, 5)), 0),
          (x, _) -> x.flip(0),
          (x, _) -> cat(List.of(x.narrow(0, 1, 8), ones(FLOAT64, 1)), 0),
          (x, _) -> x.reshape(3, 3).t().reshape(9),
          (x, y) -> x.mul(y.get(3)),
          (x, _) -> x.reshape(3, 3).softmax(1).flatten(),
          (x, _) -> x.reshape(3, 3).cumsum(0).flatten(),
          (x, y) -> x.reshape(3, 3).matmul(y.reshape(3, 3)).flatten(),
          (x, _) -> x.reshape(3, 3).prod(0).expand(3, 3).flatten(),
          (x, _) -> x.reshape(3, 3).max(1).values().reshape(3, 1).expand(3, 3).flatten(),
          (x, _) -> x.indexSelect(0, from(new long[] {0, 0, 3, 3, 1, 8, 2, 2, 7})));

  @Test
  void randomFunctionsHaveNothingOutsideOfTheirPatterns() {
    var random = new Random(SEED);
    for (int program = 0; program < 60; program++) {
      int[][] steps = new int[5][];
      for (int k = 0; k < steps.length; k++) {
        steps[k] =
            new int[] {random.nextInt(OPS.size()), random.nextInt(k + 1), random.nextInt(k + 1)};
      }
      Fn<Tensor, Tensor> f =
          x -> {
            List<Tensor> all = new ArrayList<>(List.of(x));
            for (int[] s : steps) {
              all.add(OPS.get(s[0]).apply(all.get(s[1]), all.get(s[2])));
            }
            return all.getLast().add(all.get(3).mul(0.5));
          };
      var j = sparseJacobian(f);
      for (int point = 0; point < 4; point++) {
        boolean zeros = point % 2 == 0;
        double[] at = random.doubles(9, -1, 1).map(v -> zeros && v < 0.3 ? 0 : v).toArray();
        var dense = jacobian(f).apply(from(at));
        near(1e-13, j.apply(from(at)).toDense(), dense.toDoubleArray());
      }
    }
  }
}
