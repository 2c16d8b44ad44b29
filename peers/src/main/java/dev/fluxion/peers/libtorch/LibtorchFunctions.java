package dev.fluxion.peers.libtorch;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mse_loss;

import dev.fluxion.benchmarks.bar.Workload;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** The workloads as a user of libtorch writes them: the value of leaves and constants. */
final class LibtorchFunctions {
  /** A workload's function. */
  interface Function {
    Tensor of(List<Tensor> leaves, List<Tensor> constants);
  }

  private static final Scalar TWO = new Scalar(2f);
  private static final Scalar HUNDRED = new Scalar(100f);
  private static final Scalar EPSILON = new Scalar(1e-5f);
  private static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();
  private static final long[] ROWS = {1};
  private static final long[] ONE = {1, 1};
  private static final long[] TWO_BY_TWO = {2, 2};

  private LibtorchFunctions() {}

  static Function of(Workload workload) {
    return switch (workload) {
      case SCALARS, VECTORS -> LibtorchFunctions::chain;
      case CONTROL_FLOW -> LibtorchFunctions::doubling;
      case SMALL_MLP -> LibtorchFunctions::regression;
      case ELEMENTWISE -> LibtorchFunctions::elementwise;
      case MATMUL_512, MATMUL_1024 -> (leaves, _) -> leaves.get(0).matmul(leaves.get(1));
      case MLP_64, MLP_512 -> LibtorchFunctions::classification;
      case LSTM -> LibtorchFunctions::memory;
      case LENET -> LibtorchFunctions::leNet;
      case LAYER_NORM -> LibtorchFunctions::layerNorm;
      case LAYER_NORM_OP -> LibtorchFunctions::layerNormOp;
      case SOFTMAX -> (leaves, _) -> leaves.get(0).softmax(1);
    };
  }

  private static TensorOptional some(Tensor x) {
    return new TensorOptional(x);
  }

  private static Tensor layer(Tensor x, List<Tensor> leaves, int k) {
    return linear(x, leaves.get(k), some(leaves.get(k + 1)));
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
    var b = leaves.get(0).mul(TWO);
    while (b.norm().item_float() < 1000) {
      b = b.mul(TWO);
    }
    return b.sum().item_float() > 0 ? b : b.mul(HUNDRED);
  }

  private static Tensor regression(List<Tensor> leaves, List<Tensor> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = layer(k == 0 ? y : y.tanh(), leaves, k);
    }
    return mse_loss(y, constants.get(1));
  }

  private static Tensor classification(List<Tensor> leaves, List<Tensor> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = layer(k == 0 ? y : y.relu(), leaves, k);
    }
    return cross_entropy_loss(y, constants.get(1));
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
    var inputs = leaves.get(0).unbind(0);
    for (int t = 0; t < inputs.size(); t++) {
      var z = inputs.get(t).mm(wIh).add(h.mm(wHh)).add(leaves.get(5));
      var gates = z.chunk(4, 1);
      var f = gates.get(1).sigmoid();
      c = f.mul(c).add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
      h = gates.get(3).sigmoid().mul(c.tanh());
    }
    return h;
  }

  private static Tensor leNet(List<Tensor> leaves, List<Tensor> constants) {
    long[] padding = {2, 2};
    long[] none = {0, 0};
    var images = constants.get(0);
    var y = conv2d(images, leaves.get(0), some(leaves.get(1)), ONE, padding, ONE, 1);
    y = avg_pool2d(y.sigmoid(), TWO_BY_TWO);
    y = conv2d(y, leaves.get(2), some(leaves.get(3)), ONE, none, ONE, 1);
    y = avg_pool2d(y.sigmoid(), TWO_BY_TWO).reshape(images.size(0), -1);
    y = layer(layer(y, leaves, 4).sigmoid(), leaves, 6).sigmoid();
    return cross_entropy_loss(layer(y, leaves, 8), constants.get(1));
  }

  private static Tensor layerNorm(List<Tensor> leaves, List<Tensor> constants) {
    var x = leaves.get(0);
    var centred = x.sub(x.mean(ROWS, true, SAME_TYPE));
    var scale = centred.square().mean(ROWS, true, SAME_TYPE).add(EPSILON).rsqrt();
    return centred.mul(scale).mul(leaves.get(1)).add(leaves.get(2));
  }

  private static Tensor layerNormOp(List<Tensor> leaves, List<Tensor> constants) {
    var x = leaves.get(0);
    return layer_norm(
        x, new long[] {x.size(1)}, some(leaves.get(1)), some(leaves.get(2)), 1e-5, false);
  }
}
