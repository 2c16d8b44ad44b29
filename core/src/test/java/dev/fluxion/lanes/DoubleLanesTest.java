package dev.fluxion.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DoubleLanesTest {
  private static final DoubleLanes M = DoubleLanes.LANES;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static void check(double expected, double actual) {
    assertEquals(expected, actual, Math.ulp(expected));
  }

  @Test
  void functionsOfOneLane() {
    check(-1.5, M.neg(1.5));
    check(1.5, M.abs(-1.5));
    check(1.4142135623730951, M.sqrt(2.0));
    check(2.718281828459045, M.exp(1.0));
    check(1.00000000005e-10, M.expm1(1e-10));
    check(0.6931471805599453, M.log(2.0));
    check(9.9999999995e-11, M.log1p(1e-10));
    check(0.8414709848078965, M.sin(1.0));
    check(0.5403023058681398, M.cos(1.0));
    check(1.557407724654902, M.tan(1.0));
    check(0.7310585786300049, M.sigmoid(1.0));
    check(0.46211715726000973, M.tanh(0.5));
    check(0.7853981633974483, M.atan(1.0));
  }

  @Test
  void edgesOfFunctionsOfOneLane() {
    assertEquals(-0.0, M.neg(0.0));
    assertEquals(0.0, M.abs(-0.0));
    assertEquals(NAN, M.sqrt(-1.0));
    assertEquals(-0.0, M.sqrt(-0.0));
    assertEquals(0.0, M.exp(-INF));
    assertEquals(-1, M.expm1(-INF));
    assertEquals(-INF, M.log(0.0));
    assertEquals(NAN, M.log(-1.0));
    assertEquals(-INF, M.log1p(-1.0));
    assertEquals(NAN, M.sin(INF));
    assertEquals(-1, M.tanh(-INF));
    assertEquals(1.5707963267948966, M.atan(INF));
    for (var f : Fn.values()) {
      if (f.arity() == 1) {
        assertEquals(NAN, M.unary(f, NAN), f.toString());
      }
    }
  }

  @Test
  void functionsOfTwoLanes() {
    check(5, M.add(2.0, 3.0));
    check(-1, M.sub(2.0, 3.0));
    check(6, M.mul(2.0, 3.0));
    check(0.4, M.div(2.0, 5.0));
    check(8, M.pow(2.0, 3.0));
    check(13, M.hypot(5.0, 12.0));
    check(2, M.min(2.0, 3.0));
    check(3, M.max(2.0, 3.0));
  }

  @Test
  void edgesOfFunctionsOfTwoLanes() {
    assertEquals(-INF, M.div(1.0, -0.0));
    assertEquals(NAN, M.div(0.0, 0.0));
    assertEquals(1, M.pow(NAN, 0.0));
    assertEquals(INF, M.hypot(-INF, NAN));
    assertEquals(-0.0, M.min(0.0, -0.0));
    assertEquals(0.0, M.max(-0.0, 0.0));
    assertEquals(NAN, M.min(NAN, 1.0));
    assertEquals(NAN, M.max(1.0, NAN));
  }

  @Test
  void selectTakesTheFirstWhereTheComparisonHolds() {
    // For each comparison: less, equal, greater, zeros of both signs, NaN on either side.
    double[][] sides = {{1, 2}, {2, 2}, {3, 2}, {-0.0, 0.0}, {NAN, 1}, {1, NAN}, {NAN, NAN}};
    String[] holds = {
      "-x-x---", // EQ
      "x-x-xxx", // NE
      "x------", // LT
      "xx-x---", // LE
      "--x----", // GT
      "-xxx---" // GE
    };
    for (var cmp : Cmp.values()) {
      for (int i = 0; i < sides.length; i++) {
        double expected = holds[cmp.ordinal()].charAt(i) == 'x' ? 7 : 8;
        var got = M.select(cmp, sides[i][0], sides[i][1], 7.0, 8.0);
        assertEquals(expected, got, cmp + " " + sides[i][0] + ", " + sides[i][1]);
      }
    }
  }

  @Test
  void boxesAreComparedByValue() {
    assertEquals(1, M.select(Cmp.EQ, Double.valueOf(1e9), Double.valueOf(1e9), 1.0, 0.0));
  }

  @Test
  void constantsAreThemselves() {
    assertEquals(0.1, M.constant(0.1));
  }

  @Test
  void refusesAnotherNumberOfLanes() {
    var one = assertThrows(IllegalArgumentException.class, () -> M.unary(Fn.ADD, 1.0));
    assertEquals("add takes 2 operands, got 1", one.getMessage());
    var two = assertThrows(IllegalArgumentException.class, () -> M.binary(Fn.SIN, 1.0, 1.0));
    assertEquals("sin takes 1 operand, got 2", two.getMessage());
  }
}
