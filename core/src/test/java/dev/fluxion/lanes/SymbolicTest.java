package dev.fluxion.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SymbolicTest {
  private static <V> V statement(Lanes<V> m, V x, V t) {
    return m.select(Cmp.GE, x, m.constant(0), m.mul(t, m.cos(x)), m.neg(t));
  }

  @Test
  void readsAStatementAsItsFormula() {
    var x = new Expr.Arg(0);
    var t = new Expr.Arg(1);
    var expected =
        new Expr.Select(
            Cmp.GE,
            x,
            new Expr.Constant(0),
            new Expr.Binary(Fn.MUL, t, new Expr.Unary(Fn.COS, x)),
            new Expr.Unary(Fn.NEG, t));
    assertEquals(expected, statement(Symbolic.LANES, x, t));
    assertEquals(expected.hashCode(), statement(Symbolic.LANES, x, t).hashCode());
    assertNotEquals(expected, statement(Symbolic.LANES, t, x));
  }

  @Test
  void zerosOfBothSignsAreTwoConstants() {
    assertNotEquals(Symbolic.LANES.constant(0.0), Symbolic.LANES.constant(-0.0));
    assertEquals(Symbolic.LANES.constant(Double.NaN), Symbolic.LANES.constant(Double.NaN));
  }
}
