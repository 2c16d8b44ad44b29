package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.sparseJacobian;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What results depend on, family by family, as drawn by hand. */
class DependenceTest {
  private static final Tensor X = from(new double[] {1, 2, 3});

  private static void draws(Fn<Tensor, Tensor> f, Tensor x, String... rows) {
    var text = sparseJacobian(f).pattern(x).toString();
    assertEquals(String.join("\n", rows), text.substring(text.indexOf('\n') + 1));
  }

  private static void draws(Fn<Tensor, Tensor> f, String... rows) {
    draws(f, X, rows);
  }

  @Test
  void elementsByElement() {
    draws(x -> x.sin(), "×··", "·×·", "··×");
    draws(x -> x.mul(x.flip(0)), "×·×", "·×·", "×·×");
    draws(x -> x.mul(x.narrow(0, 0, 1)), "×··", "××·", "×·×");
    draws(x -> x.add(1).pow(2).div(tensor(3.0)), "×··", "·×·", "··×");
  }

  @Test
  void zerosAmongTheValuesCountAsOthers() {
    draws(x -> x.mul(x.flip(0)), zeros(3), "×·×", "·×·", "×·×");
    draws(x -> x.relu(), from(new double[] {-1, 0, 1}), "×··", "·×·", "··×");
    draws(x -> x.mul(zeros(3)), "×··", "·×·", "··×");
  }

  @Test
  void bothSidesOfAChoice() {
    draws(x -> where(x.gt(1.5), x, x.flip(0)), "×·×", "·×·", "×·×");
    draws(x -> x.clamp(0, 1.5), "×··", "·×·", "··×");
  }

  @Test
  void whatHasNoDerivative() {
    draws(x -> ones(3), "···", "···", "···");
    draws(x -> x.detach().mul(2), "···", "···", "···");
    draws(x -> x.gt(1).to(FLOAT64), "···", "···", "···");
    draws(x -> x.to(INT64).to(FLOAT64), "···", "···", "···");
    draws(x -> x.detach().add(x), "×··", "·×·", "··×");
  }

  @Test
  void movesAndSums() {
    draws(x -> x.sum(), "×××");
    draws(x -> x.mean(), "×××");
    draws(x -> x.cumsum(0), "×··", "××·", "×××");
    draws(x -> x.reshape(3, 1).expand(3, 2).flatten(), "×··", "×··", "·×·", "·×·", "··×", "··×");
    draws(x -> x.to(FLOAT32), "×··", "·×·", "··×");
    draws(x -> x.reshape(1, 3).t().unsqueeze(0).permute(2, 0, 1), "×··", "·×·", "··×");
    draws(x -> x.get(2), "··×");
  }

  @Test
  void products() {
    draws(x -> x.dot(x), "×××");
    draws(x -> x.narrow(0, 0, 2).dot(ones(FLOAT64, 2)), "××·");
    var a = from(new double[][] {{1, 2}, {3, 4}});
    // A row of the product is made of a row of the left factor.
    draws(x -> x.reshape(2, 2).matmul(a), ones(FLOAT64, 4), "××··", "××··", "··××", "··××");
    draws(x -> a.matmul(x.reshape(2, 2)), ones(FLOAT64, 4), "×·×·", "·×·×", "×·×·", "·×·×");
  }

  @Test
  void positions() {
    draws(x -> x.indexSelect(0, tensor(2, 0)), "··×", "×··");
    draws(x -> x.gather(0, tensor(1, 1, 1, 0)), "·×·", "·×·", "·×·", "×··");
  }

  @Test
  void joinsAndParts() {
    draws(x -> cat(List.of(x.narrow(0, 1, 1), ones(FLOAT64, 1)), 0), "·×·", "···");
    draws(x -> stack(List.of(x.get(2), x.get(0)), 0), "··×", "×··");
    draws(x -> x.unbind(0).get(1), "·×·");
  }

  @Test
  void whatIsFoldedTogetherDependsOnAllOfIt() {
    var x = from(new double[] {1, 2, 3, 4});
    draws(p -> p.reshape(2, 2).softmax(1), x, "××··", "××··", "··××", "··××");
    draws(p -> p.reshape(2, 2).logSumExp(0), x, "×·×·", "·×·×");
    draws(p -> p.reshape(2, 2).prod(1), x, "××··", "··××");
    draws(p -> p.reshape(2, 2).max(1).values(), x, "××··", "··××");
    draws(p -> p.reshape(2, 2).amax(new int[] {0}, false), x, "×·×·", "·×·×");
    draws(p -> p.norm(), x, "××××");
    draws(p -> p.reshape(2, 2).logSoftmax(0), x, "×·×·", "·×·×", "×·×·", "·×·×");
    draws(p -> p.reshape(2, 2).layerNorm(2), x, "××··", "××··", "··××", "··××");
    var some = from(new double[] {5, 7});
    draws(
        p -> some.layerNorm(new int[] {2}, p.narrow(0, 0, 2), p.narrow(0, 2, 2), 0.1),
        x,
        "×·×·",
        "·×·×");
    draws(
        p -> p.reshape(2, 2).layerNorm(new int[] {2}, some, p.narrow(0, 0, 2), 0.1),
        x,
        "××··",
        "××··",
        "×·××",
        "·×××");
  }

  @Test
  void whatMatricesAreMadeInto() {
    var x = from(new double[] {2, 1, 0, 4});
    var all = new String[] {"××××", "××××", "××××", "××××"};
    draws(p -> p.reshape(2, 2).inv(), x, all);
    draws(p -> p.reshape(2, 2).cholesky(), x, all);
    draws(p -> p.reshape(2, 2).det(), x, "××××");
    draws(p -> p.reshape(2, 2).slogdet().sign(), x, "····");
    draws(p -> p.reshape(2, 2).slogdet().logAbsDet(), x, "××××");
    draws(p -> p.reshape(2, 2).solve(ones(FLOAT64, 2)), x, "××××", "××××");
    // By the right side, a column by the same column.
    var a = x.reshape(2, 2);
    draws(p -> a.solve(p.reshape(2, 2)), x, "×·×·", "·×·×", "×·×·", "·×·×");
    draws(p -> a.solveTriangular(p.reshape(2, 2), true), x, "×·×·", "·×·×", "×·×·", "·×·×");
    draws(p -> p.reshape(2, 2).triu(), x, "×···", "·×··", "····", "···×");
  }

  @Test
  void whatAWindowSees() {
    var x = from(new double[] {1, 2, 3, 4});
    draws(p -> p.reshape(1, 4).conv1d(ones(FLOAT64, 1, 1, 2)), x, "××··", "·××·", "··××");
    draws(p -> p.reshape(1, 4).avgPool1d(PoolOptions.of(2)), x, "××··", "··××");
    draws(p -> p.reshape(1, 4).maxPool1d(PoolOptions.of(2)).values(), x, "××··", "··××");
  }

  @Test
  void theBranchThatIsTaken() {
    Fn<Tensor, Tensor> f = x -> x.get(0).item() > 0 ? x.get(1) : x.get(2);
    draws(f, "·×·");
    draws(f, X.neg(), "··×");
  }

  @Test
  void derivativesWithin() {
    draws(x -> jvp(p -> p.square(), x, onesLike(x)).tangent(), "×··", "·×·", "··×");
    draws(x -> grad((Tensor p) -> p.mul(p.flip(0)).sum()).apply(x), "··×", "·×·", "×··");
    draws(x -> grad((Tensor p) -> p.mul(2).sum()).apply(x), "···", "···", "···");
  }

  @Test
  void batchesWithin() {
    var x = from(new double[] {1, 2, 3, 4});
    Fn<Tensor, Tensor> row = p -> p.mul(p.sum());
    draws(p -> vmap(row).apply(p.reshape(2, 2)), x, "××··", "××··", "··××", "··××");
  }

  @Test
  void writesAreRefused() {
    var made = sparseJacobian((Tensor x) -> x.mul(2).add_(1));
    var e = assertThrows(GraphException.class, () -> made.pattern(X));
    assertEquals(
        "a sparsity pattern is detected without writes in place, got one to a tensor of shape (3);"
            + " compute a new one",
        e.getMessage());
    var plain = sparseJacobian((Tensor x) -> zeros(FLOAT64, 3).copy_(x));
    e = assertThrows(GraphException.class, () -> plain.pattern(X));
    assertEquals(
        "a sparsity pattern is detected without writes in place, got one to a tensor of shape (3);"
            + " compute a new one",
        e.getMessage());
    draws(x -> x.mul(zeros(FLOAT64, 3).add_(1)), "×··", "·×·", "··×");
  }
}
