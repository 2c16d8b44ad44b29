package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The reference is java.lang.Math, taken in double and rounded once for float32. */
class TensorMathTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final long SEED = 7;

  private record Case(String name, UnaryOperator<Tensor> op, DoubleUnaryOperator math) {}

  private static final List<Case> ALL =
      List.of(
          new Case("abs", Tensor::abs, Math::abs),
          new Case("atan", Tensor::atan, Math::atan),
          new Case("cos", Tensor::cos, Math::cos),
          new Case("exp", Tensor::exp, Math::exp),
          new Case("expm1", Tensor::expm1, Math::expm1),
          new Case("log", Tensor::log, Math::log),
          new Case("log1p", Tensor::log1p, Math::log1p),
          new Case("neg", Tensor::neg, x -> -x),
          new Case("reciprocal", Tensor::reciprocal, x -> 1 / x),
          new Case("relu", Tensor::relu, x -> x <= 0 ? 0 : x),
          new Case("rsqrt", Tensor::rsqrt, x -> 1 / Math.sqrt(x)),
          new Case("sigmoid", Tensor::sigmoid, TensorMathTest::sigmoid),
          new Case("sin", Tensor::sin, Math::sin),
          new Case("softplus", Tensor::softplus, x -> x > 20 ? x : Math.log1p(Math.exp(x))),
          new Case("sqrt", Tensor::sqrt, Math::sqrt),
          new Case("square", Tensor::square, x -> x * x),
          new Case("tan", Tensor::tan, Math::tan),
          new Case("tanh", Tensor::tanh, Math::tanh));

  /** Not 0 before eˣ is, unlike PyTorch's. */
  private static double sigmoid(double x) {
    return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
  }

  /** Edges of the formats and of the functions, then a spread of sizes of both signs. */
  private static double[] samples() {
    double[] edges = {
      0,
      -0.0,
      1,
      -1,
      0.5,
      -0.5,
      2,
      -2,
      20,
      20.5,
      -20,
      88,
      -88,
      89,
      -104,
      700,
      -700,
      709,
      710,
      -746,
      800,
      -800,
      1e-8,
      -1e-8,
      1e-30,
      1e-300,
      -1e-300,
      1e10,
      -1e10,
      1e300,
      -1e300,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      Math.PI / 2,
      Math.PI,
      -Math.PI,
      INF,
      -INF,
      NAN
    };
    double[] all = new double[edges.length + 1500];
    System.arraycopy(edges, 0, all, 0, edges.length);
    var random = new Random(SEED);
    for (int i = edges.length; i < all.length; i++) {
      all[i] = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-6, 5));
    }
    return all;
  }

  private static void check(String name, double x, double want, double got, double ulp) {
    if (want == 0 && got == 0 || Double.isNaN(want) && Double.isNaN(got) || want == got) {
      return;
    }
    assertTrue(
        Math.abs(want - got) <= 4 * ulp, () -> name + "(" + x + ") is " + want + ", got " + got);
  }

  @Test
  void valuesInFloat64() {
    double[] x = samples();
    for (var c : ALL) {
      var y = c.op.apply(from(x));
      assertEquals(FLOAT64, y.dtype(), c.name);
      double[] got = y.toDoubleArray();
      for (int i = 0; i < x.length; i++) {
        double want = c.math.applyAsDouble(x[i]);
        check(c.name, x[i], want, got[i], Math.ulp(want));
      }
    }
  }

  @Test
  void valuesInFloat32() {
    double[] x = samples();
    for (var c : ALL) {
      var y = c.op.apply(from(x).toFloat32());
      assertEquals(FLOAT32, y.dtype(), c.name);
      float[] got = y.toFloatArray();
      for (int i = 0; i < x.length; i++) {
        float in = (float) x[i];
        float want = (float) c.math.applyAsDouble(in);
        check(c.name, in, want, got[i], Math.ulp(want));
      }
    }
  }

  @Test
  void zerosKeepTheirSign() {
    var zeros = from(new double[] {0.0, -0.0});
    for (var op :
        List.<UnaryOperator<Tensor>>of(
            Tensor::atan,
            Tensor::expm1,
            Tensor::log1p,
            Tensor::sin,
            Tensor::sqrt,
            Tensor::tan,
            Tensor::tanh)) {
      Expect.values(op.apply(zeros), 0.0, -0.0);
      Expect.values(op.apply(zeros.toFloat32()), 0.0, -0.0);
    }
    Expect.values(zeros.neg(), -0.0, 0.0);
    Expect.values(zeros.abs(), 0.0, 0.0);
    Expect.values(zeros.reciprocal(), INF, -INF);
    Expect.values(zeros.rsqrt(), INF, -INF);
  }

  @Test
  void edges() {
    Expect.values(from(new double[] {0, -1, -0.5}).log(), -INF, NAN, Math.log(-0.5));
    Expect.values(from(new double[] {-1, -2, INF}).log1p(), -INF, NAN, INF);
    Expect.values(from(new double[] {-1, -0.0}).sqrt(), NAN, -0.0);
    Expect.values(from(new double[] {INF, -INF}).tanh(), 1, -1);
    Expect.values(from(new double[] {INF, -INF, 800, -800}).sigmoid(), 1, 0, 1, 0);
    Expect.values(from(new double[] {INF, -INF}).exp(), INF, 0);
    Expect.values(from(new double[] {INF, -INF}).expm1(), INF, -1);
    Expect.values(from(new double[] {INF, -INF}).sin(), NAN, NAN);
    Expect.values(from(new double[] {NAN, -3, INF, -INF}).relu(), NAN, 0, INF, 0);
    Expect.values(from(new double[] {-800, 800, -INF, INF, NAN}).softplus(), 0, 800, 0, INF, NAN);
    Expect.values(from(new double[] {1e-20, -1e-20}).expm1(), 1e-20, -1e-20);
    Expect.values(from(new double[] {1e-20, -1e-20}).log1p(), 1e-20, -1e-20);
  }

  @Test
  void softplusHasASharpnessAndAThreshold() {
    double[] x = {-3, -0.5, 0, 0.5, 2, 5};
    double[] want = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      want[i] = 2 * x[i] > 4 ? x[i] : Math.log(1 + Math.exp(2 * x[i])) / 2;
    }
    Expect.near(1e-14, from(x).softplus(2, 4), want);
    Expect.near(1e-14, from(x).softplus(2.0, 4.0), want);
  }

  @Test
  void clampKeepsWithinBounds() {
    var x = from(new double[] {-2, -1, 0, 1, 2, NAN, INF, -INF});
    Expect.values(x.clamp(-1, 1), -1, -1, 0, 1, 1, NAN, 1, -1);
    Expect.values(x.clamp(1, -1), -1, -1, -1, -1, -1, NAN, -1, -1);
    Expect.values(x.clampMin(0), 0, 0, 0, 1, 2, NAN, INF, 0);
    Expect.values(x.clampMax(0.5), -2, -1, 0, 0.5, 0.5, NAN, 0.5, -INF);
    Expect.values(tensor(1.0, 5.0).clamp(tensor(2.0, 2.0), tensor(3.0)), 2, 3);
    Expect.tensor(
        zeros(2, 1).clamp(tensor(1.0, 2.0, 3.0), ones(1)), FLOAT32, dims(2, 3), 1, 1, 1, 1, 1, 1);
  }

  @Test
  void clampOfWholeNumbers() {
    var x = from(new int[] {-5, 0, 5});
    Expect.whole(x.clamp(-1, 1), INT32, dims(3), -1, 0, 1);
    Expect.whole(x.clampMin(1), INT32, dims(3), 1, 1, 5);
    Expect.whole(x.clampMax(1), INT32, dims(3), -5, 0, 1);
    Expect.tensor(x.clampMin(0.5), FLOAT32, dims(3), 0.5, 0.5, 5);
    Expect.tensor(x.clamp(-0.5, 2), FLOAT32, dims(3), -0.5, 0, 2);
    var extremes = tensor(Long.MIN_VALUE, Long.MAX_VALUE);
    Expect.whole(extremes.clampMin(Long.MIN_VALUE), INT64, dims(2), Long.MIN_VALUE, Long.MAX_VALUE);
    Expect.whole(extremes.clampMax(Long.MAX_VALUE), INT64, dims(2), Long.MIN_VALUE, Long.MAX_VALUE);
    Expect.whole(from(new byte[] {0, 100, -1}).clampMax(200), UINT8, dims(3), 0, 100, 200);
    Expect.whole(from(new byte[] {0, 100, -1}).clampMin(99), UINT8, dims(3), 99, 100, 255);
  }

  @Test
  void wholeNumbersBecomeTheDefaultTypeWhereAFractionMayArise() {
    for (var c : ALL) {
      if (List.of("abs", "neg", "relu", "square").contains(c.name)) {
        continue;
      }
      for (var dtype : List.of(UINT8, INT32, INT64, BOOL)) {
        var y = c.op.apply(tensor(1, 0).to(dtype));
        assertEquals(FLOAT32, y.dtype());
        Expect.near(1e-6, y, c.math.applyAsDouble(1), c.math.applyAsDouble(0));
      }
      try (var _ = Fluxion.defaultDType(FLOAT64)) {
        var y = c.op.apply(tensor(1));
        assertEquals(FLOAT64, y.dtype());
        Expect.shape(y);
        // Math.expm1(1) is 0.65 ulp from the true value, that of the kernels 0.35.
        Expect.near(2e-16, y, c.math.applyAsDouble(1));
      }
    }
  }

  @Test
  void wholeNumbersStayWholeWhereTheyCanAndWrapAround() {
    var ints = from(new int[] {-3, 0, 4, Integer.MIN_VALUE});
    Expect.whole(ints.abs(), INT32, dims(4), 3, 0, 4, Integer.MIN_VALUE);
    Expect.whole(ints.neg(), INT32, dims(4), 3, 0, -4, Integer.MIN_VALUE);
    Expect.whole(ints.relu(), INT32, dims(4), 0, 0, 4, 0);
    Expect.whole(from(new int[] {65536, -3}).square(), INT32, dims(2), 0, 9);
    var longs = tensor(-3, Long.MIN_VALUE, 1L << 32);
    Expect.whole(longs.abs(), INT64, dims(3), 3, Long.MIN_VALUE, 1L << 32);
    Expect.whole(longs.square(), INT64, dims(3), 9, 0, 0);
    var bytes = from(new byte[] {0, 1, 16, -1});
    Expect.whole(bytes.neg(), UINT8, dims(4), 0, 255, 240, 1);
    Expect.whole(bytes.abs(), UINT8, dims(4), 0, 1, 16, 255);
    Expect.whole(bytes.relu(), UINT8, dims(4), 0, 1, 16, 255);
    Expect.whole(bytes.square(), UINT8, dims(4), 0, 1, 0, 1);
  }

  @Test
  void negOfTruthValuesIsRefused() {
    Expect.refused(
        DTypeException.class,
        "neg is for numbers, got bool; convert with to(INT64) first",
        () -> tensor(true).neg());
  }

  @Test
  void emptyAndSingleOnes() {
    for (var c : ALL) {
      Expect.tensor(c.op.apply(zeros(2, 0)), FLOAT32, dims(2, 0));
      Expect.shape(c.op.apply(ones()));
      Expect.near(1e-6, c.op.apply(ones()), c.math.applyAsDouble(1));
    }
  }

  @Test
  void viewsOfAllKinds() {
    var random = new Random(SEED);
    var grid = Grid.of(dims(4, 5, 6), _ -> random.nextDouble() + 0.1);
    var x = grid.tensor(FLOAT64);
    for (var c : ALL) {
      var turned = c.op.apply(x.permute(2, 0, 1).narrow(1, 1, 2));
      Expect.shape(turned, 6, 2, 5);
      assertTrue(turned.isContiguous());
      var want = Grid.of(dims(6, 2, 5), i -> c.math.applyAsDouble(grid.at(i[1] + 1, i[2], i[0])));
      Expect.near(1e-15, turned, want.values());
      var repeated = c.op.apply(x.select(2, 3).unsqueeze(1).expand(4, 3, 5));
      var wide = Grid.of(dims(4, 3, 5), i -> c.math.applyAsDouble(grid.at(i[0], i[2], 3)));
      Expect.near(1e-15, repeated, wide.values());
      var one = c.op.apply(x.at(1, 2, 3).expand(7));
      double value = c.math.applyAsDouble(grid.at(1, 2, 3));
      Expect.near(1e-15, one, value, value, value, value, value, value, value);
    }
  }

  @Test
  void theOperandIsNotModified() {
    for (var c : ALL) {
      var x = tensor(0.5, 2.0);
      var _ = c.op.apply(x);
      Expect.values(x, 0.5, 2);
    }
  }
}
