package dev.fluxion.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExprTest {
  private static final Lanes<Expr> M = Symbolic.LANES;

  private static Expr arg(int index) {
    return new Expr.Arg(index);
  }

  @Test
  void usesLooksEverywhere() {
    assertTrue(arg(2).uses(2));
    assertFalse(arg(2).uses(0));
    assertFalse(M.constant(2).uses(2));
    assertTrue(M.sin(arg(2)).uses(2));
    assertTrue(M.add(arg(0), arg(1)).uses(0));
    assertTrue(M.add(arg(0), arg(1)).uses(1));
    assertFalse(M.add(arg(0), arg(1)).uses(2));
    var select = M.select(Cmp.LT, arg(0), arg(1), M.neg(arg(2)), M.exp(M.mul(arg(3), arg(3))));
    for (int k = 0; k < 4; k++) {
      assertTrue(select.uses(k), "argument " + k);
    }
    assertFalse(select.uses(4));
  }

  @Test
  void renumberNamesEveryArgumentAnew() {
    int[] numbers = {3, 0, 7, 5};
    var constant = M.constant(4);
    assertSame(constant, constant.renumber(numbers));
    assertEquals(arg(7), arg(2).renumber(numbers));
    var select = M.select(Cmp.LT, arg(0), arg(1), M.neg(arg(2)), M.pow(arg(3), constant));
    assertEquals(
        M.select(Cmp.LT, arg(3), arg(0), M.neg(arg(7)), M.pow(arg(5), constant)),
        select.renumber(numbers));
  }

  @Test
  void renumberMayMapTwoToOne() {
    assertEquals(M.sub(arg(0), arg(0)), M.sub(arg(0), arg(1)).renumber(new int[] {0, 0}));
  }
}
