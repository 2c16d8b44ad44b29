package dev.fluxion;

import dev.fluxion.op.AffineLayerNorm;
import dev.fluxion.op.AffineLayerNormPull;
import dev.fluxion.op.Cat;
import dev.fluxion.op.Cholesky;
import dev.fluxion.op.Cofactor;
import dev.fluxion.op.Det;
import dev.fluxion.op.Extreme;
import dev.fluxion.op.ExtremeAlong;
import dev.fluxion.op.Inverse;
import dev.fluxion.op.LayerNorm;
import dev.fluxion.op.LayerNormPull;
import dev.fluxion.op.LogSoftmax;
import dev.fluxion.op.LogSoftmaxPull;
import dev.fluxion.op.LogSumExp;
import dev.fluxion.op.MaxPool;
import dev.fluxion.op.Norm;
import dev.fluxion.op.Overwrite;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Slogdet;
import dev.fluxion.op.Softmax;
import dev.fluxion.op.SoftmaxPull;
import dev.fluxion.op.Solve;
import dev.fluxion.op.Stack;
import dev.fluxion.op.TriangularSolve;
import dev.fluxion.op.Unbind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a function that was recorded is linear: it is 0 at 0, and each operation on the way from
 * the argument to the result is linear in what depends on the argument. A graph tells that for
 * certain, where numbers could only make it likely.
 */
final class Linearity {
  private Linearity() {}

  /** Requires a function that was run at zeros to be linear. */
  static void check(Pullback<?, ?> at, String otherwise) {
    boolean linear = at.leads().stream().allMatch(node -> isLinear(node, at.leads()));
    for (var y : at.result().tensors) {
      linear &= isZero(y);
    }
    if (!linear) {
      throw new GraphException(otherwise);
    }
  }

  /**
   * Runs a function at zeros and requires it to be linear. A graph does not show what depends on
   * numbers by comparisons, positions and {@code detach()}; so at some other point the value has to
   * agree with the transpose, too: {@code ⟨f(x), ct⟩ = ⟨x, fᵀ(ct)⟩}.
   */
  static <P, R> Pullback<P, R> transposable(Fn<P, R> f, Tree<P> like, String otherwise) {
    var zeros = like.with(like.tensors.stream().map(Fluxion::zerosLike).toList());
    var draws = new Chance.Draws();
    var at = draws.around(() -> Pullback.of(f, zeros));
    check(at, otherwise);
    try (var _ = Fluxion.noGrad()) {
      var x = like.tensors.stream().map(Linearity::spread).toList();
      var y = draws.again().around(() -> Tree.of(f.apply(like.with(x))).tensors);
      if (!shapes(y).equals(shapes(at.result().tensors))) {
        throw new GraphException(otherwise);
      }
      List<Tensor> ct = new ArrayList<>();
      y.forEach(one -> ct.add(one.dtype().isFloating() ? spread(one) : Fluxion.zerosLike(one)));
      double[] forth = product(y, ct);
      double[] back = product(x, at.pull(ct, true));
      if (Math.abs(forth[0] - back[0]) > tolerance(x) * Math.max(forth[1], back[1])) {
        throw new GraphException(otherwise);
      }
    }
    return at;
  }

  /** Far more than what rounding makes of a linear function, by the least exact type. */
  private static double tolerance(List<Tensor> x) {
    double tolerance = 1e-4;
    for (var one : x) {
      tolerance =
          one.dtype().isFloating() ? Math.max(tolerance, 16 * one.dtype().epsilon()) : tolerance;
    }
    return tolerance;
  }

  private static List<Shape> shapes(List<Tensor> x) {
    return x.stream().map(Tensor::shape).toList();
  }

  /** Numbers of both signs, no two of them alike: multiples of the golden ratio, modulo 2. */
  private static Tensor spread(Tensor like) {
    var values = new double[like.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (k + 1) * 1.618033988749895 % 2 - 1;
    }
    return Fluxion.wrap(values).reshape(like.shape()).to(like.dtype());
  }

  /** The sum of products, and that of their magnitudes. */
  private static double[] product(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    double size = 0;
    for (int k = 0; k < a.size(); k++) {
      double[] x = a.get(k).values().toDoubleArray();
      double[] y = b.get(k).values().toDoubleArray();
      for (int i = 0; i < x.length && i < y.length; i++) {
        sum += x[i] * y[i];
        size += Math.abs(x[i] * y[i]);
      }
    }
    return new double[] {sum, size};
  }

  private static boolean isZero(Tensor y) {
    // NaN comes of infinity times 0, which says nothing about the function.
    return y.values().ne(0).mul(y.values().eq(y.values())).any().values().doubleAt(0) == 0;
  }

  private static boolean isLinear(Node node, Set<Node> leads) {
    return switch (node) {
      case Leaf _, LinearNode _, IndexedNode _, Slot _ -> true;
      case RuleNode r -> !r.savesAnyOf(leads);
      case BilinearNode b -> !(depends(b, 0, leads) && depends(b, 1, leads));
      case ElementNode e -> isLinear(e, leads);
      case OpaqueNode o ->
          switch (o.op()) {
            case Cat _, Overwrite _, Stack _, Unbind _ -> true;
            case SoftmaxPull _, LogSoftmaxPull _, Solve _, TriangularSolve _ ->
                !depends(o, 0, leads);
            case LayerNormPull _ -> !depends(o, 0, leads) && !depends(o, 1, leads);
            case AffineLayerNorm _ -> !depends(o, 0, leads);
            case AffineLayerNormPull _ ->
                !depends(o, 0, leads) && !(depends(o, 1, leads) && depends(o, 2, leads));
            case Cholesky _,
                Cofactor _,
                Det _,
                Extreme _,
                ExtremeAlong _,
                Inverse _,
                LayerNorm _,
                LogSoftmax _,
                LogSumExp _,
                MaxPool _,
                Norm _,
                Prod _,
                Slogdet _,
                Softmax _ ->
                false;
          };
    };
  }

  private static boolean depends(Interior node, int k, Set<Node> leads) {
    var edge = node.edge(k);
    return edge != null && leads.contains(edge);
  }

  /** Whether no partial by what depends on the argument reads anything that does. */
  private static boolean isLinear(ElementNode node, Set<Node> leads) {
    var s = node.statement;
    for (int k = 0; k < s.arity; k++) {
      if (depends(node, k, leads)) {
        boolean reads = s.uses(k, s.arity);
        for (int a = 0; a < s.arity; a++) {
          reads |= s.uses(k, a) && depends(node, a, leads);
        }
        if (reads) {
          return false;
        }
      }
    }
    return true;
  }
}
