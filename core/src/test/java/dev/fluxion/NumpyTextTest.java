package dev.fluxion;

import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.linspace;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** The expected texts were printed by MXNet 1 and NumPy 1.13, or follow the latter's rules. */
class NumpyTextTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void aColumnOfFloatsHasRoomForASign() {
    assertRepr("array([  0.,   6.,  12.,  18.], dtype=float32)", from(new float[] {0, 6, 12, 18}));
    assertRepr("array([-1.,  2.])", from(new double[] {-1, 2}));
    assertStr("[ 0.  1.  2.  3.]", arange(4.0));
    assertStr("[ 28.]", tensor(new double[] {28}));
    assertStr("[ 0. -0.]", from(new double[] {0, -0.0}));
  }

  @Test
  void zerosBehindTheLastDigitAreBlank() {
    assertRepr("array([ 0.1 ,  0.25, -3.  ])", from(new double[] {0.1, 0.25, -3}));
    assertStr("[ 0.5  1. ]", from(new double[] {0.5, 1}));
    assertStr("[ 0.33333333  0.66666667]", from(new double[] {1 / 3.0, 2 / 3.0}));
    assertStr("[ 0.1]", from(new float[] {0.1f}));
    assertStr("[ 0.12345679]", from(new float[] {0.12345679f}));
  }

  @Test
  void theNumbersShownDecideOnTheNotation() {
    assertStr("[  1.00000000e-04   1.00000000e+03]", from(new double[] {1e-4, 1000}));
    assertStr("[    1.  1000.]", from(new double[] {1, 1000}));
    assertStr("[  1.00000000e+00   1.00100000e+03]", from(new double[] {1, 1001}));
    assertStr("[  1.00000000e+08]", from(new double[] {1e8}));
    assertStr("[ 99999999.]", from(new double[] {99999999}));
    assertStr("[ 0.0001]", from(new double[] {1e-4}));
    assertStr("[  9.99999975e-05]", from(new float[] {1e-4f}));
    assertStr("[ -1.00000000e-05   0.00000000e+00]", from(new double[] {-1e-5, 0}));
  }

  @Test
  void exponentsBeyond99HaveThreeDigitsThroughout() {
    assertStr("[  1.00000000e+100   1.00000000e+000]", from(new double[] {1e100, 1}));
    assertStr("[  1.00000000e-100   1.00000000e-005]", from(new double[] {1e-100, 1e-5}));
    assertStr("[  1.00000000e+99]", from(new double[] {1e99}));
  }

  @Test
  void theRatioIsThatOfTheType() {
    // 900 / 0.9f is 1000.00002649…, in float32 1000.
    assertStr("[   0.89999998  900.        ]", from(new float[] {0.9f, 900}));
    assertStr("[  8.99999976e-01   9.00000000e+02]", from(new double[] {0.9f, 900}));
  }

  @Test
  void nanAndInfinitiesDoNotCountButHaveRoom() {
    assertRepr("array([ nan,   1.])", from(new double[] {NAN, 1}));
    assertStr("[ nan  inf -inf]", from(new double[] {NAN, INF, -INF}));
    assertStr("[ 0.25   inf]", from(new double[] {0.25, INF}));
    assertStr("[  1.00000000e-05              nan]", from(new double[] {1e-5, NAN}));
  }

  @Test
  void wholeNumbersAreAligned() {
    assertRepr("array([0, 1, 2])", arange(3));
    assertRepr("array([-1, 10], dtype=int32)", from(new int[] {-1, 10}));
    assertStr("[ 1 -2]", tensor(1, -2));
    assertRepr("array([  0, 255], dtype=uint8)", from(new byte[] {0, -1}));
    assertRepr("array([ True, False], dtype=bool)", tensor(true, false));
    assertRepr("array([ True,  True], dtype=bool)", tensor(true, true));
    assertStr(
        "[-9223372036854775808  9223372036854775807]", tensor(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void aSingleNumberIsPythons() {
    assertRepr("array(28.0)", tensor(28.0).toFloat64());
    assertRepr("array(0.10000000149011612, dtype=float32)", tensor(0.1));
    assertStr("28.0", tensor(28.0).toFloat64());
    assertRepr("array(3)", tensor(3));
    assertRepr("array(True, dtype=bool)", tensor(1.0).eq(1));
  }

  @Test
  void emptyOnesTellTheirTypeAndShape() {
    assertRepr("array([], dtype=float64)", zeros(DType.FLOAT64, 0));
    assertRepr("array([], shape=(0, 3), dtype=int64)", zeros(DType.INT64, 0, 3));
    assertStr("[]", zeros(0, 3));
  }

  @Test
  void axesAreSetInBrackets() {
    assertRepr("array([[0, 1],\n       [2, 3]])", arange(4).reshape(2, 2));
    assertStr("[[ 0.  1.]\n [ 2.  3.]]", arange(4.0).reshape(2, 2));
    assertStr("[[[0]\n  [1]]\n\n [[2]\n  [3]]]", arange(4).reshape(2, 2, 1));
    assertStr("[[0 2]\n [1 3]]", arange(4).reshape(2, 2).t());
  }

  @Test
  void linesAreBrokenBeforeTheWidth() {
    assertStr(
        """
        [ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24
         25 26 27 28 29]\
        """,
        arange(30));
    assertRepr(
        """
        array([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16,
               17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])\
        """,
        arange(30));
    assertRepr(
        """
        array([ 0.        ,  0.14285714,  0.28571429,  0.42857143,  0.57142857,
                0.71428571,  0.85714286,  1.        ])\
        """,
        linspace(0, 7, 8).to(DType.FLOAT64).div(7));
  }

  @Test
  void longOnesAreShortened() {
    assertStr("[   0    1    2 ..., 1997 1998 1999]", arange(2000));
    assertRepr("array([   0,    1,    2, ..., 1997, 1998, 1999])", arange(2000));
    assertRepr(
        "array([[1, 1, 1, ..., 1, 1, 1],\n       [1, 1, 1, ..., 1, 1, 1],\n"
            + "       [1, 1, 1, ..., 1, 1, 1],\n       ..., \n       [1, 1, 1, ..., 1, 1, 1],\n"
            + "       [1, 1, 1, ..., 1, 1, 1],\n       [1, 1, 1, ..., 1, 1, 1]])",
        ones(DType.INT64, 40, 40));
    assertFalse(arange(1000).asArray().str().contains("..."));
  }

  @Test
  void mxnetPrintsTheShapeBelow() {
    var x = arange(4.0);
    assertEquals("\n[ 0.  1.  2.  3.]\n<NDArray 4 @cpu(0)>", x.asNDArray().toString());
    assertEquals(
        "\n[[ 0.  1.]\n [ 2.  3.]]\n<NDArray 2x2 @cpu(0)>", x.reshape(2, 2).asNDArray().toString());
    assertEquals("\n[ 108.]\n<NDArray 1 @cpu(0)>", tensor(108.0).asNDArray().toString());
    assertEquals(x.asNDArray().repr(), x.asNDArray().str());
  }

  @Test
  void theTextIsOfTheValuesAsTheyWere() {
    var x = arange(2.0).requiresGrad(true);
    var text = x.asArray();
    x.detach().zero_();
    assertEquals("array([ 0.,  1.], dtype=float32)", text.toString());
    assertEquals("[ 0.  0.]", x.asArray().str());
  }

  private static void assertRepr(String expected, Tensor x) {
    assertEquals(expected, x.asArray().toString());
  }

  private static void assertStr(String expected, Tensor x) {
    assertEquals(expected, x.asArray().str());
  }
}
