package dev.fluxion;

import static dev.fluxion.DType.BFLOAT16;
import static dev.fluxion.DType.BOOL;
import static dev.fluxion.DType.FLOAT16;
import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.DType.INT16;
import static dev.fluxion.DType.INT32;
import static dev.fluxion.DType.INT64;
import static dev.fluxion.DType.INT8;
import static dev.fluxion.DType.UINT8;
import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.eye;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.fullLike;
import static dev.fluxion.Fluxion.linspace;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.wrap;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.Fluxion.zerosLike;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CreationTest {
  @Test
  void numbersWithAPointHaveTheDefaultType() {
    Expect.tensor(tensor(2.5), FLOAT32, dims(), 2.5);
    Expect.tensor(tensor(0.1), FLOAT32, dims(), 0.1f);
    Expect.tensor(tensor(1.0, 2.0), FLOAT32, dims(2), 1, 2);
    Expect.tensor(tensor(new double[] {7}), FLOAT32, dims(1), 7);
    Expect.tensor(tensor(new double[0]), FLOAT32, dims(0));
    Expect.tensor(
        tensor(new double[][] {{1, 2, 3}, {4, 5, 6}}), FLOAT32, dims(2, 3), 1, 2, 3, 4, 5, 6);
    Expect.tensor(
        tensor(Double.NaN, -0.0, 1e300),
        FLOAT32,
        dims(3),
        Double.NaN,
        -0.0,
        Double.POSITIVE_INFINITY);
  }

  @Test
  void wholeNumbersAreInt64AndTruthValuesBool() {
    Expect.whole(tensor(3), INT64, dims(), 3);
    Expect.whole(tensor(3L), INT64, dims(), 3);
    Expect.whole(
        tensor(Long.MIN_VALUE, Long.MAX_VALUE), INT64, dims(2), Long.MIN_VALUE, Long.MAX_VALUE);
    Expect.whole(tensor(1, -2, 3), INT64, dims(3), 1, -2, 3);
    Expect.whole(tensor(new int[0]), INT64, dims(0));
    Expect.tensor(tensor(true), BOOL, dims(), 1);
    Expect.tensor(tensor(true, false, true), BOOL, dims(3), 1, 0, 1);
  }

  @Test
  void aNewTensorIsALeafThatIsNotRecorded() {
    assertTrue(tensor(1.0).isLeaf());
    assertFalse(tensor(1.0).requiresGrad());
    assertTrue(tensor(1.0, 2.0).isContiguous());
  }

  @Test
  void tensorAndFromCopyTheirArray() {
    double[] doubles = {1, 2};
    long[] longs = {1, 2};
    boolean[] flags = {true, false};
    var a = tensor(doubles);
    var b = from(doubles);
    var c = tensor(longs);
    var d = tensor(flags);
    doubles[0] = 9;
    longs[0] = 9;
    flags[0] = false;
    Expect.values(a, 1, 2);
    Expect.values(b, 1, 2);
    Expect.values(c, 1, 2);
    Expect.values(d, 1, 0);
  }

  @Test
  void fromKeepsTheElementType() {
    Expect.tensor(from(new double[] {0.1}), FLOAT64, dims(1), 0.1);
    Expect.tensor(from(new float[] {0.1f}), FLOAT32, dims(1), 0.1f);
    Expect.whole(from(new long[] {1L << 60}), INT64, dims(1), 1L << 60);
    Expect.whole(from(new int[] {-7}), INT32, dims(1), -7);
    Expect.whole(from(new byte[] {1, -1}), UINT8, dims(2), 1, 255);
    Expect.whole(from(new boolean[] {true, false}), BOOL, dims(2), 1, 0);
  }

  @Test
  void fromNestsToAnyDepth() {
    Expect.whole(from(new int[][] {{1, 2}, {3, 4}, {5, 6}}), INT32, dims(3, 2), 1, 2, 3, 4, 5, 6);
    Expect.tensor(from(new boolean[][][] {{{true}, {false}}}), BOOL, dims(1, 2, 1), 1, 0);
    Expect.tensor(
        from(new double[][][][] {{{{1, 2}}}, {{{3, 4}}}}), FLOAT64, dims(2, 1, 1, 2), 1, 2, 3, 4);
  }

  @Test
  void fromOfNothingHasAnAxisForEachLevel() {
    Expect.shape(from(new double[0]), 0);
    Expect.shape(from(new double[0][3]), 0, 0);
    Expect.shape(from(new double[2][0]), 2, 0);
    Expect.shape(from(new double[0][0][0]), 0, 0, 0);
    Expect.shape(from(new double[2][0][5]), 2, 0, 0);
    Expect.tensor(tensor(new double[0][0]), FLOAT32, dims(0, 0));
  }

  @Test
  void rowsOfDifferentLengthsAreRefused() {
    refused(
        ShapeException.class,
        "the rows of a nested array have one length, got 1 beside 2 at depth 1",
        () -> from(new int[][] {{1, 2}, {3}}));
    refused(
        ShapeException.class,
        "the rows of a nested array have one length, got 3 beside 2 at depth 2",
        () -> from(new double[][][] {{{1, 2}, {1, 2}}, {{1, 2}, {1, 2, 3}}}));
    refused(
        ShapeException.class,
        "the rows of a nested array have one length, got 2 beside 0 at depth 1",
        () -> tensor(new double[][] {{}, {1, 2}}));
  }

  @Test
  void missingRowsAreRefused() {
    var message = "the rows of a nested array are arrays, got null at depth 1";
    refused(ShapeException.class, message, () -> from(withMissingRow(0)));
    refused(ShapeException.class, message, () -> from(withMissingRow(1)));
  }

  @SuppressWarnings("NullAway") // the mistake under test
  private static double[][] withMissingRow(int row) {
    double[][] rows = {{1}, {2}};
    rows[row] = null;
    return rows;
  }

  @Test
  void fromRefusesWhatIsNoArrayOfNumbers() {
    var rule =
        "from copies an array of double, float, long, int, short, byte or boolean, nested to any"
            + " depth, got ";
    refused(DTypeException.class, rule + "Double", () -> from(2.5));
    refused(DTypeException.class, rule + "String", () -> from("1, 2"));
    refused(DTypeException.class, rule + "Double[]", () -> from(new Double[] {1.0}));
    refused(DTypeException.class, rule + "Object[]", () -> from(new Object[] {new double[] {1}}));
    refused(DTypeException.class, rule + "char[][]", () -> from(new char[2][2]));
  }

  @Test
  void wrapSharesItsArray() {
    float[] array = {1, 2, 3};
    var x = wrap(array);
    array[1] = 20;
    Expect.tensor(x, FLOAT32, dims(3), 1, 20, 3);
    x.zero_();
    assertArrayEquals(new float[3], array);
    Expect.whole(wrap(new byte[] {-1}), UINT8, dims(1), 255);
    Expect.whole(wrap(new short[] {-1}), INT16, dims(1), -1);
    Expect.whole(wrap(new int[] {-1}), INT32, dims(1), -1);
    Expect.whole(wrap(new long[] {-1}), INT64, dims(1), -1);
    Expect.tensor(wrap(new double[] {-1}), FLOAT64, dims(1), -1);
  }

  @Test
  void wrapReadsBitsAsAType() {
    short[] bits = {0x3c00, (short) 0xc000, 0x7c00};
    var x = wrap(FLOAT16, bits);
    Expect.tensor(x, FLOAT16, dims(3), 1, -2, Double.POSITIVE_INFINITY);
    x.add_(1);
    assertArrayEquals(new short[] {0x4000, (short) 0xbc00, 0x7c00}, bits);
    Expect.tensor(wrap(BFLOAT16, new short[] {0x3f80}), BFLOAT16, dims(1), 1);
    Expect.whole(wrap(INT16, new short[] {-3}), INT16, dims(1), -3);
    Expect.whole(wrap(INT8, new byte[] {-1}), INT8, dims(1), -1);
    Expect.whole(wrap(UINT8, new byte[] {-1}), UINT8, dims(1), 255);
    Expect.whole(wrap(INT32, new int[] {-1}), INT32, dims(1), -1);
    Expect.tensor(wrap(FLOAT64, new double[0]), FLOAT64, dims(0));
  }

  @Test
  void wrapRefusesArraysOfOtherTypes() {
    refused(
        DTypeException.class,
        "wrap shares a short[] as float16, got float[]; from(array).to(FLOAT16) copies",
        () -> wrap(FLOAT16, new float[1]));
    refused(
        DTypeException.class,
        "wrap shares a byte[] as int8, got byte[][]; from(array).to(INT8) copies",
        () -> wrap(INT8, new byte[1][1]));
    refused(
        DTypeException.class,
        "wrap shares arrays of numbers, got bool; from(boolean[]) copies",
        () -> wrap(BOOL, new byte[1]));
  }

  @Test
  void wrapRefusesWhatItCannotShare() {
    var rule = "wrap shares a double[], float[], long[], int[], short[] or byte[], got ";
    refused(
        DTypeException.class, rule + "boolean[]; from(array) copies", () -> wrap(new boolean[1]));
    refused(
        DTypeException.class,
        rule + "double[][]; from(array) copies",
        () -> wrap(new double[1][1]));
    refused(DTypeException.class, rule + "String; from(array) copies", () -> wrap("x"));
    refused(DTypeException.class, rule + "char[]; from(array) copies", () -> wrap(new char[1]));
  }

  @Test
  void zerosOnesAndFull() {
    Expect.tensor(zeros(2, 2), FLOAT32, dims(2, 2), 0, 0, 0, 0);
    Expect.tensor(zeros(), FLOAT32, dims(), 0);
    Expect.tensor(zeros(3, 0), FLOAT32, dims(3, 0));
    Expect.tensor(zeros(INT32, 1), INT32, dims(1), 0);
    Expect.tensor(ones(2), FLOAT32, dims(2), 1, 1);
    Expect.tensor(ones(BOOL, 2), BOOL, dims(2), 1, 1);
    Expect.tensor(ones(UINT8), UINT8, dims(), 1);
    Expect.tensor(full(0.5, 2), FLOAT32, dims(2), 0.5, 0.5);
    Expect.tensor(full(7, 1, 2), INT64, dims(1, 2), 7, 7);
    Expect.tensor(full(FLOAT64, 0.1, 2), FLOAT64, dims(2), 0.1, 0.1);
    Expect.tensor(full(0.5), FLOAT32, dims(), 0.5);
    Expect.tensor(full(0.5, 0), FLOAT32, dims(0));
  }

  @Test
  void fullConvertsItsNumber() {
    Expect.whole(full(INT32, 2.9, 1), INT32, dims(1), 2);
    Expect.whole(full(INT32, -2.9, 1), INT32, dims(1), -2);
    Expect.whole(full(UINT8, 300, 1), UINT8, dims(1), 44);
    Expect.whole(full(UINT8, -1, 1), UINT8, dims(1), 255);
    Expect.whole(full(BOOL, 0.5, 1), BOOL, dims(1), 1);
    Expect.whole(full(BOOL, 256, 1), BOOL, dims(1), 1);
    Expect.whole(full(INT64, Long.MAX_VALUE, 1), INT64, dims(1), Long.MAX_VALUE);
    Expect.whole(full((1L << 53) + 1, 1), INT64, dims(1), (1L << 53) + 1);
    Expect.whole(full((short) 3, 1), INT64, dims(1), 3);
    Expect.whole(full(BigInteger.TWO, 1), INT64, dims(1), 2);
    Expect.whole(full(new AtomicInteger(4), 1), INT64, dims(1), 4);
    Expect.tensor(full(1.5f, 1), FLOAT32, dims(1), 1.5);
  }

  @Test
  void likeAnother() {
    var x = from(new int[][] {{1, 2}, {3, 4}}).t();
    Expect.tensor(zerosLike(x), INT32, dims(2, 2), 0, 0, 0, 0);
    Expect.tensor(onesLike(x), INT32, dims(2, 2), 1, 1, 1, 1);
    Expect.tensor(fullLike(x, 3.7), INT32, dims(2, 2), 3, 3, 3, 3);
    Expect.tensor(onesLike(tensor(2.0).requiresGrad(true)), FLOAT32, dims(), 1);
    assertFalse(onesLike(tensor(2.0).requiresGrad(true)).requiresGrad());
  }

  @Test
  void eyeIsTheIdentity() {
    Expect.tensor(eye(3), FLOAT32, dims(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1);
    Expect.tensor(eye(0), FLOAT32, dims(0, 0));
  }

  @Test
  void arangeOfNumbersWithAPoint() {
    Expect.tensor(arange(4.0), FLOAT32, dims(4), 0, 1, 2, 3);
    Expect.tensor(arange(3.5), FLOAT32, dims(4), 0, 1, 2, 3);
    Expect.tensor(arange(0.0), FLOAT32, dims(0));
    Expect.tensor(arange(1.0, 2.0, 0.25), FLOAT32, dims(4), 1, 1.25, 1.5, 1.75);
    Expect.tensor(arange(2.0, -1.0, -1.5), FLOAT32, dims(2), 2, 0.5);
    Expect.tensor(arange(5.0, 5.0, -1.0), FLOAT32, dims(0));
    Expect.near(1e-7, arange(0.0, 1.0, 0.1), 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
  }

  @Test
  void arangeOfWholeNumbers() {
    Expect.whole(arange(3), INT64, dims(3), 0, 1, 2);
    Expect.whole(arange(0), INT64, dims(0));
    Expect.whole(arange(1, 8, 3), INT64, dims(3), 1, 4, 7);
    Expect.whole(arange(1, 7, 3), INT64, dims(2), 1, 4);
    Expect.whole(arange(3, -3, -2), INT64, dims(3), 3, 1, -1);
    Expect.whole(
        arange(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
        INT64,
        dims(3),
        Integer.MIN_VALUE,
        -1,
        Integer.MAX_VALUE - 1L);
  }

  @Test
  void arangeRefusesAStepThatDoesNotLeadToTheEnd() {
    var rule = "arange needs a step that leads from start to end, got ";
    refused(
        IllegalArgumentException.class, rule + "start 0.0, end -0.5, step 1.0", () -> arange(-0.5));
    refused(
        IllegalArgumentException.class, rule + "start 0.0, end -2.0, step 1.0", () -> arange(-2));
    refused(
        IllegalArgumentException.class,
        rule + "start 1.0, end 2.0, step -0.5",
        () -> arange(1.0, 2.0, -0.5));
    refused(
        IllegalArgumentException.class,
        rule + "start 1.0, end 5.0, step 0.0",
        () -> arange(1, 5, 0));
    refused(
        IllegalArgumentException.class,
        rule + "start 0.0, end NaN, step 1.0",
        () -> arange(Double.NaN));
    refused(
        IllegalArgumentException.class,
        rule + "start 0.0, end Infinity, step 1.0",
        () -> arange(Double.POSITIVE_INFINITY));
  }

  @Test
  void linspaceHasBothEndsExactly() {
    Expect.tensor(linspace(0, 1, 5), FLOAT32, dims(5), 0, 0.25, 0.5, 0.75, 1);
    Expect.tensor(linspace(3, 3, 2), FLOAT32, dims(2), 3, 3);
    Expect.tensor(linspace(2, 9, 1), FLOAT32, dims(1), 2);
    Expect.tensor(linspace(2, 9, 0), FLOAT32, dims(0));
    Expect.tensor(linspace(1, -1, 3), FLOAT32, dims(3), 1, 0, -1);
    try (var _ = Fluxion.defaultDType(FLOAT64)) {
      double[] x = linspace(0.1, 0.7, 1001).toDoubleArray();
      assertEquals(0.1, x[0]);
      assertEquals(0.7, x[1000]);
      assertEquals(0.4, x[500], 1e-15);
    }
  }

  @Test
  void theDefaultTypeIsUsedWhereANumberHasAPoint() {
    try (var _ = Fluxion.defaultDType(FLOAT64)) {
      Expect.tensor(tensor(0.1), FLOAT64, dims(), 0.1);
      Expect.tensor(tensor(0.1, 0.2), FLOAT64, dims(2), 0.1, 0.2);
      Expect.tensor(tensor(new double[][] {{0.1}}), FLOAT64, dims(1, 1), 0.1);
      Expect.tensor(full(0.1, 1), FLOAT64, dims(1), 0.1);
      Expect.tensor(zeros(1), FLOAT64, dims(1), 0);
      Expect.tensor(ones(1), FLOAT64, dims(1), 1);
      Expect.tensor(eye(1), FLOAT64, dims(1, 1), 1);
      Expect.tensor(arange(2.0), FLOAT64, dims(2), 0, 1);
      Expect.whole(arange(2), INT64, dims(2), 0, 1);
      Expect.whole(full(2, 1), INT64, dims(1), 2);
      Expect.tensor(from(new float[] {1}), FLOAT32, dims(1), 1);
    }
    assertEquals(FLOAT32, tensor(0.1).dtype());
  }

  @Test
  void impossibleShapesAreRefused() {
    refused(ShapeException.class, "lengths of axes are 0 or more, got [2, -1]", () -> zeros(2, -1));
    refused(ShapeException.class, "lengths of axes are 0 or more, got [-1, -1]", () -> eye(-1));
    refused(
        ShapeException.class, "lengths of axes are 0 or more, got [-1]", () -> linspace(0, 1, -1));
    refused(
        ShapeException.class,
        "a tensor holds at most 2147483647 elements, got the shape [65536, 65536]",
        () -> ones(65536, 65536));
    refused(ShapeException.class, "a tensor has at most 31 axes, got 32", () -> zeros(new int[32]));
    Expect.shape(zeros(65536, 65536, 0), 65536, 65536, 0);
    refused(
        ShapeException.class,
        "a tensor holds at most 2147483647 elements, got 1.0E10 of them from arange",
        () -> arange(1e10));
  }
}
