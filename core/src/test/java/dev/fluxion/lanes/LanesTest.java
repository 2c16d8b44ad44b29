package dev.fluxion.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Lanes<Expr> M = Symbolic.LANES;
  private static final Expr X = new Expr.Arg(0);
  private static final Expr Y = new Expr.Arg(1);

  @Test
  void everyFunctionHasItsSpelling() {
    var one = new EnumMap<Fn, UnaryOperator<Expr>>(Fn.class);
    one.put(Fn.NEG, M::neg);
    one.put(Fn.ABS, M::abs);
    one.put(Fn.SQRT, M::sqrt);
    one.put(Fn.EXP, M::exp);
    one.put(Fn.EXPM1, M::expm1);
    one.put(Fn.LOG, M::log);
    one.put(Fn.LOG1P, M::log1p);
    one.put(Fn.SIN, M::sin);
    one.put(Fn.COS, M::cos);
    one.put(Fn.TAN, M::tan);
    one.put(Fn.SIGMOID, M::sigmoid);
    one.put(Fn.TANH, M::tanh);
    one.put(Fn.ATAN, M::atan);
    var two = new EnumMap<Fn, BinaryOperator<Expr>>(Fn.class);
    two.put(Fn.ADD, M::add);
    two.put(Fn.SUB, M::sub);
    two.put(Fn.MUL, M::mul);
    two.put(Fn.DIV, M::div);
    two.put(Fn.POW, M::pow);
    two.put(Fn.HYPOT, M::hypot);
    two.put(Fn.MIN, M::min);
    two.put(Fn.MAX, M::max);
    assertEquals(Fn.values().length, one.size() + two.size());
    one.forEach((f, call) -> {
      assertEquals(1, f.arity());
      assertEquals(new Expr.Unary(f, X), call.apply(X));
    });
    two.forEach((f, call) -> {
      assertEquals(2, f.arity());
      assertEquals(new Expr.Binary(f, X, Y), call.apply(X, Y));
    });
  }
}
