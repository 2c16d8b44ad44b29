package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Both modes, and the pass that records itself, give the derivatives that are stated at kinks. */
class StatedTest {
  @TestFactory
  Stream<DynamicTest> kinks() {
    return Stated.ALL.stream()
        .map(row -> DynamicTest.dynamicTest(row.op().name() + " at " + row.x(), () -> check(row)));
  }

  private static void check(Stated row) {
    var op = new OpSubject(row.op());
    List<Tensor> x = new ArrayList<>();
    for (double one : row.x()) {
      x.add(Fluxion.wrap(new double[] {one}).select(0, 0));
    }
    for (double direction : Stated.DIRECTIONS) {
      check(row, op, x, direction);
    }
  }

  private static void check(Stated row, OpSubject op, List<Tensor> x, double direction) {
    List<@Nullable Tensor> one = List.of(Fluxion.fullLike(x.getFirst(), direction));
    var leaves = Derivatives.leaves(x);
    var y = op.value(leaves);
    require(row, direction, "vjp", Derivatives.pull(y, leaves, one, Fluxion.retainGraph()));
    require(
        row, direction, "recorded vjp", Derivatives.pull(y, leaves, one, Fluxion.createGraph()));
    List<@Nullable Tensor> tangents = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      List<@Nullable Tensor> t = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        t.add(i == k ? one.getFirst() : null);
      }
      tangents.addAll(op.jvp(x, t));
    }
    require(row, direction, "jvp", tangents);
  }

  private static void require(
      Stated row, double direction, String mode, List<@Nullable Tensor> got) {
    for (int k = 0; k < got.size(); k++) {
      var partial = got.get(k);
      double value = partial == null ? Double.NaN : partial.item() / direction;
      int operand = k;
      assertTrue(
          partial != null && row.agrees(k, value),
          () -> mode + " by operand " + operand + " is " + value + ", stated in " + row);
    }
  }
}
