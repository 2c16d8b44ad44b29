package dev.fluxion.peers.libtorch;

import static org.bytedeco.pytorch.global.torch.eye;
import static org.bytedeco.pytorch.global.torch.tensor;

import dev.fluxion.benchmarks.Agreement;
import dev.fluxion.benchmarks.Rosenbrock;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The Hessian of {@link Rosenbrock} by libtorch. */
@State(Scope.Thread)
public class LibtorchHessian {
  private static final int N = Rosenbrock.N;

  private final Scalar one = new Scalar(1f);
  private final Scalar hundred = new Scalar(100f);
  private final Tensor x = Torch.leaf(tensor(Rosenbrock.point()));
  private final Tensor copies = Torch.leaf(x.detach().repeat(N, 1));
  private final Tensor identity = eye(N);
  private final Tensor[] units = Torch.units(N);

  /** Sets the threads, checks the results. */
  @Setup
  public void setUp() {
    Torch.setThreads();
    var expected = Rosenbrock.hessian();
    try (var _ = new PointerScope()) {
      Agreement.check("libtorch's Hessian by a loop", Torch.numbers(rowByRow(x)), expected);
      Agreement.check("libtorch's Hessian of a batch", Torch.numbers(allRows(copies)), expected);
    }
  }

  /** {@return the first number of the Hessian: one gradient, then one of each of its elements} */
  @Benchmark
  public float loop() {
    try (var _ = new PointerScope()) {
      return rowByRow(x).data_ptr_float().get();
    }
  }

  /** {@return the first number of the Hessian: all rows at once, of the function for a batch} */
  @Benchmark
  public float batch() {
    try (var _ = new PointerScope()) {
      return allRows(copies).data_ptr_float().get();
    }
  }

  private Tensor rowByRow(Tensor point) {
    return Torch.pullEach(Torch.recordedGrad(value(point, 0), point), point, units);
  }

  private Tensor allRows(Tensor points) {
    return Torch.pull(Torch.recordedGrad(value(points, 1), points), points, identity);
  }

  /** The sum of the function's values, whose points lie along an axis. */
  private Tensor value(Tensor points, int axis) {
    var left = points.narrow(axis, 0, N - 1);
    var right = points.narrow(axis, 1, N - 1);
    var valley = right.sub(left.square()).square().mul(hundred);
    return valley.add(left.sub(one).square()).sum();
  }
}
