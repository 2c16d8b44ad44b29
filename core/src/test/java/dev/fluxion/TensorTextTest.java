package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The expected texts were printed by PyTorch 1.13, or follow its rules where said. */
class TensorTextTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void aSingleNumberHasNoBrackets() {
    assertText("tensor(1.)", floats(new int[0], 1));
    assertText("tensor(-0.)", floats(new int[0], -0f));
    assertText("tensor(1.5000)", floats(new int[0], 1.5f));
    assertText("tensor(-107697.3281)", floats(new int[0], -107697.33f));
    assertText("tensor(0.0002)", floats(new int[0], 1.5e-4f));
    assertText("tensor(100000000.)", floats(new int[0], 1e8f));
    assertText("tensor(1.5000e+08)", floats(new int[0], 1.5e8f));
    assertText("tensor(-inf)", floats(new int[0], -INF));
    assertText("tensor(7)", strided(DType.INT64, new long[] {7}));
    assertText("tensor(True)", strided(DType.BOOL, new byte[] {1}));
  }

  @Test
  void typesOtherThanTheDefaultsAreNamed() {
    assertText("tensor(1.0000e-07, dtype=torch.float64)", doubles(new int[0], 1e-7));
    assertText("tensor([0.1000, 0.2500], dtype=torch.float64)", doubles(new int[] {2}, 0.1, 0.25));
    assertText("tensor(-12, dtype=torch.int32)", strided(DType.INT32, new int[] {-12}));
    assertText(
        "tensor([  0, 128, 255], dtype=torch.uint8)",
        strided(DType.UINT8, new byte[] {0, (byte) 128, (byte) 255}, 3));
  }

  @Test
  void theDefaultFloatingTypeIsNotNamed() {
    var options = PrintOptions.DEFAULT;
    var doubles = doubles(new int[] {1}, 2);
    var floats = floats(new int[] {1}, 2);
    assertEquals("tensor([2.])", TensorText.text(doubles, options, DType.FLOAT64, List.of()));
    assertEquals(
        "tensor([2.], dtype=torch.float32)",
        TensorText.text(floats, options, DType.FLOAT64, List.of()));
  }

  @Test
  void wholeNumbersOfAnySizeAreAligned() {
    assertText(
        "tensor([-9223372036854775808,  9223372036854775807])",
        strided(DType.INT64, new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, 2));
    assertText(
        """
        tensor([[ True, False],
                [False, False]])\
        """,
        strided(DType.BOOL, new byte[] {1, 0, 0, 0}, 2, 2));
  }

  @Test
  void floatingNumbersThatAreAllWholeHaveOnlyAPoint() {
    assertText("tensor([-1.,  0., 10.])", floats(new int[] {3}, -1, 0, 10));
    assertText("tensor([-0.1000,  0.2500])", floats(new int[] {2}, -0.1f, 0.25f));
    assertText(
        "tensor([ -498.3744, -1358.6482,   331.9124])",
        floats(new int[] {3}, -498.3744f, -1358.6482f, 331.9124f));
  }

  @Test
  void aWideRangeIsScientific() {
    assertText("tensor([1.0000e-02, 1.0010e+01])", floats(new int[] {2}, 0.01f, 10.01f));
    assertText(
        "tensor([1.0000e+05, 2.0000e+05, 3.0000e+00])", floats(new int[] {3}, 1e5f, 2e5f, 3));
    assertText("tensor([   1., 1000.])", floats(new int[] {2}, 1, 1000));
    assertText("tensor([1.0000e+00, 1.0010e+03])", floats(new int[] {2}, 1, 1001));
  }

  @Test
  void smallNumbersAreScientificByTheirExactValue() {
    assertText("tensor([1.0000e-04, 2.0000e-04])", floats(new int[] {2}, 1e-4f, 2e-4f));
    assertText("tensor(0.0001, dtype=torch.float64)", doubles(new int[0], 1e-4));
    assertText("tensor([0.0000e+00, 1.0000e-06])", floats(new int[] {2}, 0, 1e-6f));
  }

  @Test
  void nanAndInfinitiesDoNotDecide() {
    assertText("tensor([ 1.5000,     nan, -2.0000])", floats(new int[] {3}, 1.5f, NAN, -2));
    assertText("tensor([ 1., nan, -2.])", floats(new int[] {3}, 1, NAN, -2));
    assertText("tensor([1., inf, -inf])", floats(new int[] {3}, 1, INF, -INF));
    assertText("tensor([1.0000e-07,        inf])", floats(new int[] {2}, 1e-7f, INF));
    assertText(
        """
        tensor([[   nan, 1.0000],
                [2.5000,    inf]])\
        """,
        floats(new int[] {2, 2}, NAN, 1, 2.5f, INF));
  }

  // By the rules: without a finite number but 0 the width stays 1.
  @Test
  void zerosNanAndInfinitiesAloneAreNotAligned() {
    assertText("tensor([0., -0., nan, -inf])", floats(new int[] {4}, 0, -0f, NAN, -INF));
    assertText(
        "tensor([0., -0.])", floats(new int[] {2}, 0, -0f), PrintOptions.DEFAULT.withSciMode(true));
  }

  @Test
  void blocksOfHigherRankAreSetApartByBlankLines() {
    assertText(
        """
        tensor([[[[0., 1.],
                  [2., 3.]]],


                [[[4., 5.],
                  [6., 7.]]]])\
        """,
        generated(DType.FLOAT32, i -> i, 2, 1, 2, 2));
    assertText("tensor([[[[[0., 1.]]]]])", generated(DType.FLOAT32, i -> i, 1, 1, 1, 1, 2));
  }

  @Test
  void emptyTensorsShowShapeAndType() {
    assertText("tensor([])", floats(new int[] {0}));
    assertText("tensor([], size=(0, 3))", floats(new int[] {0, 3}));
    assertText("tensor([], dtype=torch.float64)", doubles(new int[] {0}));
    assertText("tensor([], dtype=torch.int64)", strided(DType.INT64, new long[0], 0));
    assertText("tensor([], requires_grad=True)", floats(new int[] {0}), "requires_grad=True");
    assertText("tensor([], size=(2, 0), dtype=torch.bool)", strided(DType.BOOL, new byte[0], 2, 0));
  }

  @Test
  void anEmptyTensorWithLongAxesTakesNoMemory() {
    var shape = new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 0};
    assertText("tensor([], size=(2147483647, 2147483647, 0))", floats(shape));
  }

  @Test
  void rowsBreakAtTheLineWidth() {
    assertText(
        """
        tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
                18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
                36, 37, 38, 39])\
        """,
        generated(DType.INT64, i -> i, 40));
    assertText(
        """
        tensor([[-6.2500, -1.6250,  3.0000, -5.0000, -0.3750,  4.2500, -3.7500,  0.8750,
                  5.5000, -2.5000,  2.1250, -5.8750, -1.2500,  3.3750, -4.6250],
                [ 0.0000,  4.6250, -3.3750,  1.2500,  5.8750, -2.1250,  2.5000, -5.5000,
                 -0.8750,  3.7500, -4.2500,  0.3750,  5.0000, -3.0000,  1.6250]])\
        """,
        generated(DType.FLOAT32, TensorTextTest::mixed, 2, 15));
    assertText(
        """
        tensor([-6.2500, -1.6250,  3.0000,
                -5.0000, -0.3750,  4.2500,
                -3.7500,  0.8750,  5.5000,
                -2.5000,  2.1250, -5.8750])\
        """,
        generated(DType.FLOAT32, TensorTextTest::mixed, 12),
        PrintOptions.DEFAULT.withLineWidth(40));
  }

  @Test
  void longTensorsShowTheirEnds() {
    assertText(
        "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])",
        generated(DType.FLOAT32, i -> i, 1001));
    assertText(
        "tensor([False,  True, False,  ...,  True, False,  True])",
        generated(DType.BOOL, i -> i % 2, 1500));
    assertText(
        """
        tensor([[-6.2500, -1.6250],
                [ 3.0000, -5.0000],
                [-0.3750,  4.2500],
                ...,
                [-1.1250,  3.5000],
                [-4.5000,  0.1250],
                [ 4.7500, -3.2500]])\
        """,
        generated(DType.FLOAT32, TensorTextTest::mixed, 600, 2));
  }

  @Test
  void shortAxesOfALongTensorAreShownInFull() {
    assertText(
        """
        tensor([[[-900, -899, -898,  ..., -603, -602, -601],
                 [-600, -599, -598,  ..., -303, -302, -301],
                 [-300, -299, -298,  ...,   -3,   -2,   -1]],

                [[   0,    1,    2,  ...,  297,  298,  299],
                 [ 300,  301,  302,  ...,  597,  598,  599],
                 [ 600,  601,  602,  ...,  897,  898,  899]]])\
        """,
        generated(DType.INT64, i -> i - 900, 2, 3, 300));
  }

  @Test
  void theGapTakesAPlaceInItsLine() {
    assertText(
        """
        tensor([0.0000e+00, 2.5000e-01, 5.0000e-01,  ..., 2.9925e+02, 2.9950e+02,
                2.9975e+02], dtype=torch.float64)\
        """,
        generated(DType.FLOAT64, i -> i * 0.25, 1200));
  }

  @Test
  void suffixesWithoutRoomGoToTheirOwnLine() {
    assertText(
        """
        tensor([  0.0000,   0.5000,   1.0000,  ..., 499.0000, 499.5000, 500.0000],
               requires_grad=True)\
        """,
        generated(DType.FLOAT32, i -> i * 0.5, 1001),
        "requires_grad=True");
    assertText(
        """
        tensor([-6.2500, -1.6250,  3.0000, -5.0000, -0.3750,  4.2500, -3.7500,  0.8750,
                 5.5000, -2.5000], requires_grad=True)\
        """,
        generated(DType.FLOAT32, TensorTextTest::mixed, 10),
        "requires_grad=True");
    assertText(
        "tensor([2.], dtype=torch.float64, grad_fn=<MulBackward0>)",
        doubles(new int[] {1}, 2),
        "grad_fn=<MulBackward0>");
  }

  // By the rules: the elements, 11 characters, count as 13, and a suffix as 2 more; a suffix on a
  // line of its own counts as what it is.
  @Test
  void suffixesFillALineToItsWidth() {
    var x = doubles(new int[] {1}, 2);
    var options = PrintOptions.DEFAULT.withLineWidth(34);
    assertText("tensor([2.], dtype=torch.float64)", x, options);
    assertText(
        """
        tensor([2.],
               dtype=torch.float64, f=<A>)\
        """,
        x,
        options.withLineWidth(33),
        "f=<A>");
    assertText(
        """
        tensor([2.],
               dtype=torch.float64,
               f=<AB>)\
        """,
        x,
        options.withLineWidth(33),
        "f=<AB>");
  }

  @Test
  void optionsChangeDigitsAndSummary() {
    var options = PrintOptions.DEFAULT.withThreshold(5);
    assertText(
        "tensor([0., 1., 2.,  ..., 5., 6., 7.])", generated(DType.FLOAT32, i -> i, 8), options);
    assertText(
        """
        tensor([[ 0.,  ...,  4.],
                ...,
                [20.,  ..., 24.]])\
        """,
        generated(DType.FLOAT32, i -> i, 5, 5),
        options.withEdgeItems(1));
    assertText(
        "tensor([0.33, 0.67], dtype=torch.float64)",
        doubles(new int[] {2}, 1.0 / 3, 2.0 / 3),
        options.withPrecision(2));
    assertText(
        "tensor([1.00e-07, 1.00e+00])", floats(new int[] {2}, 1e-7f, 1), options.withPrecision(2));
  }

  // By the rules: with no digits there is no point either.
  @Test
  void noDigitsMeansNoPoint() {
    assertText(
        "tensor([0, 2])", floats(new int[] {2}, 0.5f, 1.5f), PrintOptions.DEFAULT.withPrecision(0));
  }

  @Test
  void sciModeOverrulesTheNumbersButNotTheWidth() {
    var options = PrintOptions.DEFAULT;
    assertText(
        "tensor([    0.0000,     1.0000, 1000000.0000])",
        floats(new int[] {3}, 1e-6f, 1, 1e6f),
        options.withSciMode(false));
    // By the rules: nothing is padded, since " 1." and "-2." are shorter than what is printed.
    assertText(
        "tensor([1.0000e+00, -2.0000e+00])",
        floats(new int[] {2}, 1, -2),
        options.withSciMode(true));
  }

  // As PyTorch 2.2 has it; 1.13 fails.
  @Test
  void summariesWithoutElementsShowTheShape() {
    var options = PrintOptions.DEFAULT.withEdgeItems(0).withThreshold(5);
    var vector = generated(DType.FLOAT32, i -> i, 8);
    assertText("tensor([...], size=(8,))", vector, options);
    assertText("tensor([...], size=(3, 4))", generated(DType.INT64, i -> i, 3, 4), options);
  }

  @Test
  void viewsShowTheirOwnElements() {
    var x = generated(DType.FLOAT32, i -> i, 2, 3);
    assertText(
        """
        tensor([[0., 3.],
                [1., 4.],
                [2., 5.]])\
        """,
        x.with(x.layout().permute(new int[] {1, 0})));
    assertText("tensor([5., 3.])", x.with(x.layout().select(0, 1).slice(0, 2, 2, -2)));
    var one = floats(new int[] {1}, 7);
    assertText("tensor([7., 7., 7.])", one.with(one.layout().broadcastTo(Shape.of(3))));
  }

  private static double mixed(int i) {
    return (i * 37 % 101 - 50) / 8.0;
  }

  private static Strided floats(int[] shape, float... data) {
    return strided(DType.FLOAT32, data, shape);
  }

  private static Strided doubles(int[] shape, double... data) {
    return strided(DType.FLOAT64, data, shape);
  }

  private static Strided strided(DType dtype, Object array, int... shape) {
    return new Strided(array, Layout.of(Shape.of(shape)), dtype);
  }

  private static Strided generated(DType dtype, IntToDoubleFunction f, int... shape) {
    var x = Strided.zeros(Shape.of(shape), dtype);
    for (int i = 0; i < x.shape().size(); i++) {
      Buffers.set(dtype, x.array(), i, f.applyAsDouble(i));
    }
    return x;
  }

  private static void assertText(String expected, Strided x, String... suffixes) {
    assertText(expected, x, PrintOptions.DEFAULT, suffixes);
  }

  private static void assertText(
      String expected, Strided x, PrintOptions options, String... suffixes) {
    assertEquals(expected, TensorText.text(x, options, DType.FLOAT32, List.of(suffixes)));
  }
}
