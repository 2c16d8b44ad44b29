package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExprStepsTest {
  private static final Lanes<Expr> M = Symbolic.LANES;
  private static final Expr A = new Expr.Arg(0);
  private static final Expr B = new Expr.Arg(1);
  private static final Expr ONE = new Expr.Constant(1);

  private static ExprSteps steps(Expr body, DType output, DType... inputs) {
    return new ExprSteps(body, inputs, output);
  }

  @Test
  void equalPartsAreOneStep() {
    var square = new Expr.Binary(Fn.MUL, A, A);
    var again = new Expr.Binary(Fn.MUL, new Expr.Arg(0), new Expr.Arg(0));
    var steps = steps(M.add(square, again), DType.FLOAT64, DType.FLOAT64);
    var f64 = DType.FLOAT64;
    assertEquals(
        List.of(
            new ExprNode.Input(0, f64),
            new ExprNode.Two(Fn.MUL, 0, 0, f64),
            new ExprNode.Two(Fn.ADD, 1, 1, f64)),
        steps.nodes());
    assertEquals(2, steps.root());
    assertArrayEquals(new int[] {2, 2, 1}, steps.uses());
  }

  @Test
  void zerosOfBothSignsDifferAmongFloatsOnly() {
    var both = M.mul(M.add(A, M.constant(0.0)), M.add(A, M.constant(-0.0)));
    assertEquals(6, steps(both, DType.FLOAT32, DType.FLOAT32).nodes().size());
    assertEquals(4, steps(both, DType.INT32, DType.INT32).nodes().size());
  }

  @Test
  void partsThatAreSharedAreWalkedOnce() {
    Expr x = A;
    for (int i = 0; i < 60; i++) {
      x = M.add(x, x);
    }
    assertEquals(61, steps(x, DType.FLOAT64, DType.FLOAT64).nodes().size());
  }

  @Test
  void readsAreTheInputsThatOccurInOrder() {
    var body = M.sub(new Expr.Arg(3), new Expr.Arg(1));
    var f32 = DType.FLOAT32;
    assertArrayEquals(new int[] {1, 3}, steps(body, f32, f32, f32, f32, f32).reads());
    assertArrayEquals(new int[] {}, steps(ONE, f32, f32).reads());
  }

  private static DType type(Expr body, DType output, DType... inputs) {
    var steps = steps(body, output, inputs);
    return steps.nodes().get(steps.root()).dtype();
  }

  @Test
  void typesComeFromTheInputs() {
    assertEquals(DType.BOOL, type(M.add(A, B), DType.INT32, DType.BOOL, DType.BOOL));
    assertEquals(DType.UINT8, type(M.add(A, B), DType.INT32, DType.BOOL, DType.UINT8));
    assertEquals(DType.INT32, type(M.add(A, B), DType.BOOL, DType.INT32, DType.UINT8));
    assertEquals(DType.UINT8, type(M.add(ONE, A), DType.UINT8, DType.UINT8));
    assertEquals(DType.INT64, type(ONE, DType.INT64));
    assertEquals(DType.FLOAT32, type(M.exp(ONE), DType.FLOAT32));
  }

  @Test
  void aComparisonHasTheTypeOfItsSidesAndASelectThatOfItsBranches() {
    var body = M.select(Cmp.LT, A, ONE, M.constant(0), ONE);
    var steps = steps(body, DType.BOOL, DType.FLOAT32);
    var choice = (ExprNode.Choice) steps.nodes().get(steps.root());
    assertEquals(DType.BOOL, choice.dtype());
    assertEquals(DType.BOOL, steps.nodes().get(choice.otherwise()).dtype());
    assertEquals(new ExprNode.Literal(1, DType.FLOAT32), steps.nodes().get(choice.b()));
    var constants = steps(M.select(Cmp.LT, M.constant(0.5), ONE, A, A), DType.INT64, DType.INT64);
    assertEquals(new ExprNode.Literal(0.5, DType.FLOAT64), constants.nodes().get(0));
  }

  private static void refuses(String message, Expr body, DType output, DType... inputs) {
    var e = assertThrows(IllegalArgumentException.class, () -> steps(body, output, inputs));
    assertEquals(message, e.getMessage());
  }

  @Test
  void refusesTypesThatMustNotMeet() {
    refuses(
        "add needs one type on both sides, got float32 and float64",
        M.add(A, B),
        DType.FLOAT64,
        DType.FLOAT32,
        DType.FLOAT64);
    refuses(
        "mul needs one type on both sides, got int32 and int64",
        M.mul(A, B),
        DType.INT64,
        DType.INT32,
        DType.INT64);
    refuses(
        "a comparison needs one type on both sides, got bool and float32",
        M.select(Cmp.EQ, A, B, ONE, ONE),
        DType.BOOL,
        DType.BOOL,
        DType.FLOAT32);
    refuses(
        "a select needs one type on both sides, got int64 and float32",
        M.select(Cmp.EQ, A, A, A, B),
        DType.INT64,
        DType.INT64,
        DType.FLOAT32);
    refuses("a formula of int64 cannot be stored as int32; cast it", A, DType.INT32, DType.INT64);
  }

  @Test
  void refusesFunctionsThatHaveNoMeaning() {
    refuses("exp is for floating types, got int32", M.exp(A), DType.INT32, DType.INT32);
    refuses("div is for floating types, got uint8", M.div(A, A), DType.UINT8, DType.UINT8);
    refuses("sqrt is for floating types, got bool", M.sqrt(A), DType.BOOL, DType.BOOL);
    refuses("add takes 2 operands, got 1", new Expr.Unary(Fn.ADD, A), DType.FLOAT32, DType.FLOAT32);
    refuses(
        "sin takes 1 operand, got 2", new Expr.Binary(Fn.SIN, A, A), DType.FLOAT32, DType.FLOAT32);
    refuses(
        "an argument must be one of the 1 inputs, got number 1", B, DType.FLOAT32, DType.FLOAT32);
  }

  @Test
  void refusesConstantsThatDoNotFit() {
    refuses(
        "a constant among int32 must be whole and in range, got 0.5",
        M.add(A, M.constant(0.5)),
        DType.INT32,
        DType.INT32);
    refuses(
        "a constant among uint8 must be whole and in range, got 256.0",
        M.max(A, M.constant(256)),
        DType.UINT8,
        DType.UINT8);
    refuses(
        "a constant among uint8 must be whole and in range, got -1.0",
        M.max(A, M.constant(-1)),
        DType.UINT8,
        DType.UINT8);
    refuses(
        "a constant among bool must be whole and in range, got 2.0",
        M.max(A, M.constant(2)),
        DType.BOOL,
        DType.BOOL);
    refuses(
        "a constant among int64 must be whole and in range, got 9.223372036854776E18",
        M.add(A, M.constant(0x1p63)),
        DType.INT64,
        DType.INT64);
    refuses(
        "a constant among int64 must be whole and in range, got NaN",
        M.add(A, M.constant(Double.NaN)),
        DType.INT64,
        DType.INT64);
    var least = M.add(A, M.constant(-0x1p63));
    assertEquals(DType.INT64, type(least, DType.INT64, DType.INT64));
  }
}
