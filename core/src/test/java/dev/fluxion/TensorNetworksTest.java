package dev.fluxion;

import static dev.fluxion.Expect.dims;
import static dev.fluxion.Expect.near;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Expect.shape;
import static dev.fluxion.Expect.tensor;
import static dev.fluxion.Expect.values;
import static dev.fluxion.Expect.whole;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradgradcheck;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorNetworksTest {
  private static final ConvOptions PLAIN = ConvOptions.DEFAULT;

  private static Tensor counted(int... dims) {
    return arange((double) Shape.of(dims).size()).toFloat64().reshape(dims);
  }

  @Test
  void convolutionIsTheSumUnderTheWindow() {
    // Of 0 … 8 in rows of three; the window weighs its corners by 1, 2, 3 and 4.
    var w = from(new double[] {1, 2, 3, 4}).reshape(1, 1, 2, 2);
    var x = counted(1, 1, 3, 3);
    tensor(x.conv2d(w), DType.FLOAT64, dims(1, 1, 2, 2), 27, 37, 57, 67);
    tensor(x.squeeze(0).conv2d(w), DType.FLOAT64, dims(1, 2, 2), 27, 37, 57, 67);
    var bias = from(new double[] {100});
    values(x.conv2d(w, bias, PLAIN.withStride(2).withPadding(1)), 100, 111, 130, 167);
    values(x.conv2d(w, null, PLAIN.withDilation(2)), 0 + 4 + 18 + 32);
  }

  @Test
  void groupsDoNotSeeEachOther() {
    var x = from(new double[] {1, 2, 3, 4}).reshape(1, 4, 1, 1);
    var w = from(new double[] {1, 10, 1, 10}).reshape(2, 2, 1, 1);
    values(x.conv2d(w, null, PLAIN.withGroups(2)), 21, 43);
  }

  @Test
  void paddingOfAnEvenWindowIsLongerAtTheEnd() {
    var x = from(new double[] {1, 2, 3}).reshape(1, 3);
    var w = ones(DType.FLOAT64, 1, 1, 2);
    values(x.conv1d(w, null, PLAIN.withSamePadding()), 3, 5, 3);
  }

  @Test
  void transposedConvolutionPutsTheWindowDown() {
    var x = from(new double[] {1, 10}).reshape(1, 1, 2);
    var w = from(new double[] {1, 2, 3}).reshape(1, 1, 3);
    var options = PLAIN.withStride(2);
    values(x.convTranspose1d(w, null, options), 1, 2, 13, 20, 30);
    values(x.convTranspose1d(w, null, options.withOutputPadding(1)), 1, 2, 13, 20, 30, 0);
    values(x.convTranspose1d(w, ones(DType.FLOAT64, 1), options.withPadding(1)), 3, 14, 21);
    var image = from(new double[] {1, 2}).reshape(1, 1, 2);
    var one = from(new double[] {1, 2, 3, 4}).reshape(1, 1, 2, 2);
    values(image.convTranspose2d(one, null, PLAIN), 1, 4, 4, 3, 10, 8);
  }

  @Test
  void gradientsOfAConvolutionAreConvolutions() {
    var x = counted(1, 1, 1, 4).requiresGrad(true);
    var w = from(new double[] {2, 3}).reshape(1, 1, 1, 2).requiresGrad(true);
    var y = x.conv2d(w);
    assertEquals("ConvolutionBackward0", Expect.nodeOf(y).name());
    var seed = from(new double[] {1, 10, 100}).reshape(1, 1, 1, 3);
    y.backward(seed);
    values(Expect.gradOf(x), 2, 23, 230, 300);
    values(Expect.gradOf(w), 210, 321);
    // Linear in each: the derivative by both is there, by one twice is not.
    var second =
        hessian((Tensor p) ->
                x.detach().mul(p.select(0, 0)).conv2d(w.detach().mul(p.select(0, 1))).sum())
            .apply(from(new double[] {1, 1}));
    values(second, 0, 2 * 3 + 3 * 6, 2 * 3 + 3 * 6, 0);
  }

  @Test
  void kernelsOfAnotherOrderHoldInAllModes() {
    var x = counted(1, 2, 3, 4).sin().requiresGrad(true);
    var w = counted(2, 1, 2, 2).cos().requiresGrad(true);
    var options = PLAIN.withGroups(2).withPadding(1, 0).withStride(1, 2);
    assertTrue(
        gradgradcheck(
            (List<Tensor> in) -> in.get(0).conv2d(in.get(1), null, options), List.of(x, w)));
  }

  @Test
  void perSampleGradientsOfWeightsAreThoseOfALoop() {
    var x = counted(3, 2, 4, 4).sin();
    var w = counted(2, 2, 3, 3).cos();
    var all =
        vmap((Tensor one) -> Fluxion.grad((Tensor k) -> one.conv2d(k).square().sum()).apply(w))
            .apply(x);
    for (int i = 0; i < 3; i++) {
      var one = x.select(0, i);
      var k = w.detach().requiresGrad(true);
      var expected = grad(one.conv2d(k).square().sum(), k);
      near(1e-12, all.select(0, i), expected.toDoubleArray());
    }
  }

  @Test
  void convolutionsSayWhatDoesNotFit() {
    var x = zeros(1, 2, 4, 4);
    refused(
        ShapeException.class,
        "conv2d needs (N, C, H, W) or (C, H, W) and weights of 4 axes, (…, …, kH, kW), got (4, 4)"
            + " and (1, 2, 3, 3)",
        () -> zeros(4, 4).conv2d(zeros(1, 2, 3, 3)));
    refused(
        ShapeException.class,
        "conv1d needs (N, C, L) or (C, L) and weights of 3 axes, (…, …, k), got (1, 2, 4, 4) and"
            + " (1, 2, 3)",
        () -> x.conv1d(zeros(1, 2, 3)));
    refused(
        ShapeException.class,
        "conv2d needs images (N, C, …) and weights (O, C / groups, …), groups a divisor of O, got"
            + " (1, 2, 4, 4) and (1, 3, 3, 3) and groups = 1",
        () -> x.conv2d(zeros(1, 3, 3, 3)));
    refused(
        ShapeException.class,
        "conv2d needs a bias of shape (5), got (4)",
        () -> x.conv2d(zeros(5, 2, 3, 3), zeros(4)));
    refused(
        ShapeException.class,
        "conv2d needs weights of one element or more that fit into the padded images, got (1, 2, 5,"
            + " 3) for (1, 2, 4, 4); use withPadding",
        () -> x.conv2d(zeros(1, 2, 5, 3)));
    refused(
        DTypeException.class,
        "conv2d needs floating elements of one type, got float32 and float64; convert with to(…)"
            + " first",
        () -> x.conv2d(zeros(DType.FLOAT64, 1, 2, 3, 3)));
    refused(
        IllegalArgumentException.class,
        "conv2d with the same padding has stride 1, got (2, 1); use withPadding",
        () -> x.conv2d(zeros(1, 2, 3, 3), null, PLAIN.withStride(2, 1).withSamePadding()));
    refused(
        ShapeException.class,
        "convTranspose2d needs images (N, C, …) and weights (C, O / groups, …), groups a divisor of"
            + " C, got (1, 2, 4, 4) and (3, 1, 2, 2) and groups = 1",
        () -> x.convTranspose2d(zeros(3, 1, 2, 2), null, PLAIN));
    refused(
        IllegalArgumentException.class,
        "convTranspose2d has no same padding, which would be none of it; use withPadding",
        () -> x.convTranspose2d(zeros(2, 1, 2, 2), null, PLAIN.withSamePadding()));
    refused(
        IllegalArgumentException.class,
        "convTranspose2d has an output padding less than the stride or the dilation, got 2 for a"
            + " stride of 2 and a dilation of 1",
        () -> x.convTranspose2d(zeros(2, 1, 2, 2), null, PLAIN.withStride(2).withOutputPadding(2)));
  }

  @Test
  void averagesCountThePaddingOrDoNot() {
    var x = from(new double[] {1, 2, 3, 4, 5}).reshape(1, 5);
    var options = PoolOptions.of(3).withStride(2).withPadding(1);
    values(x.avgPool1d(options), 1, 3, 3);
    values(x.avgPool1d(options.withCountIncludePad(false)), 1.5, 3, 4.5);
    values(x.avgPool1d(options.withDivisorOverride(1)), 3, 9, 9);
    values(x.avgPool1d(PoolOptions.of(2)), 1.5, 3.5);
    // The last window has one element, and would have no second one within the padding.
    values(x.avgPool1d(PoolOptions.of(2).withCeilMode(true)), 1.5, 3.5, 5);
    var plane = counted(1, 2, 4).requiresGrad(true);
    var y = plane.avgPool2d(2);
    values(y, 2.5, 4.5);
    assertEquals("AvgPool2DBackward0", Expect.nodeOf(y).name());
    y.backward(from(new double[] {4, 8}).reshape(1, 1, 2));
    values(Expect.gradOf(plane), 1, 1, 2, 2, 1, 1, 2, 2);
  }

  @Test
  void theLargestOfAWindowTakesTheGradient() {
    var x = from(new double[] {1, 4, 4, 2, 0, 3, 9, 9}).reshape(1, 2, 4).requiresGrad(true);
    var y = x.maxPool2d(PoolOptions.of(2));
    values(y.values(), 4, 9);
    whole(y.indices(), DType.INT64, dims(1, 1, 2), 1, 6);
    y.values().backward(from(new double[] {5, 7}).reshape(1, 1, 2));
    values(Expect.gradOf(x), 0, 5, 0, 0, 0, 0, 7, 0);
    var line = from(new double[] {-1, -2, -3}).reshape(1, 3);
    var padded = line.maxPool1d(PoolOptions.of(2).withStride(1).withPadding(1));
    values(padded.values(), -1, -1, -2, -3);
    whole(padded.indices(), DType.INT64, dims(1, 4), 0, 0, 1, 2);
  }

  @Test
  void poolsSayWhatDoesNotFit() {
    refused(
        ShapeException.class,
        "avgPool2d needs (N, C, H, W) or (C, H, W), got (4, 4)",
        () -> zeros(4, 4).avgPool2d(2));
    refused(
        ShapeException.class,
        "maxPool1d needs (N, C, L) or (C, L), got (4)",
        () -> zeros(4).maxPool1d(PoolOptions.of(2)));
    refused(
        ShapeException.class,
        "maxPool2d needs windows that see one element or more, got the shape (1, 4, 2) for a kernel"
            + " of 3 with padding 0 and dilation 1",
        () -> zeros(1, 4, 2).maxPool2d(3));
    refused(
        IllegalArgumentException.class,
        "avgPool2d has a dilation of 1, got (2, 2); use conv2d with equal weights",
        () -> zeros(1, 4, 4).avgPool2d(PoolOptions.of(2).withDilation(2)));
    refused(
        DTypeException.class,
        "maxPool2d needs floating elements, got int64; convert with toFloat32() or toFloat64()"
            + " first",
        () -> arange(16).reshape(1, 4, 4).maxPool2d(2));
  }

  @Test
  void logSoftmaxNeitherOverflowsNorVanishes() {
    var x = from(new double[] {0, -1000, 1000}).requiresGrad(true);
    var y = x.logSoftmax(0);
    values(y, -1000, -2000, 0);
    assertEquals("LogSoftmaxBackward0", Expect.nodeOf(y).name());
    y.backward(from(new double[] {1, 0, 0}));
    values(Expect.gradOf(x), 1, 0, -1);
    tensor(zeros().logSoftmax(0), DType.FLOAT32, dims(), 0);
    assertEquals(DType.FLOAT32, arange(3).logSoftmax(0).dtype());
    assertThrows(IndexException.class, () -> zeros(2).logSoftmax(1));
  }

  @Test
  void layerNormScalesRowsToUnitSquares() {
    // Mean 5, mean square of the differences 5: with eps = 4 they are divided by 3.
    var x = from(new double[] {2, 4, 6, 8}).reshape(1, 4);
    var w = from(new double[] {3, 3, 6, 3});
    near(1e-15, x.layerNorm(new int[] {4}, w, ones(DType.FLOAT64, 4), 4), -2, 0, 3, 4);
    shape(zeros(2, 3, 4).layerNorm(3, 4), 2, 3, 4);
    values(ones(DType.FLOAT64, 2, 3).layerNorm(3), 0, 0, 0, 0, 0, 0);
    refused(
        ShapeException.class,
        "layerNorm needs a tensor whose last axes are of the shape (4), at least one, got (2, 3)",
        () -> zeros(2, 3).layerNorm(4));
    refused(
        ShapeException.class,
        "layerNorm needs a weight of the shape (3), got (2)",
        () -> zeros(2, 3).layerNorm(new int[] {3}, zeros(2), null, 0.1));
    refused(
        DTypeException.class,
        "layerNorm needs a bias of the type of the elements, got float64 for float32; convert with"
            + " to(…) first",
        () -> zeros(2, 3).layerNorm(new int[] {3}, null, zeros(DType.FLOAT64, 3), 0.1));
    refused(
        IllegalArgumentException.class,
        "layerNorm needs an eps of 0 or more, got -1.0",
        () -> zeros(2, 3).layerNorm(new int[] {3}, null, null, -1));
  }

  @Test
  void layerNormWithWeightAndBiasIsOneOperation() {
    // As above: r = 1/3, and the differences by it are -1, -1/3, 1/3, 1.
    var x = from(new double[] {2, 4, 6, 8}).reshape(1, 4).requiresGrad(true);
    var w = from(new double[] {3, 3, 6, 3}).requiresGrad(true);
    var b = ones(DType.FLOAT64, 4).requiresGrad(true);
    var y = x.layerNorm(new int[] {4}, w, b, 4);
    assertEquals("NativeLayerNormBackward0", Expect.nodeOf(y).name());
    assertEquals(
        List.of("AccumulateGrad", "AccumulateGrad", "AccumulateGrad"),
        Expect.nodeOf(y).inputs().stream().map(in -> in == null ? "" : in.name()).toList());
    y.backward(from(new double[] {1, 0, 0, 0}).reshape(1, 4));
    // w·t is 3, 0, 0, 0: its mean is 3/4, and that of its product with the differences -3/4.
    near(1e-15, Expect.gradOf(x), 0.5, -1.0 / 3, -1.0 / 6, 0);
    near(1e-15, Expect.gradOf(w), -1, 0, 0, 0);
    values(Expect.gradOf(b), 1, 0, 0, 0);
  }

  @Test
  void layerNormTakesABatchOfWeightsAndOfGradients() {
    var x = from(new double[][] {{2, 4, 6, 8}, {8, 6, 4, 2}});
    var w = from(new double[] {3, 3, 6, 3});
    var b = zeros(DType.FLOAT64, 4);
    int[] last = {4};
    // What each row adds to the gradient of the weights.
    Fn<Tensor, Tensor> each =
        row -> grad((Tensor v) -> row.layerNorm(last, v, b, 4).sum()).apply(w);
    double third = 1.0 / 3;
    near(1e-15, vmap(each).apply(x), -1, -third, third, 1, 1, third, -third, -1);
    // Weights of their own for the same two rows.
    Fn<Tensor, Tensor> mapped = v -> x.layerNorm(last, v, b, 4);
    near(
        1e-15,
        vmap(mapped).apply(from(new double[][] {{3, 3, 6, 3}, {6, 0, 0, 9}})),
        new double[] {-3, -1, 2, 3, 3, 1, -2, -3, -6, 0, 0, 9, 6, 0, 0, -9});
  }

  @Test
  void linearIsAProductWithTheRowsOfTheWeights() {
    var w = from(new double[] {1, 2, 3, 4, 5, 6}).reshape(3, 2);
    var x = from(new double[] {1, 10});
    values(x.linear(w), 21, 43, 65);
    values(x.reshape(1, 1, 2).linear(w, from(new double[] {1, 2, 3})), 22, 45, 68);
    refused(
        ShapeException.class,
        "linear needs (…, n) and weights (m, n), got (3) and (3, 2)",
        () -> from(new double[3]).linear(w));
    refused(
        ShapeException.class,
        "linear needs a bias of shape (3), got (2)",
        () -> x.linear(w, from(new double[2])));
  }
}
