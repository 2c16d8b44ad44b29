package dev.fluxion.benchmarks;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;

/**
 * A function whose transforms are timed: of one vector in float32, in two sizes. The large one is
 * for transforms whose result is as long as the argument, the small one for whole matrices.
 */
public enum CostedFunction {
  /** Some twenty elementwise operations and two reductions; n = 1000, or 64. */
  ELEMENTWISE {
    @Override
    Tensor large() {
      return Fluxion.linspace(-1, 1, 1000).toFloat32();
    }

    @Override
    Tensor small() {
      return Fluxion.linspace(-1, 1, 64).toFloat32();
    }

    @Override
    Tensor vector(Tensor x) {
      var a = x.sin().mul(x).add(x.cos());
      var b = x.square().add(1).log();
      var c = a.mul(b).tanh();
      var d = x.mul(-0.5).exp().add(c).sigmoid();
      var e = d.sub(b).square().add(1).sqrt();
      var f = e.mul(x).div(b.add(2));
      return f.sub(f.mean());
    }
  },

  /**
   * A perceptron with two hidden layers, as a function of its weights, on a batch of 32. Its width
   * is 64, or 4: 8,256 weights, or 36.
   */
  MLP {
    @Override
    Tensor large() {
      return weights(64);
    }

    @Override
    Tensor small() {
      return weights(4);
    }

    private Tensor weights(int width) {
      int n = 2 * width * width + width;
      return Fluxion.linspace(0, 50, n).sin().mul(1 / Math.sqrt(width)).toFloat32();
    }

    @Override
    Tensor vector(Tensor x) {
      int width = x.size() == 36 ? 4 : 64;
      int square = width * width;
      var first = x.narrow(0, 0, square).reshape(width, width);
      var second = x.narrow(0, square, square).reshape(width, width);
      var last = x.narrow(0, 2 * square, width);
      return batch(width).matmul(first).tanh().matmul(second).tanh().matmul(last);
    }

    private Tensor batch(int width) {
      return width == 4 ? SMALL_BATCH : LARGE_BATCH;
    }
  };

  private static final Tensor SMALL_BATCH = batchOf(4);
  private static final Tensor LARGE_BATCH = batchOf(64);

  private static Tensor batchOf(int width) {
    return Fluxion.linspace(0, 90, 32 * width).cos().toFloat32().reshape(32, width);
  }

  /** The point of the large size [n]. */
  abstract Tensor large();

  /** The point of the small size [n]. */
  abstract Tensor small();

  /** The function before it is summed up. */
  abstract Tensor vector(Tensor x);

  /** The mean of the squares of the vector. */
  final Tensor scalar(Tensor x) {
    return vector(x).square().mean();
  }
}
