package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Fn;
import dev.fluxion.SparseMatrix;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * No derivative lies outside of the pattern that is found, and those inside are the dense ones: of
 * the function, and of the gradient of a sum of its results, each with another weight.
 *
 * <p>The pattern may have entries that are 0 everywhere; the sweeps sum them, so floating numbers
 * agree to rounding only.
 */
final class PatternLaw {
  private PatternLaw() {}

  static void check(Subject subject, Point at) {
    List<Tensor> x = new ArrayList<>();
    for (var one : at.x()) {
      if (one.dtype().isFloating()) {
        x.add(one);
      }
    }
    var f = flat(subject, at.x());
    if (x.isEmpty() || f.apply(x).size() == 0) {
      return;
    }
    var dense = Fluxion.jacobianBlocks(f).apply(x).matrix();
    compare("the Jacobian", Fluxion.sparseJacobian(f).apply(x), dense);
    Fn<List<Tensor>, Tensor> sum =
        in -> {
          var y = f.apply(in);
          return y.mul(Fluxion.arange(1, y.size() + 1, 1)).sum();
        };
    var hessian = Fluxion.hessianBlocks(sum).apply(x).matrix();
    compare("the Hessian", Fluxion.sparseHessian(sum).apply(x), hessian);
  }

  /** All floating results as one vector, of the floating operands. */
  private static Fn<List<Tensor>, Tensor> flat(Subject subject, List<Tensor> all) {
    return some -> {
      List<Tensor> x = new ArrayList<>();
      var next = some.iterator();
      all.forEach(one -> x.add(one.dtype().isFloating() ? next.next() : one));
      List<Tensor> y = new ArrayList<>();
      for (var one : subject.value(x)) {
        if (one.dtype().isFloating()) {
          y.add(one.flatten());
        }
      }
      return y.isEmpty() ? Fluxion.zeros(0) : Fluxion.cat(y, 0);
    };
  }

  private static void compare(String what, SparseMatrix got, Tensor dense) {
    double[] values = dense.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      int row = i / got.columns();
      int column = i % got.columns();
      double want = values[i];
      Near.require(
          want == 0 || has(got, row, column),
          () -> what + " has no entry at (" + row + ", " + column + "), expected " + want);
    }
    var expected = List.of(dense);
    double tolerance = 64 * Near.roundoff(expected) * Math.max(1, Near.size(expected));
    Near.near(what, List.of(got.toDense().to(dense.dtype())), expected, tolerance);
  }

  private static boolean has(SparseMatrix a, int row, int column) {
    int[] starts = a.rowStarts();
    return Arrays.binarySearch(a.columnIndices(), starts[row], starts[row + 1], column) >= 0;
  }
}
