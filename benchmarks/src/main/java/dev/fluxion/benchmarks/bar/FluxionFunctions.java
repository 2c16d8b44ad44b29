package dev.fluxion.benchmarks.bar;

import dev.fluxion.ConvOptions;
import dev.fluxion.Tensor;
import java.util.List;

/** The workloads as a user of Fluxion writes them: the value of leaves and constants. */
final class FluxionFunctions {
  /** A workload's function. */
  interface Function {
    Tensor of(List<Tensor> leaves, List<Tensor> constants);
  }

  private FluxionFunctions() {}

  static Function of(Workload workload) {
    return switch (workload) {
      case SCALARS, VECTORS -> FluxionFunctions::chain;
      case CONTROL_FLOW -> FluxionFunctions::doubling;
      case SMALL_MLP -> FluxionFunctions::regression;
      case ELEMENTWISE -> FluxionFunctions::elementwise;
      case MATMUL_512, MATMUL_1024 -> (leaves, _) -> leaves.get(0).matmul(leaves.get(1));
      case MLP_64, MLP_512 -> FluxionFunctions::classification;
      case LSTM -> FluxionFunctions::memory;
      case LENET -> FluxionFunctions::leNet;
      case LAYER_NORM -> FluxionFunctions::layerNorm;
      case LAYER_NORM_OP -> FluxionFunctions::layerNormOp;
      case SOFTMAX -> (leaves, _) -> leaves.get(0).softmax(1);
    };
  }

  private static Tensor chain(List<Tensor> leaves, List<Tensor> constants) {
    var x = leaves.get(0);
    var w = leaves.get(1);
    var y = x;
    for (int k = 0; k < Workload.CHAIN; k += 4) {
      y = y.mul(w).add(x).sin().tanh();
    }
    return y;
  }

  private static Tensor doubling(List<Tensor> leaves, List<Tensor> constants) {
    var b = leaves.get(0).mul(2);
    while (b.norm().item() < 1000) {
      b = b.mul(2);
    }
    return b.sum().item() > 0 ? b : b.mul(100);
  }

  private static Tensor regression(List<Tensor> leaves, List<Tensor> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = (k == 0 ? y : y.tanh()).linear(leaves.get(k), leaves.get(k + 1));
    }
    return y.sub(constants.get(1)).square().mean();
  }

  private static Tensor classification(List<Tensor> leaves, List<Tensor> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = (k == 0 ? y : y.relu()).linear(leaves.get(k), leaves.get(k + 1));
    }
    return y.crossEntropy(constants.get(1));
  }

  private static Tensor elementwise(List<Tensor> leaves, List<Tensor> constants) {
    var x = leaves.get(0);
    return x.mul(leaves.get(1)).add(leaves.get(2)).tanh().mul(x.mul(x).neg().exp()).sum();
  }

  private static Tensor memory(List<Tensor> leaves, List<Tensor> constants) {
    var h = leaves.get(1);
    var c = leaves.get(2);
    var wIh = leaves.get(3).t();
    var wHh = leaves.get(4).t();
    int n = Memory.HIDDEN;
    for (var x : leaves.get(0).unbind(0)) {
      var z = x.matmul(wIh).add(h.matmul(wHh)).add(leaves.get(5));
      var i = z.narrow(1, 0, n).sigmoid();
      var f = z.narrow(1, n, n).sigmoid();
      var g = z.narrow(1, 2 * n, n).tanh();
      var o = z.narrow(1, 3 * n, n).sigmoid();
      c = f.mul(c).add(i.mul(g));
      h = o.mul(c.tanh());
    }
    return h;
  }

  private static Tensor leNet(List<Tensor> leaves, List<Tensor> constants) {
    var padded = ConvOptions.DEFAULT.withPadding(LeNet.PADDING);
    var y = constants.get(0).conv2d(leaves.get(0), leaves.get(1), padded).sigmoid().avgPool2d(2);
    y = y.conv2d(leaves.get(2), leaves.get(3)).sigmoid().avgPool2d(2);
    y = y.reshape(y.shape().dim(0), -1).linear(leaves.get(4), leaves.get(5)).sigmoid();
    y = y.linear(leaves.get(6), leaves.get(7)).sigmoid().linear(leaves.get(8), leaves.get(9));
    return y.crossEntropy(constants.get(1));
  }

  private static Tensor layerNorm(List<Tensor> leaves, List<Tensor> constants) {
    var centred = leaves.get(0).sub(leaves.get(0).mean(1, true));
    var scale = centred.square().mean(1, true).add(LayerNorm.EPSILON).rsqrt();
    return centred.mul(scale).mul(leaves.get(1)).add(leaves.get(2));
  }

  private static Tensor layerNormOp(List<Tensor> leaves, List<Tensor> constants) {
    var x = leaves.get(0);
    return x.layerNorm(
        new int[] {x.shape().dim(1)}, leaves.get(1), leaves.get(2), LayerNorm.EPSILON);
  }
}
