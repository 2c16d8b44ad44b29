package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.wrap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Writes against the operations that give new tensors. What a write does to values, gradients and
 * the count is checked for each method; what is refused, that nothing has changed.
 *
 * <p>Over 400 lines, since every method that writes and every refusal is tested here.
 */
class WritesTest {
  private record Pair<F>(F write, F fresh) {}

  private static final Map<String, Pair<UnaryOperator<Tensor>>> UNARY = new LinkedHashMap<>();
  private static final Map<String, Pair<BinaryOperator<Tensor>>> BINARY = new LinkedHashMap<>();
  private static final Map<String, Pair<UnaryOperator<Tensor>>> NUMBERS = new LinkedHashMap<>();

  private static void unary(String name, UnaryOperator<Tensor> write, UnaryOperator<Tensor> fresh) {
    UNARY.put(name, new Pair<>(write, fresh));
  }

  private static void number(
      String name, UnaryOperator<Tensor> write, UnaryOperator<Tensor> fresh) {
    NUMBERS.put(name, new Pair<>(write, fresh));
  }

  private static void binary(
      String name, BinaryOperator<Tensor> write, BinaryOperator<Tensor> fresh) {
    BINARY.put(name, new Pair<>(write, fresh));
  }

  static {
    unary("abs", Tensor::abs_, Tensor::abs);
    unary("atan", Tensor::atan_, Tensor::atan);
    unary("cos", Tensor::cos_, Tensor::cos);
    unary("exp", Tensor::exp_, Tensor::exp);
    unary("expm1", Tensor::expm1_, Tensor::expm1);
    unary("log", Tensor::log_, Tensor::log);
    unary("log1p", Tensor::log1p_, Tensor::log1p);
    unary("neg", Tensor::neg_, Tensor::neg);
    unary("reciprocal", Tensor::reciprocal_, Tensor::reciprocal);
    unary("relu", Tensor::relu_, Tensor::relu);
    unary("sigmoid", Tensor::sigmoid_, Tensor::sigmoid);
    unary("sin", Tensor::sin_, Tensor::sin);
    unary("sqrt", Tensor::sqrt_, Tensor::sqrt);
    unary("square", Tensor::square_, Tensor::square);
    unary("tan", Tensor::tan_, Tensor::tan);
    unary("tanh", Tensor::tanh_, Tensor::tanh);
    unary("clamp", x -> x.clamp_(0.5, 1.2), x -> x.clamp(0.5, 1.2));
    unary("zero", Tensor::zero_, x -> x.mul(0));
    unary("fill", x -> x.fill_(2.5), x -> x.mul(0).add(2.5));
    number("add", x -> x.add_(0.5), x -> x.add(0.5));
    number("sub", x -> x.sub_(0.5), x -> x.sub(0.5));
    number("mul", x -> x.mul_(3), x -> x.mul(3));
    number("div", x -> x.div_(3), x -> x.div(3));
    number("pow", x -> x.pow_(3), x -> x.pow(3));
    binary("add", Tensor::add_, Tensor::add);
    binary("sub", Tensor::sub_, Tensor::sub);
    binary("mul", Tensor::mul_, Tensor::mul);
    binary("div", Tensor::div_, Tensor::div);
    binary("pow", Tensor::pow_, Tensor::pow);
    binary("add alpha", (x, y) -> x.add_(y, 0.25), (x, y) -> x.add(y, 0.25));
    binary("sub alpha", (x, y) -> x.sub_(y, 0.25), (x, y) -> x.sub(y, 0.25));
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Tensor matrix(double... values) {
    return from(values).reshape(2, values.length / 2).requiresGrad(true);
  }

  private static void checkUnary(String name, Pair<UnaryOperator<Tensor>> op) {
    double[] values = {0.3, 0.7, 1.1, 1.5};
    var weight = from(new double[] {1, 10, 100, 1000});
    var x = leaf(values);
    var fresh = op.fresh.apply(x.mul(1));
    grad(fresh.mul(weight).sum(), x);
    var again = op.fresh.apply(x.mul(1));
    double[] slope = grad(again.mul(weight).sum(), x).toDoubleArray();
    var y = x.mul(1);
    var old = y.toDoubleArray();
    int before = y.version();
    assertSame(y, op.write.apply(y), name);
    assertArrayEquals(fresh.toDoubleArray(), y.toDoubleArray(), name);
    assertEquals(before + 1, y.version(), name);
    assertTrue(y.requiresGrad() && !y.isLeaf(), name);
    var first = grad(y.mul(weight).sum(), x, createGraph());
    assertArrayEquals(slope, first.toDoubleArray(), 1e-12, name);
    y = x.mul(1);
    op.write.apply(y).mul(weight).sum().backward();
    assertArrayEquals(slope, gradOf(x).toDoubleArray(), 1e-12, name);
    assertArrayEquals(values, old, name);
    assertArrayEquals(values, x.toDoubleArray(), name);
  }

  @Test
  void unaryWritesAreTheOperations() {
    UNARY.forEach(WritesTest::checkUnary);
    NUMBERS.forEach(WritesTest::checkUnary);
  }

  @Test
  void secondDerivativesThroughWrites() {
    for (var ops : java.util.List.of(UNARY, NUMBERS)) {
      ops.forEach((name, op) -> {
        double[][] second = new double[2][];
        for (int way = 0; way < 2; way++) {
          var x = leaf(0.3, 0.7, 1.1, 1.5);
          var y = (way == 0 ? op.fresh : op.write).apply(x.mul(x));
          var first = grad(y.sum(), x, createGraph());
          second[way] = grad(first.add(x.mul(0)).sum(), x).toDoubleArray();
        }
        assertArrayEquals(second[0], second[1], 1e-12, name);
      });
    }
  }

  @Test
  void binaryWritesAreTheOperations() {
    double[] a = {0.3, 0.7, 1.1, 1.5, 0.9, 0.2};
    for (var other :
        java.util.List.of(
            from(new double[] {1.5, 0.5, 2, 1, 0.75, 3}).reshape(2, 3),
            from(new double[] {1.5, 0.5, 2}),
            from(new double[] {1.5, 0.5}).reshape(2, 1),
            from(new double[] {1.5}).reshape())) {
      BINARY.forEach((name, op) -> {
        var message = name + " " + other.shape();
        var weight = arange(1.0, 7.0, 1.0).toFloat64().reshape(2, 3);
        double[][][] all = new double[2][][];
        for (int way = 0; way < 2; way++) {
          var x = matrix(a);
          var z = other.copy().requiresGrad(true);
          var y = x.mul(1);
          int before = y.version();
          y = way == 0 ? op.fresh.apply(y, z) : op.write.apply(y, z);
          assertEquals(before + way, y.version(), message);
          y.mul(weight).sum().backward();
          all[way] =
              new double[][] {
                y.toDoubleArray(), gradOf(x).toDoubleArray(), gradOf(z).toDoubleArray()
              };
        }
        for (int k = 0; k < 3; k++) {
          assertArrayEquals(all[0][k], all[1][k], 1e-12, message + " " + k);
        }
      });
    }
  }

  @Test
  void constantsAreWrittenToWithoutHistory() {
    var x = zeros(3);
    assertSame(x, x.add_(1).exp_().mul_(2));
    Expect.near(1e-6, x, 2 * Math.E, 2 * Math.E, 2 * Math.E);
    assertFalse(x.requiresGrad());
    assertEquals(3, x.version());
  }

  @Test
  void aConstantThatIsGivenAFollowedValueIsFollowed() {
    var x = leaf(1, 2);
    var y = zeros(FLOAT64, 2);
    y.add_(x).mul_(x);
    assertEquals("MulBackward0", nodeOf(y).name());
    y.sum().backward();
    Expect.values(gradOf(x), 2, 4);
  }

  @Test
  void theTypeOfTheTargetStays() {
    Expect.tensor(ones(2).add_(ones(FLOAT64, 2)), FLOAT32, dims(2), 2, 2);
    Expect.whole(tensor(1, 2).to(INT32).add_(tensor(1L << 33, 5)), INT32, dims(2), 1, 7);
    Expect.whole(tensor(1, 2).add_(tensor(true, false)), INT64, dims(2), 2, 2);
    Expect.tensor(ones(2).mul_(tensor(3, 4)), FLOAT32, dims(2), 3, 4);
    Expect.tensor(tensor(true, false).copy_(tensor(0, 3)), DType.BOOL, dims(2), 0, 1);
    Expect.whole(tensor(1, 2).copy_(tensor(1.5, -2.5)), INT64, dims(2), 1, -2);
    Expect.whole(tensor(1, 2).add_(3), INT64, dims(2), 4, 5);
    Expect.whole(tensor(7, 2).clamp_(3, 5), INT64, dims(2), 5, 3);
    Expect.tensor(tensor(true, true).zero_(), DType.BOOL, dims(2), 0, 0);
  }

  @Test
  void gradientsHaveTheTypeOfTheirLeaf() {
    var x = leaf(1, 2);
    var y = ones(2).add_(x.mul(3));
    Expect.tensor(y, FLOAT32, dims(2), 4, 7);
    y.sum().backward();
    Expect.tensor(gradOf(x), FLOAT64, dims(2), 3, 3);
    var single = tensor(1.0, 2.0).requiresGrad(true);
    from(new double[] {1, 1}).mul_(single).sum().backward();
    Expect.tensor(gradOf(single), FLOAT32, dims(2), 1, 1);
  }

  private static void unchanged(
      Class<? extends Throwable> type, String message, Tensor x, Executable write) {
    double[] values = x.toDoubleArray();
    int version = x.version();
    var node = x.node();
    refused(type, message, write);
    assertArrayEquals(values, x.toDoubleArray(), message);
    assertEquals(version, x.version(), message);
    assertSame(node, x.node(), message);
  }

  @Test
  void aResultOfAHigherKindIsRefused() {
    var whole = tensor(1, 2);
    var rule = " is not written into a tensor of int64; convert with to(INT64) first";
    unchanged(DTypeException.class, "a value of float32" + rule, whole, () -> whole.add_(0.5));
    unchanged(DTypeException.class, "a value of float32" + rule, whole, () -> whole.div_(2));
    unchanged(DTypeException.class, "a value of float32" + rule, whole, () -> whole.exp_());
    unchanged(DTypeException.class, "a value of float64" + rule, whole, () -> whole.mul_(leaf(1)));
    unchanged(
        DTypeException.class, "a value of float32" + rule, whole, () -> whole.add_(whole, 0.5));
    unchanged(DTypeException.class, "a value of float32" + rule, whole, () -> whole.clamp_(0.5, 1));
    var flags = tensor(true, false);
    unchanged(
        DTypeException.class,
        "a value of int64 is not written into a tensor of bool; convert with to(BOOL) first",
        flags,
        () -> flags.add_(1));
  }

  @Test
  void wholeNumbersHaveNoNegativePowersInPlaceEither() {
    var x = tensor(2, 3);
    unchanged(
        IllegalArgumentException.class,
        "whole numbers have no negative powers, got int64 to the power of -1; convert with"
            + " toFloat32() first",
        x,
        () -> x.pow_(-1));
  }

  @Test
  void aResultOfAnotherShapeIsRefused() {
    var x = ones(3);
    unchanged(
        ShapeException.class,
        "a write keeps the shape, (3), got a value of shape (2, 3)",
        x,
        () -> x.add_(ones(2, 3)));
    unchanged(
        ShapeException.class,
        "mul needs shapes that are equal or 1 axis by axis, counted from the last, got (3) and (2)",
        x,
        () -> x.mul_(ones(2)));
    unchanged(
        ShapeException.class,
        "a write takes a value that broadcasts to (3), got the shape (1, 3)",
        x,
        () -> x.copy_(ones(1, 3)));
    var one = ones(1);
    unchanged(
        ShapeException.class,
        "a write keeps the shape, (1), got a value of shape (3)",
        one,
        () -> one.sub_(ones(3)));
  }

  @Test
  void elementsInOnePlaceAreRefused() {
    var x = tensor(1.0, 2.0).expand(3, 2);
    var message =
        "a write needs each element in a place of its own, got an expanded tensor of shape (3, 2);"
            + " write to a copy()";
    unchanged(GraphException.class, message, x, () -> x.add_(1));
    unchanged(GraphException.class, message, x, () -> x.copy_(ones(3, 2)));
    unchanged(GraphException.class, message, x, () -> x.exp_());
    unchanged(GraphException.class, message, x, () -> x.clamp_(0, 1));
    unchanged(GraphException.class, message, x, () -> x.set_(1, 0, 0));
    Expect.values(tensor(1.0, 2.0).expand(1, 2).add_(1), 2, 3);
  }

  @Test
  void aLeafIsRefusedWhileItIsRecorded() {
    var x = leaf(1, 2);
    var rule =
        " that requires a gradient is not written to while it is recorded, got one of shape (%s);"
            + " write to detach() or inside noGrad()";
    var leaf = "a leaf" + rule.formatted("2");
    unchanged(GraphException.class, leaf, x, () -> x.add_(1));
    unchanged(GraphException.class, leaf, x, () -> x.copy_(x));
    unchanged(GraphException.class, leaf, x, () -> x.set_(3, 0));
    unchanged(GraphException.class, leaf, x, () -> x.set_(3, tensor(true, false)));
    unchanged(GraphException.class, leaf, x, () -> x.clamp_(0, 1));
    var view = "a view of a leaf" + rule;
    var at = x.at(0);
    unchanged(GraphException.class, view.formatted(""), at, () -> at.mul_(2));
    var deep = x.reshape(2, 1).t();
    unchanged(GraphException.class, view.formatted("1, 2"), deep, () -> deep.zero_());
    Expect.values(x, 1, 2);
  }

  @Test
  void aLeafThatIsAViewOfDataIsALeaf() {
    var data = ones(4);
    var w = data.narrow(0, 0, 2).requiresGrad(true);
    assertThrows(GraphException.class, () -> w.add_(1));
    Expect.values(data, 1, 1, 1, 1);
    assertTrue(w.isLeaf() && w.requiresGrad());
  }

  @Test
  void aLeafThatIsAViewOfDataStaysOneThroughItsUpdates() {
    var data = ones(4);
    var w = data.narrow(0, 0, 2).requiresGrad(true);
    for (int step = 1; step <= 2; step++) {
      w.mul(2).sum().backward();
      Expect.values(gradOf(w), 2 * step, 2 * step);
      try (var _ = noGrad()) {
        w.sub_(gradOf(w), 0.25);
      }
      assertTrue(w.requiresGrad() && w.isLeaf());
    }
    data.narrow(0, 2, 2).add_(1);
    assertTrue(w.requiresGrad());
    Expect.values(data, -0.5, -0.5, 2, 2);
  }

  @Test
  void updatesInsideNoGrad() {
    var w = leaf(1, 2);
    w.mul(w).sum().backward();
    try (var _ = noGrad()) {
      w.sub_(gradOf(w).mul(0.25));
      w.at(0).add_(1);
      w.set_(5, tensor(false, true));
    }
    Expect.values(w, 1.5, 5);
    assertTrue(w.isLeaf() && w.requiresGrad());
    gradOf(w).zero_();
    w.mul(w).sum().backward();
    Expect.values(gradOf(w), 3, 10);
  }

  @Test
  void aResultKeepsItsNodeThroughWritesThatAreNotRecorded() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var node = y.node();
    try (var _ = noGrad()) {
      y.add_(1);
      y.at(0).mul_(5);
    }
    assertSame(node, y.node());
    Expect.values(y, 20, 7);
    y.sum().backward();
    Expect.values(gradOf(x), 3, 3);
  }

  private static String changed(String op, int shape, int got) {
    return "a value that the gradient needs was written to: a tensor of shape ("
        + shape
        + ") and type float64, saved by "
        + op
        + ", is at version "
        + got
        + ", expected version 0; write to a copy() instead";
  }

  @Test
  void writesToSavedValuesAreFound() {
    Map<String, UnaryOperator<Tensor>> results = new LinkedHashMap<>();
    results.put("ExpBackward0", Tensor::exp);
    results.put("SigmoidBackward0", Tensor::sigmoid);
    results.put("TanhBackward0", Tensor::tanh);
    results.put("SqrtBackward0", Tensor::sqrt);
    results.put("SoftmaxBackward0", v -> v.softmax(0));
    results.forEach((name, op) -> {
      var x = leaf(1, 2);
      var y = op.apply(x);
      y.mul_(2);
      refused(GraphException.class, changed(name, 2, 1), () -> y.sum().backward());
      assertNull(x.grad());
    });
    Map<String, UnaryOperator<Tensor>> inputs = new LinkedHashMap<>();
    inputs.put("SinBackward0", Tensor::sin);
    inputs.put("CosBackward0", Tensor::cos);
    inputs.put("LogBackward0", Tensor::log);
    inputs.put("MulBackward0", v -> v.mul(v));
    inputs.put("PowBackward0", v -> v.pow(3));
    inputs.forEach((name, op) -> {
      var x = leaf(1, 2);
      var v = x.mul(1);
      var y = op.apply(v);
      v.add_(1).add_(1);
      refused(GraphException.class, changed(name, 2, 2), () -> y.sum().backward());
      // What is saved by an operation is not written to by the operation after it.
      y.add_(1);
      assertNull(x.grad());
    });
  }

  @Test
  void whatIsNotSavedMayBeWrittenTo() {
    var x = leaf(1, 2);
    var v = x.mul(3);
    var sum = v.add(1);
    var shape = v.reshape(2, 1).copy();
    v.zero_();
    sum.add(shape.sum()).sum().backward();
    Expect.values(gradOf(x), 9, 9);
    // A product saves the factor beside the one that is followed only.
    var z = leaf(1, 2);
    var w = z.mul(1);
    var y = w.mul(from(new double[] {10, 20}));
    w.add_(5);
    y.sum().backward();
    Expect.values(gradOf(z), 10, 20);
  }

  @Test
  void writesAfterASaveThroughOtherTensorsAreFound() {
    for (int way = 0; way < 4; way++) {
      var x = leaf(1, 2);
      var v = x.mul(1);
      var y = v.sin();
      switch (way) {
        case 0 -> v.detach().add_(1);
        case 1 -> v.at(0).add_(1);
        case 2 -> v.reshape(2, 1).t().detach().add_(1);
        default -> v.detach().at(1).zero_();
      }
      refused(GraphException.class, changed("SinBackward0", 2, 1), () -> y.sum().backward());
    }
    var x = leaf(1, 2);
    var v = x.mul(1);
    var y = v.sin();
    v.data().add_(1);
    y.sum().backward();
    Expect.near(1e-12, gradOf(x), Math.cos(2), Math.cos(3));
  }

  @Test
  void whatIsCopiedOverReceivesZero() {
    var x = leaf(1, 2);
    var z = leaf(3);
    x.mul(1).copy_(z).sum().backward();
    Expect.values(gradOf(z), 2);
    Expect.values(gradOf(x), 0, 0);
  }

  @Test
  void aResultThatAWriteSavesIsFoundWhenItIsWrittenToAgain() {
    var x = leaf(1, 2);
    var twice = x.mul(1).exp_().exp_();
    assertThrows(GraphException.class, () -> twice.sum().backward());
    var y = x.mul(1);
    y.exp_();
    y.mul_(2);
    refused(
        GraphException.class,
        "a value that the gradient needs was written to: a tensor of shape (2) and type float64,"
            + " saved by ExpBackward0, is at version 2, expected version 1; write to a copy()"
            + " instead",
        () -> y.sum().backward());
    assertNull(x.grad());
  }

  @Test
  void theTargetAsItsOwnOperand() {
    var x = leaf(3, 4);
    var y = x.mul(1);
    y.add_(y);
    y.sub_(y.mul(3));
    Expect.values(y, -12, -16);
    y.sum().backward();
    Expect.values(gradOf(x), -4, -4);
    var m = matrix(1, 2, 3, 4);
    var n = m.mul(1);
    n.copy_(n.t());
    Expect.values(n, 1, 3, 2, 4);
    n.add_(n.t());
    Expect.values(n, 2, 5, 5, 8);
    n.mul(from(new double[] {1, 10, 100, 1000}).reshape(2, 2)).sum().backward();
    Expect.values(gradOf(m), 2, 110, 110, 2000);
  }

  /** PyTorch refuses the pass here; a gradient, if there is one, has to be right. */
  @Test
  void theTargetAsItsOwnFactor() {
    var x = leaf(3, 4);
    var y = x.mul(1);
    y.mul_(y);
    Expect.values(y, 9, 16);
    try {
      y.sum().backward();
    } catch (GraphException e) {
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith("a value that the gradient needs was written to"));
      return;
    }
    Expect.values(gradOf(x), 6, 8);
  }

  @Test
  void operandsThatOverlapAreReadBeforeTheyAreWritten() {
    var x = arange(5.0);
    x.get(slice(1, 5)).add_(x.get(slice(0, 4)));
    Expect.values(x, 0, 1, 3, 5, 7);
    x = arange(5.0);
    x.get(slice(0, 4)).copy_(x.get(slice(1, 5)));
    Expect.values(x, 1, 2, 3, 4, 4);
    x = arange(4.0);
    x.copy_(x.flip(0));
    Expect.values(x, 3, 2, 1, 0);
    var a = leaf(1, 2, 3);
    var y = a.mul(1);
    y.get(slice(1, 3)).add_(y.get(slice(0, 2)));
    Expect.values(y, 1, 3, 5);
    y.mul(from(new double[] {1, 10, 100})).sum().backward();
    Expect.values(gradOf(a), 11, 110, 100);
  }

  @Test
  void versionsAreThoseOfTheMemory() {
    var x = zeros(2, 2);
    assertEquals(0, x.version());
    var v = x.at(0);
    var d = x.detach();
    x.add_(1);
    v.add_(1);
    d.add_(1);
    d.t().at(0).zero_();
    assertEquals(4, x.version());
    assertEquals(4, v.version());
    assertEquals(4, d.version());
    assertEquals(0, x.copy().version());
    assertEquals(0, x.data().version());
    x.data().add_(1);
    assertEquals(4, x.version());
    Expect.values(x, 1, 4, 1, 3);
    x.assign_(ones(2, 2));
    x.set_(3, 0, 1);
    x.set_(3, tensor(0));
    assertEquals(7, x.version());
  }

  @Test
  void writesGoToTheJavaArray() {
    double[] array = {1, 2, 3, 4};
    var x = wrap(array);
    x.reshape(2, 2).t().at(1).mul_(10);
    assertArrayEquals(new double[] {1, 20, 3, 40}, array);
  }

  @Test
  void emptyTensors() {
    var x = zeros(FLOAT64, 0, 3);
    x.add_(1).exp_().copy_(zeros(FLOAT64, 3)).zero_();
    Expect.shape(x, 0, 3);
    var y = x.requiresGrad(true).mul(2);
    y.add_(1);
    y.narrow(1, 0, 1).zero_();
    y.sum().backward();
    Expect.shape(gradOf(x), 0, 3);
  }

  @Test
  void whatWasWrittenNamesItsNode() {
    var x = leaf(1, 2);
    var y = x.mul(2);
    y.add_(1);
    assertEquals("AddBackward0", nodeOf(y).name());
    assertEquals("MulBackward0", nodeOf(y).inputs().get(0) instanceof Node n ? n.name() : "");
    var v = y.at(0);
    v.exp_();
    assertEquals("CopySlices", nodeOf(y).name());
    assertEquals("AsStridedBackward0", nodeOf(v).name());
    var z = zeros(FLOAT64, 3).copy_(x.at(0));
    assertFalse(z.gradFn() instanceof Leaf);
    assertFalse(nodeOf(zeros(FLOAT64, 3).copy_(leaf(1).reshape())) instanceof Leaf);
  }

  @Test
  void aLeafThatIsWrittenIntoBroadcastIsNotTheResultsNode() {
    var x = from(new double[] {2}).reshape().requiresGrad(true);
    var y = zeros(FLOAT64, 3).copy_(x);
    assertFalse(nodeOf(y) instanceof Leaf, "gradFn " + y.gradFn());
    y.sum().backward();
    Expect.values(gradOf(x), 3);
  }

  @Test
  void retainedGradientsAreThoseOfTheTensorAsItIsInTheEnd() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    y.retainGrad();
    y.mul_(5);
    assertTrue(y.retainsGrad());
    y.sum().backward();
    Expect.values(gradOf(y), 1, 1);
    Expect.values(gradOf(x), 15, 15);
  }

  @Test
  void retainedGradientsOfATensorWrittenToThroughAView() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    y.retainGrad();
    y.at(0).mul_(5);
    assertTrue(y.retainsGrad());
    y.sum().backward();
    Expect.values(gradOf(y), 1, 1);
    Expect.values(gradOf(x), 15, 3);
  }

  @Test
  void whatIsReadAfterwardsIsWhatWasWritten() {
    var x = leaf(2);
    var y = x.mul(1);
    var before = y.mul(10);
    y.add_(1);
    var after = y.mul(10);
    Expect.values(before, 20);
    Expect.values(after, 30);
    before.add(after).sum().backward();
    Expect.values(gradOf(x), 20);
  }
}
