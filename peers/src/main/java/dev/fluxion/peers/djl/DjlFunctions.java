package dev.fluxion.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.loss.Loss;
import dev.fluxion.benchmarks.bar.Workload;
import java.util.List;

/** The workloads as a user of DJL writes them: the value of leaves and constants. */
final class DjlFunctions {
  /** A workload's function. */
  interface Function {
    NDArray of(List<NDArray> leaves, List<NDArray> constants);
  }

  private static final int[] ROWS = {1};
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NONE = new Shape(0, 0);
  private static final Loss CROSS_ENTROPY = Loss.softmaxCrossEntropyLoss();

  private DjlFunctions() {}

  static Function of(Workload workload) {
    return switch (workload) {
      case SCALARS, VECTORS -> DjlFunctions::chain;
      case CONTROL_FLOW -> DjlFunctions::doubling;
      case SMALL_MLP -> DjlFunctions::regression;
      case ELEMENTWISE -> DjlFunctions::elementwise;
      case MATMUL_512, MATMUL_1024 -> (leaves, _) -> leaves.get(0).matMul(leaves.get(1));
      case MLP_64, MLP_512 -> DjlFunctions::classification;
      case LSTM -> DjlFunctions::memory;
      case LENET -> DjlFunctions::leNet;
      case LAYER_NORM -> DjlFunctions::layerNorm;
      case LAYER_NORM_OP -> DjlFunctions::layerNormOp;
      case SOFTMAX -> (leaves, _) -> leaves.get(0).softmax(1);
    };
  }

  private static NDArray layer(NDArray x, List<NDArray> leaves, int k) {
    return Linear.linear(x, leaves.get(k), leaves.get(k + 1)).singletonOrThrow();
  }

  private static NDArray chain(List<NDArray> leaves, List<NDArray> constants) {
    var x = leaves.get(0);
    var w = leaves.get(1);
    var y = x;
    for (int k = 0; k < Workload.CHAIN; k += 4) {
      y = y.mul(w).add(x).sin().tanh();
    }
    return y;
  }

  private static NDArray doubling(List<NDArray> leaves, List<NDArray> constants) {
    var b = leaves.get(0).mul(2);
    while (b.norm().getFloat() < 1000) {
      b = b.mul(2);
    }
    return b.sum().getFloat() > 0 ? b : b.mul(100);
  }

  private static NDArray regression(List<NDArray> leaves, List<NDArray> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = layer(k == 0 ? y : y.tanh(), leaves, k);
    }
    return y.sub(constants.get(1)).square().mean();
  }

  private static NDArray classification(List<NDArray> leaves, List<NDArray> constants) {
    var y = constants.get(0);
    for (int k = 0; k < leaves.size(); k += 2) {
      y = layer(k == 0 ? y : Activation.relu(y), leaves, k);
    }
    return CROSS_ENTROPY.evaluate(new NDList(constants.get(1)), new NDList(y));
  }

  private static NDArray elementwise(List<NDArray> leaves, List<NDArray> constants) {
    var x = leaves.get(0);
    return x.mul(leaves.get(1)).add(leaves.get(2)).tanh().mul(x.mul(x).neg().exp()).sum();
  }

  private static NDArray memory(List<NDArray> leaves, List<NDArray> constants) {
    var h = leaves.get(1);
    var c = leaves.get(2);
    var wIh = leaves.get(3).transpose();
    var wHh = leaves.get(4).transpose();
    for (var x : leaves.get(0).split(leaves.get(0).getShape().get(0))) {
      var z = x.squeeze(0).matMul(wIh).add(h.matMul(wHh)).add(leaves.get(5));
      var gates = z.split(4, 1);
      var f = Activation.sigmoid(gates.get(1));
      c = f.mul(c).add(Activation.sigmoid(gates.get(0)).mul(gates.get(2).tanh()));
      h = Activation.sigmoid(gates.get(3)).mul(c.tanh());
    }
    return h;
  }

  private static NDArray leNet(List<NDArray> leaves, List<NDArray> constants) {
    var images = constants.get(0);
    var y = Conv2d.conv2d(images, leaves.get(0), leaves.get(1), ONE, TWO).singletonOrThrow();
    y = pooled(Activation.sigmoid(y));
    y = Conv2d.conv2d(y, leaves.get(2), leaves.get(3)).singletonOrThrow();
    y = pooled(Activation.sigmoid(y)).reshape(images.getShape().get(0), -1);
    y = Activation.sigmoid(layer(y, leaves, 4));
    y = Activation.sigmoid(layer(y, leaves, 6));
    return CROSS_ENTROPY.evaluate(new NDList(constants.get(1)), new NDList(layer(y, leaves, 8)));
  }

  private static NDArray pooled(NDArray x) {
    return Pool.avgPool2d(x, TWO, TWO, NONE, false, true);
  }

  /** There is no reciprocal square root. */
  private static NDArray layerNorm(List<NDArray> leaves, List<NDArray> constants) {
    var x = leaves.get(0);
    var centred = x.sub(x.mean(ROWS, true));
    var deviation = centred.square().mean(ROWS, true).add(1e-5f).sqrt();
    return centred.div(deviation).mul(leaves.get(1)).add(leaves.get(2));
  }

  private static NDArray layerNormOp(List<NDArray> leaves, List<NDArray> constants) {
    var x = leaves.get(0);
    var shape = new Shape(x.getShape().get(1));
    return LayerNorm.layerNorm(x, shape, leaves.get(1), leaves.get(2), 1e-5f).singletonOrThrow();
  }
}
