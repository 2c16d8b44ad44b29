package dev.fluxion.peers.libtorch;

import static org.bytedeco.pytorch.global.torch.eye;
import static org.bytedeco.pytorch.global.torch.tensor;

import dev.fluxion.benchmarks.Agreement;
import dev.fluxion.benchmarks.TanhLayer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The Jacobian of {@link TanhLayer} by libtorch. */
@State(Scope.Thread)
public class LibtorchJacobian {
  private static final int N = TanhLayer.N;

  private final TanhLayer layer = TanhLayer.drawn();
  private final Tensor weights = tensor(layer.weights()).reshape(N, N);
  private final Tensor bias = tensor(layer.bias());
  private final Tensor x = Torch.leaf(tensor(layer.point()));
  private final Tensor copies = Torch.leaf(x.detach().repeat(N, 1));
  private final Tensor identity = eye(N);
  private final Tensor[] units = Torch.units(N);

  /** Sets the threads, checks the results. */
  @Setup
  public void setUp() {
    Torch.setThreads();
    var expected = layer.jacobian();
    try (var _ = new PointerScope()) {
      Agreement.check("libtorch's Jacobian by a loop", Torch.numbers(rowByRow(x)), expected);
      Agreement.check("libtorch's Jacobian of a batch", Torch.numbers(allRows(copies)), expected);
    }
  }

  /** {@return the first number of the Jacobian: the layer, then a pull for each output} */
  @Benchmark
  public float loop() {
    try (var _ = new PointerScope()) {
      return rowByRow(x).data_ptr_float().get();
    }
  }

  /** {@return the first number of the Jacobian: all rows at once, of the layer for a batch} */
  @Benchmark
  public float batch() {
    try (var _ = new PointerScope()) {
      return allRows(copies).data_ptr_float().get();
    }
  }

  private Tensor rowByRow(Tensor point) {
    return Torch.pullEach(weights.mv(point).add(bias).tanh(), point, units);
  }

  private Tensor allRows(Tensor points) {
    return Torch.pull(points.mm(weights.t()).add(bias).tanh(), points, identity);
  }
}
