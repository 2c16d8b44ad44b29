package dev.fluxion;

import static dev.fluxion.DType.BFLOAT16;
import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT16;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT16;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.INT8;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.complexStep;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jet;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.rand;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The types of 8 and 16 bits on the user's face; the others are in the tests of everything. */
class DTypeTest {
  private static final List<DType> HALVES = List.of(FLOAT16, BFLOAT16);

  @Test
  void kinds() {
    for (var dtype : DType.values()) {
      assertEquals(dtype.toString().contains("float"), dtype.isFloating());
      assertEquals(dtype.toString().contains("int"), dtype.isInteger());
    }
    assertFalse(BOOL.isFloating() || BOOL.isInteger());
  }

  @Test
  void epsilonIsTheStepAfter1() {
    assertEquals(Math.ulp(1.0), FLOAT64.epsilon());
    assertEquals(Math.ulp(1f), FLOAT32.epsilon());
    for (var dtype : HALVES) {
      double e = dtype.epsilon();
      assertEquals(1 + e, full(dtype, 1 + e).item());
      assertEquals(1, full(dtype, 1 + e / 2).item());
      assertEquals(1 + 2 * e, full(dtype, 1 + 1.5 * e).item());
    }
    refused(DTypeException.class, "epsilon is for floating types, got int8", () -> INT8.epsilon());
  }

  @Test
  void printsAsPyTorch() {
    var x = tensor(1.0, 2.5, -3.0);
    assertEquals("tensor([ 1.0000,  2.5000, -3.0000], dtype=torch.float16)", x.toFloat16() + "");
    assertEquals("tensor([ 1.0000,  2.5000, -3.0000], dtype=torch.bfloat16)", x.toBfloat16() + "");
    assertEquals("tensor([ 1,  2, -3], dtype=torch.int8)", x.toInt8() + "");
    assertEquals("tensor([ 1,  2, -3], dtype=torch.int16)", x.toInt16() + "");
    assertEquals("tensor([], dtype=torch.float16)", zeros(FLOAT16, 0) + "");
    assertEquals("tensor([], size=(2, 0), dtype=torch.int8)", zeros(INT8, 2, 0) + "");
    assertEquals("tensor(0.1000, dtype=torch.float16)", full(FLOAT16, 0.1) + "");
    assertEquals("0.0999755859375", "%s".formatted(full(FLOAT16, 0.1)));
    assertEquals("0.10009765625", "%s".formatted(full(BFLOAT16, 0.1)));
    assertEquals("-128", "%s".formatted(full(INT8, 128)));
    try (var _ = Fluxion.defaultDType(BFLOAT16)) {
      assertEquals("tensor([0.1001])", tensor(new double[] {0.1}) + "");
      assertEquals(
          "tensor([0.5000], dtype=torch.float32)", tensor(0.5).reshape(1).toFloat32() + "");
    }
  }

  @Test
  void printsAsNumPy() {
    var x = tensor(1.0, 2.5, -3.0);
    assertEquals("array([ 1. ,  2.5, -3. ], dtype=float16)", x.toFloat16().asArray() + "");
    assertEquals("array([ 1,  2, -3], dtype=int8)", x.toInt8().asArray() + "");
    assertEquals("array(0.5, dtype=float16)", full(FLOAT16, 0.5).asArray() + "");
    // 1001 / 1.0009765625 is 1000.02, but 1000 among float16: not more than 1000 times as large.
    var far = tensor(1.0009765625, 1001).toFloat16();
    assertEquals("[    1.00097656  1001.        ]", far.asArray().str());
    assertEquals("[  1.00097656e+00   1.00100000e+03]", far.toFloat32().asArray().str());
  }

  @Test
  void wholeNumbersWrapAround() {
    var x = tensor(127, -128, 100).toInt8();
    Expect.whole(x.add(1), INT8, dims(3), -128, -127, 101);
    Expect.whole(x.mul(x), INT8, dims(3), 1, 0, 16);
    Expect.whole(x.neg(), INT8, dims(3), -127, -128, -100);
    Expect.whole(x.abs(), INT8, dims(3), 127, -128, 100);
    Expect.whole(x.sum(), INT64, dims(), 99);
    Expect.whole(x.prod(), INT64, dims(), 127L * -128 * 100);
    Expect.whole(x.cumsum(0), INT64, dims(3), 127, -1, 99);
    Expect.whole(x.max(), INT8, dims(), 127);
    Expect.whole(x.toInt16().mul(300), INT16, dims(3), (short) 38100, (short) -38400, 30000);
    Expect.whole(tensor(1e5, 200.7, -200.7).toInt8(), INT8, dims(3), (byte) 100000, -56, 56);
    Expect.whole(x.toUint8(), UINT8, dims(3), 127, 128, 100);
    Expect.tensor(x.div(2), FLOAT32, dims(3), 63.5, -64, 50);
    assertEquals(INT16, x.add(x.toUint8()).dtype());
    refused(
        DTypeException.class,
        "a number beside int8 lies in [-128, 127], got 300; convert with toInt64() first",
        () -> x.maximum(300));
    refused(
        DTypeException.class,
        "a number beside int16 lies in [-32768, 32767], got 40000; convert with toInt64() first",
        () -> x.toInt16().maximum(40000));
    refused(
        DTypeException.class,
        "only floating tensors have gradients, got int16; convert with toFloat32() first",
        () -> x.toInt16().requiresGrad(true));
  }

  @Test
  void halvesOverflowAndKeepWhatIsNotFinite() {
    var x = tensor(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 65504, 65520, 1e-8);
    var inf = Double.POSITIVE_INFINITY;
    Expect.values(x.toFloat16(), Double.NaN, inf, -0.0, 65504, inf, 0);
    Expect.values(full(FLOAT16, 60000, 10).sum(), inf);
    Expect.values(full(FLOAT16, 60000, 10).mean(), 60000);
    Expect.values(full(BFLOAT16, 3e38, 2).sum(), inf);
    // 300 ones more: one by one in bfloat16 they would all be lost beside 256.
    Expect.values(Fluxion.cat(List.of(full(BFLOAT16, 256, 1), ones(BFLOAT16, 300)), 0).sum(), 556);
    var nan = x.toBfloat16().get(0);
    assertTrue(nan.ne(nan).booleanValue());
  }

  @Test
  void gradientsHaveTheTypeOfTheirLeaf() {
    for (var dtype : HALVES) {
      var x = tensor(1.0, 2.5, -3.0).to(dtype).requiresGrad(true);
      x.mul(x).sum().backward();
      Expect.tensor(gradOf(x), dtype, dims(3), 2, 5, -6);
      var wide = tensor(1.0, 2.5).requiresGrad(true);
      wide.to(dtype).mul(3).toFloat64().sum().backward();
      Expect.tensor(gradOf(wide), FLOAT32, dims(2), 3, 3);
      var narrow = tensor(1.0, 2.5).to(dtype).requiresGrad(true);
      narrow.mul(tensor(2.0, 4.0)).sum().backward();
      Expect.tensor(gradOf(narrow), dtype, dims(2), 2, 4);
      var noted = tensor(1.0, 2.5).to(dtype).attachGrad();
      try (var _ = record()) {
        noted.mul(noted).backward();
      }
      Expect.tensor(gradOf(noted), dtype, dims(2), 2, 5);
      try (var tape = new GradientTape()) {
        var watched = tensor(1.0, 2.5).to(dtype);
        tape.watch(watched);
        var gradient = requireNonNull(tape.gradient(watched.mul(watched), watched));
        Expect.tensor(gradient, dtype, dims(2), 2, 5);
      }
      try (var _ = noGrad()) {
        assertFalse(x.mul(2).requiresGrad());
      }
    }
  }

  /** 1 / (1 + x²) at 300: x² is out of the range of float16, the partial is not. */
  @Test
  void noPartialOverflowsInBetween() {
    double want = Float.float16ToFloat(Float.floatToFloat16(1f / 90001));
    var x = full(FLOAT16, 300);
    Expect.values(grad((Tensor a) -> a.atan()).apply(x), want);
    Expect.values(jvp((Tensor a) -> a.atan(), x, onesLike(x)).tangent(), want);
    Expect.values(jvp(grad((Tensor a) -> a.mul(a)), x, onesLike(x)).tangent(), 2);
    var leaf = full(FLOAT16, 300).requiresGrad(true);
    leaf.atan().backward(Fluxion.createGraph());
    Expect.values(gradOf(leaf).detach(), want);
  }

  @Test
  void transforms() {
    for (var dtype : HALVES) {
      var x = tensor(1.0, 2.0, -3.0).to(dtype);
      Fn<Tensor, Tensor> cube = a -> a.mul(a).mul(a);
      Expect.tensor(jvp(cube, x, onesLike(x)).tangent(), dtype, dims(3), 3, 12, 27);
      Expect.tensor(jacfwd(cube).apply(x), dtype, dims(3, 3), 3, 0, 0, 0, 12, 0, 0, 0, 27);
      var hessian = hessian((Tensor a) -> cube.apply(a).sum()).apply(x).add(0);
      Expect.tensor(hessian, dtype, dims(3, 3), 6, 0, 0, 0, 12, 0, 0, 0, -18);
      var each = vmap(grad((Tensor a) -> a.mul(a))).apply(x);
      Expect.tensor(each, dtype, dims(3), 2, 4, -6);
      var series = jet(cube, full(dtype, 2), List.of(ones(dtype), zeros(dtype)));
      Expect.tensor(series.value(), dtype, dims(), 8);
      Expect.tensor(series.derivatives().get(1), dtype, dims(), 12);
      var stepped = complexStep(cube, x, onesLike(x));
      Expect.near(dtype.epsilon(), stepped, 3, 12, 27);
      assertEquals(dtype, stepped.dtype());
      var numeric = FiniteDifference.central(2).along(cube, x, onesLike(x));
      Expect.near(50 * dtype.epsilon(), numeric, 3, 12, 27);
    }
  }

  @Test
  void complexStepNeedsRoomForItsStep() {
    refused(
        DTypeException.class,
        "complexStep stays in float32, where its step is about 1e-20, got a conversion to float16,"
            + " which has no such numbers; compute in float32, or pass an argument of float16",
        () -> complexStep((Tensor a) -> a.toFloat16(), ones(1), ones(1)));
    refused(
        DTypeException.class,
        "complexStep stays in float64, where its step is about 1e-100, got a conversion to"
            + " bfloat16, which has no such numbers; compute in float64, or pass an argument of"
            + " bfloat16",
        () -> complexStep((Tensor a) -> a.toBfloat16(), ones(FLOAT64, 1), ones(FLOAT64, 1)));
  }

  @Test
  void viewsAndWrites() {
    var x = Fluxion.arange(6.0).toFloat16().reshape(2, 3);
    x.t().get(1).add_(0.5);
    Expect.values(x, 0, 1.5, 2, 3, 4.5, 5);
    Expect.values(x.t().flip(0), 2, 5, 1.5, 4.5, 0, 3);
    var y = Fluxion.arange(6).toInt16().reshape(2, 3);
    y.set_(-1, 0);
    Expect.whole(y, INT16, dims(2, 3), -1, -1, -1, 3, 4, 5);
    Expect.values(x.matmul(tensor(1.0, 0.0, 2.0).toFloat16()), 4, 13);
  }

  @Test
  void uniformNumbersStayBelow1() {
    for (var dtype : HALVES) {
      try (var _ = Fluxion.defaultDType(dtype)) {
        var x = rand(5000);
        assertEquals(dtype, x.dtype());
        assertTrue(x.lt(1).all().booleanValue() && x.ge(0).all().booleanValue());
      }
    }
  }
}
