package dev.fluxion.benchmarks.bar;

/** The pieces of work, forward and backward in float32, of growing size. */
public enum Workload {
  /** A chain of 1,000 operations on single numbers. */
  SCALARS {
    @Override
    public Problem problem() {
      return Chain.problem();
    }
  },
  /** The same chain on vectors of 16. */
  VECTORS {
    @Override
    public Problem problem() {
      return Chain.problem(16);
    }
  },
  /** A function with a loop and a branch that depend on the number. */
  CONTROL_FLOW {
    @Override
    public Problem problem() {
      return Doubling.problem();
    }
  },
  /** A step of a perceptron 4-16-16-1, batch 16. */
  SMALL_MLP {
    @Override
    public Problem problem() {
      return new Perceptron(16, false, 4, 16, 16, 1).problem();
    }
  },
  /** Elementwise functions of a million numbers, and their sum. */
  ELEMENTWISE {
    @Override
    public Problem problem() {
      return Elementwise.problem();
    }
  },
  /** A product of matrices of 512 × 512. */
  MATMUL_512 {
    @Override
    public Problem problem() {
      return Product.problem(512);
    }
  },
  /** A product of matrices of 1,024 × 1,024. */
  MATMUL_1024 {
    @Override
    public Problem problem() {
      return Product.problem(1024);
    }
  },
  /** A step of a perceptron 784-256-128-10, batch 64. */
  MLP_64 {
    @Override
    public Problem problem() {
      return new Perceptron(64, true, 784, 256, 128, 10).problem();
    }
  },
  /** The same, batch 512. */
  MLP_512 {
    @Override
    public Problem problem() {
      return new Perceptron(512, true, 784, 256, 128, 10).problem();
    }
  },
  /** A long short-term memory over 20 steps, its cell written by hand. */
  LSTM {
    @Override
    public Problem problem() {
      return Memory.problem();
    }
  },
  /** A step of LeNet, batch 64. */
  LENET {
    @Override
    public Problem problem() {
      return LeNet.problem();
    }
  },
  /** A layer norm of operations. */
  LAYER_NORM {
    @Override
    public Problem problem() {
      return LayerNorm.problem();
    }
  },
  /** The layer norm of the library. */
  LAYER_NORM_OP {
    @Override
    public Problem problem() {
      return LayerNorm.problem();
    }
  },
  /** A softmax of rows. */
  SOFTMAX {
    @Override
    public Problem problem() {
      return Softmax.problem();
    }
  };

  /** How many operations {@link #SCALARS} and {@link #VECTORS} consist of. */
  public static final int CHAIN = 1000;

  /** {@return the numbers, the same on every call} */
  public abstract Problem problem();

  /** {@return whether a user would use memory again, since tensors are large} */
  boolean isLarge() {
    return switch (this) {
      case SCALARS, VECTORS, CONTROL_FLOW, SMALL_MLP -> false;
      case ELEMENTWISE, MATMUL_512, MATMUL_1024, MLP_64, MLP_512, LSTM, LENET -> true;
      case LAYER_NORM, LAYER_NORM_OP, SOFTMAX -> true;
    };
  }
}
