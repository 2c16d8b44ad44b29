package dev.fluxion.peers.libtorch;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.pytorch.global.torch.eye;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.stack;

import java.util.Arrays;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What the benchmarks of libtorch have in common. */
final class Torch {
  private static final BoolOptional KEEP = new BoolOptional(true);

  private Torch() {}

  /** Sets the number of threads that {@code BenchPeers} asks for. */
  static void setThreads() {
    // Threads that wait by spinning make small work some 20 times slower, where cores are few; the
    // library of OpenMP reads this when it is loaded.
    if (!"PASSIVE".equals(System.getenv("OMP_WAIT_POLICY"))) {
      throw new IllegalStateException(
          "libtorch needs OMP_WAIT_POLICY=PASSIVE in the environment; bin/bench-peers sets it");
    }
    int threads = Integer.getInteger("fluxion.peers.threads", 1);
    set_num_threads(threads);
    // Its OpenBLAS has threads of its own.
    blas_set_num_threads(threads);
  }

  /**
   * A leaf with these numbers. What {@code set_requires_grad} returns is not it: that is a second
   * pointer, which does not keep the tensor from being freed.
   */
  static Tensor leaf(Tensor numbers) {
    numbers.set_requires_grad(true);
    return numbers;
  }

  /**
   * The rows of the identity matrix [n, n]. Each is a tensor of its own, where those of a {@code
   * TensorVector} are freed with it.
   */
  static Tensor[] units(int n) {
    var identity = eye(n);
    var rows = new Tensor[n];
    Arrays.setAll(rows, i -> identity.select(0, i));
    return rows;
  }

  /** The gradient of y in x, recorded. */
  static Tensor recordedGrad(Tensor y, Tensor x) {
    var none = new TensorVector();
    return torch.grad(vector(y), vector(x), none, KEEP, true, false).get(0);
  }

  /** The cotangent ct of y pulled back to x. */
  static Tensor pull(Tensor y, Tensor x, Tensor ct) {
    return torch.grad(vector(y), vector(x), vector(ct), KEEP, false, false).get(0);
  }

  /** Each unit vector pulled back, in a loop: the Jacobian of y in x. */
  static Tensor pullEach(Tensor y, Tensor x, Tensor[] units) {
    var rows = new TensorVector(units.length);
    for (int i = 0; i < units.length; i++) {
      rows.put(i, pull(y, x, units[i]));
    }
    return stack(rows);
  }

  private static TensorVector vector(Tensor x) {
    return new TensorVector(x);
  }

  /** The numbers, for a check. */
  static float[] numbers(Tensor x) {
    var numbers = new float[(int) x.numel()];
    x.contiguous().data_ptr_float().get(numbers);
    return numbers;
  }
}
