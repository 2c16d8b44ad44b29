package dev.fluxion;

import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class TensorArithmeticTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final long SEED = 11;

  private record Case(String name, BinaryOperator<Tensor> op, DoubleBinaryOperator math) {}

  private static final List<Case> ALL =
      List.of(
          new Case("add", Tensor::add, Double::sum),
          new Case("sub", Tensor::sub, (a, b) -> a - b),
          new Case("mul", Tensor::mul, (a, b) -> a * b),
          new Case("div", Tensor::div, (a, b) -> a / b),
          new Case("pow", Tensor::pow, TensorArithmeticTest::pow),
          new Case("hypot", Tensor::hypot, Math::hypot),
          new Case("maximum", Tensor::maximum, Math::max),
          new Case("minimum", Tensor::minimum, Math::min),
          new Case("eq", Tensor::eq, (a, b) -> a == b ? 1 : 0),
          new Case("ne", Tensor::ne, (a, b) -> a != b ? 1 : 0),
          new Case("lt", Tensor::lt, (a, b) -> a < b ? 1 : 0),
          new Case("le", Tensor::le, (a, b) -> a <= b ? 1 : 0),
          new Case("gt", Tensor::gt, (a, b) -> a > b ? 1 : 0),
          new Case("ge", Tensor::ge, (a, b) -> a >= b ? 1 : 0));

  /**
   * C's pow, which differs from Java's where one of them says 1 and the other NaN; but a root for
   * ±½, as in PyTorch, which shows at -∞ and -0.
   */
  private static double pow(double a, double b) {
    if (Math.abs(b) == 0.5) {
      return b > 0 ? Math.sqrt(a) : 1 / Math.sqrt(a);
    }
    return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
  }

  private static double[][] pairs() {
    double[] edges = {0, -0.0, 1, -1, 2, -2, 0.5, 3, 1e300, -1e300, 1e-300, INF, -INF, NAN};
    int n = edges.length;
    var random = new Random(SEED);
    double[][] pairs = new double[2][n * n + 1000];
    for (int i = 0; i < pairs[0].length; i++) {
      pairs[0][i] = i < n * n ? edges[i / n] : random.nextGaussian() * 10;
      pairs[1][i] = i < n * n ? edges[i % n] : random.nextGaussian() * 10;
    }
    return pairs;
  }

  private static void check(String name, double a, double b, double want, double got, double ulp) {
    if (want != got && !(Double.isNaN(want) && Double.isNaN(got))) {
      assertEquals(want, got, 2 * ulp, () -> name + "(" + a + ", " + b + ")");
    }
  }

  @Test
  void valuesInFloat64() {
    double[][] x = pairs();
    for (var c : ALL) {
      double[] got = c.op.apply(from(x[0]), from(x[1])).toDoubleArray();
      for (int i = 0; i < got.length; i++) {
        double want = c.math.applyAsDouble(x[0][i], x[1][i]);
        check(c.name, x[0][i], x[1][i], want, got[i], Math.ulp(want));
      }
    }
  }

  @Test
  void valuesInFloat32() {
    double[][] x = pairs();
    for (var c : ALL) {
      var a = from(x[0]).toFloat32();
      var b = from(x[1]).toFloat32();
      float[] got = c.op.apply(a, b).toFloatArray();
      for (int i = 0; i < got.length; i++) {
        float l = (float) x[0][i];
        float r = (float) x[1][i];
        float want = (float) c.math.applyAsDouble(l, r);
        check(c.name, l, r, want, got[i], Math.ulp(want));
      }
    }
  }

  @Test
  void valuesOfViews() {
    var random = new Random(SEED);
    var a = Grid.random(random, 1, 9, 3, 4, 5);
    var b = Grid.random(random, 1, 9, 5, 3, 4);
    for (var c : ALL) {
      var got = c.op.apply(a.tensor(FLOAT64), b.tensor(FLOAT64).permute(1, 2, 0));
      var want = Grid.of(dims(3, 4, 5), i -> c.math.applyAsDouble(a.at(i), b.at(i[2], i[0], i[1])));
      Expect.near(1e-15, got, want.values());
      var flipped = c.op.apply(a.tensor(FLOAT64).select(0, 1), b.tensor(FLOAT64).select(1, 2).t());
      var rows =
          Grid.of(dims(4, 5), i -> c.math.applyAsDouble(a.at(1, i[0], i[1]), b.at(i[1], 2, i[0])));
      Expect.near(1e-15, flipped, rows.values());
    }
  }

  @Test
  void zerosAreSigned() {
    var a = from(new double[] {0.0, -0.0, -0.0, 0.0});
    var b = from(new double[] {-0.0, -0.0, 0.0, 0.0});
    Expect.values(a.add(b), 0.0, -0.0, 0.0, 0.0);
    Expect.values(a.sub(b), 0.0, 0.0, -0.0, 0.0);
    Expect.values(a.mul(b), -0.0, 0.0, -0.0, 0.0);
    Expect.values(tensor(1.0).div(a), INF, -INF, -INF, INF);
    Expect.values(a.eq(b), 1, 1, 1, 1);
    Expect.values(a.lt(b), 0, 0, 0, 0);
  }

  @Test
  void wholeNumbersWrapAround() {
    var ints = from(new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 65536});
    Expect.whole(ints.add(1), INT32, dims(3), Integer.MIN_VALUE, Integer.MIN_VALUE + 1, 65537);
    Expect.whole(ints.sub(1), INT32, dims(3), Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 65535);
    Expect.whole(ints.mul(ints), INT32, dims(3), 1, 0, 0);
    Expect.whole(ints.pow(2), INT32, dims(3), 1, 0, 0);
    var longs = tensor(Long.MAX_VALUE, 1L << 32);
    Expect.whole(longs.add(1), INT64, dims(2), Long.MIN_VALUE, (1L << 32) + 1);
    Expect.whole(longs.mul(longs), INT64, dims(2), 1, 0);
    var bytes = from(new byte[] {-1, 0, 16});
    Expect.whole(bytes.add(1), UINT8, dims(3), 0, 1, 17);
    Expect.whole(bytes.sub(1), UINT8, dims(3), 254, 255, 15);
    Expect.whole(bytes.mul(bytes), UINT8, dims(3), 1, 0, 0);
    Expect.whole(bytes.add(300), UINT8, dims(3), 43, 44, 60);
    Expect.whole(bytes.maximum(from(new byte[] {1, 1, 1})), UINT8, dims(3), 255, 1, 16);
    Expect.whole(bytes.lt(from(new byte[] {1, 1, 1})), BOOL, dims(3), 0, 1, 0);
  }

  /** The number was wrapped around first, so 100 was not below 300, and 100 / 300 was 100 / 44. */
  @Test
  void numbersOutsideOfTheTypeBesideThem() {
    var bytes = from(new byte[] {100});
    var ints = from(new int[] {0});
    Expect.tensor(bytes.div(300), FLOAT32, dims(1), 100f / 300f);
    Expect.tensor(Fluxion.div(300, bytes), FLOAT32, dims(1), 3);
    Expect.tensor(ints.hypot(1L << 32), FLOAT32, dims(1), 1L << 32);
    Expect.whole(bytes.add(300), UINT8, dims(1), 144);
    Expect.whole(bytes.mul(-1), UINT8, dims(1), 156);
    Expect.whole(ints.sub(1L << 32), INT32, dims(1), 0);
    var byteRule = "a number beside uint8 lies in [0, 255], got ";
    var intRule = "a number beside int32 lies in [-2147483648, 2147483647], got 4294967296";
    var help = "; convert with toInt64() first";
    refused(DTypeException.class, byteRule + "300" + help, () -> bytes.lt(300));
    refused(DTypeException.class, byteRule + "-1" + help, () -> bytes.ge(-1));
    refused(DTypeException.class, byteRule + "256" + help, () -> bytes.maximum(256));
    refused(DTypeException.class, byteRule + "300" + help, () -> bytes.clamp(0, 300));
    refused(DTypeException.class, byteRule + "-5" + help, () -> bytes.clampMin(-5));
    refused(DTypeException.class, byteRule + "300" + help, () -> where(tensor(true), bytes, 300));
    refused(DTypeException.class, intRule + help, () -> ints.eq(1L << 32));
    refused(DTypeException.class, intRule + help, () -> ints.clampMax(1L << 32));
    Expect.values(bytes.lt(255), 1);
    Expect.values(bytes.lt(300.5), 1);
    Expect.values(ints.eq(Integer.MIN_VALUE), 0);
    Expect.values(tensor(true).lt(300), 1);
  }

  @Test
  void bigWholeNumbersAreExact() {
    long big = (1L << 53) + 1;
    Expect.whole(tensor(big, big).add(tensor(1, 2)), INT64, dims(2), big + 1, big + 2);
    Expect.whole(tensor(big).add(1), INT64, dims(), big + 1);
    Expect.whole(tensor(big).mul(3), INT64, dims(), 3 * big);
    Expect.whole(tensor(big).maximum(tensor(big - 1)), INT64, dims(), big);
    Expect.whole(tensor(big).eq(tensor(big - 1)), BOOL, dims(), 0);
    Expect.whole(tensor(big).gt(tensor(big - 1)), BOOL, dims(), 1);
    Expect.whole(tensor(big).eq(big - 1), BOOL, dims(), 0);
    Expect.whole(where(tensor(true), tensor(big), tensor(0)), INT64, dims(), big);
    Expect.whole(tensor(3).pow(39), INT64, dims(), 4052555153018976267L);
  }

  @Test
  void wholePowers() {
    Expect.whole(tensor(2, -2, 0, 7).pow(tensor(10, 3, 0, 1)), INT64, dims(4), 1024, -8, 1, 7);
    Expect.whole(
        tensor(2, 1, -1, -1, 0).pow(tensor(-1, -5, -1, -2, -1)), INT64, dims(5), 0, 1, -1, 1, 0);
    Expect.tensor(tensor(4, 9).pow(0.5), FLOAT32, dims(2), 2, 3);
    Expect.tensor(tensor(4.0, 8.0).pow(-1), FLOAT32, dims(2), 0.25, 0.125);
    var rule = "whole numbers have no negative powers, got ";
    var help = "; convert with toFloat32() first";
    refused(
        IllegalArgumentException.class,
        rule + "int64 to the power of -1" + help,
        () -> tensor(2).pow(-1));
    refused(
        IllegalArgumentException.class,
        rule + "bool to the power of -2" + help,
        () -> Fluxion.pow(tensor(true), -2));
    Expect.tensor(tensor(4, 2).pow(-1.0), FLOAT32, dims(2), 0.25, 0.5);
  }

  @Test
  void truthValues() {
    var a = tensor(true, true, false, false);
    var b = tensor(true, false, true, false);
    Expect.tensor(a.add(b), BOOL, dims(4), 1, 1, 1, 0);
    Expect.tensor(a.mul(b), BOOL, dims(4), 1, 0, 0, 0);
    Expect.tensor(a.maximum(b), BOOL, dims(4), 1, 1, 1, 0);
    Expect.tensor(a.minimum(b), BOOL, dims(4), 1, 0, 0, 0);
    Expect.tensor(a.eq(b), BOOL, dims(4), 1, 0, 0, 1);
    Expect.tensor(a.ne(b), BOOL, dims(4), 0, 1, 1, 0);
    Expect.tensor(a.lt(b), BOOL, dims(4), 0, 0, 1, 0);
    Expect.tensor(a.ge(b), BOOL, dims(4), 1, 1, 0, 1);
    Expect.tensor(a.add(1), INT64, dims(4), 2, 2, 1, 1);
    Expect.tensor(a.mul(0.5), FLOAT32, dims(4), 0.5, 0.5, 0, 0);
    Expect.tensor(a.sub(b.toInt32()), INT32, dims(4), 0, 1, -1, 0);
    refused(
        DTypeException.class,
        "sub is for numbers, got bool; convert with to(INT64) first",
        () -> a.sub(b));
  }

  @Test
  void divisionIsTrueDivision() {
    Expect.tensor(
        tensor(7, -7, 1, 0).div(tensor(2, 2, 0, 0)), FLOAT32, dims(4), 3.5, -3.5, INF, NAN);
    Expect.tensor(from(new byte[] {-1}).div(from(new byte[] {2})), FLOAT32, dims(1), 127.5);
    Expect.tensor(tensor(true).div(tensor(true)), FLOAT32, dims(), 1);
    Expect.tensor(tensor(1).div(3), FLOAT32, dims(), 1f / 3f);
    Expect.tensor(tensor(1).hypot(tensor(1)), FLOAT32, dims(), (float) Math.sqrt(2));
    try (var _ = Fluxion.defaultDType(FLOAT64)) {
      Expect.tensor(tensor(1).div(3), FLOAT64, dims(), 1.0 / 3.0);
    }
  }

  @Test
  void nanBesideANumber() {
    var x = from(new double[] {NAN, 1, NAN});
    var y = from(new double[] {1, NAN, NAN});
    Expect.values(x.maximum(y), NAN, NAN, NAN);
    Expect.values(x.minimum(y), NAN, NAN, NAN);
    Expect.values(x.eq(y), 0, 0, 0);
    Expect.values(x.ne(y), 1, 1, 1);
    Expect.values(x.le(y), 0, 0, 0);
    Expect.values(x.pow(0), 1, 1, 1);
    Expect.values(tensor(1.0).pow(x), 1, 1, 1);
    Expect.values(from(new double[] {INF, NAN}).hypot(from(new double[] {NAN, 1})), INF, NAN);
  }

  @Test
  void numbersOnEitherSide() {
    var x = tensor(1.0, 2.0, 4.0);
    Expect.values(x.add(1), 2, 3, 5);
    Expect.values(Fluxion.add(1, x), 2, 3, 5);
    Expect.values(x.sub(1), 0, 1, 3);
    Expect.values(Fluxion.sub(1, x), 0, -1, -3);
    Expect.values(x.mul(2), 2, 4, 8);
    Expect.values(Fluxion.mul(2, x), 2, 4, 8);
    Expect.values(x.div(2), 0.5, 1, 2);
    Expect.values(Fluxion.div(2, x), 2, 1, 0.5);
    Expect.values(x.pow(2), 1, 4, 16);
    Expect.values(Fluxion.pow(2, x), 2, 4, 16);
    Expect.values(x.maximum(2), 2, 2, 4);
    Expect.values(x.minimum(2), 1, 2, 2);
    Expect.near(1e-6, x.hypot(2), Math.sqrt(5), Math.sqrt(8), Math.sqrt(20));
    Expect.values(x.eq(2), 0, 1, 0);
    Expect.values(x.ne(2), 1, 0, 1);
    Expect.values(x.lt(2), 1, 0, 0);
    Expect.values(x.le(2), 1, 1, 0);
    Expect.values(x.gt(2), 0, 0, 1);
    Expect.values(x.ge(2), 0, 1, 1);
    Expect.values(x.add(x, 3), 4, 8, 16);
    Expect.values(x.sub(x, 0.5), 0.5, 1, 2);
    Expect.values(x.plus(x), x.add(x).toDoubleArray());
    Expect.values(x.plus(1), 2, 3, 5);
    Expect.values(x.minus(1), 0, 1, 3);
    Expect.values(x.minus(x), 0, 0, 0);
    Expect.values(x.times(x), 1, 4, 16);
    Expect.values(x.times(2), 2, 4, 8);
    Expect.values(x.unaryMinus(), -1, -2, -4);
  }

  @Test
  void whereChooses() {
    var c = tensor(true, false);
    Expect.values(where(c, tensor(1.0, 2.0), tensor(3.0, 4.0)), 1, 4);
    Expect.tensor(where(c, tensor(1, 2), 9), INT64, dims(2), 1, 9);
    Expect.tensor(where(c, 9, tensor(1, 2)), INT64, dims(2), 9, 2);
    Expect.tensor(where(c, tensor(1, 2), 0.5), FLOAT32, dims(2), 1, 0.5);
    Expect.tensor(where(c, from(new double[] {1, 2}), 0.1), FLOAT64, dims(2), 1, 0.1);
    Expect.tensor(where(tensor(true), tensor(1.0, 2.0), tensor(3.0)), FLOAT32, dims(2), 1, 2);
    Expect.tensor(where(c, tensor(1.0), tensor(true)), FLOAT32, dims(2), 1, 1);
    Expect.tensor(
        where(from(new boolean[][] {{true}, {false}}), tensor(1.0, 2.0), tensor(0.0)),
        FLOAT32,
        dims(2, 2),
        1,
        2,
        0,
        0);
    Expect.values(where(c, tensor(1.0, NAN), tensor(NAN, 4.0)), 1, 4);
    refused(
        DTypeException.class,
        "where needs a bool condition, got int64",
        () -> where(tensor(1, 0), tensor(1.0), tensor(2.0)));
  }
}
