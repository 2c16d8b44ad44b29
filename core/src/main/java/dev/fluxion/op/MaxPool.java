package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Pools;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Threads;
import dev.fluxion.kernel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (y, i)}: the largest x that a window sees at each place of the last two axes, one at
 * least, and its row-major number in the plane of these axes [(…, H, W) → (…, oH, oW), int64]; the
 * first of equals, the last NaN if there is one. The derivative goes to that element alone, as in
 * PyTorch.
 *
 * @param h the window along the height
 * @param w the window along the width
 */
public record MaxPool(Window h, Window w) implements Opaque {
  @Override
  public String nodeName() {
    return "MaxPool2DWithIndicesBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    var shape = with(x[0].shape(), h.output(), w.output());
    return new Spec[] {x[0].with(shape), new Spec(shape, DType.INT64)};
  }

  private static Shape with(Shape x, int height, int width) {
    int[] dims = x.toArray();
    dims[dims.length - 2] = height;
    dims[dims.length - 1] = width;
    return Shape.of(dims);
  }

  @Override
  public Strided[] value(Strided... x) {
    var shape = with(x[0].shape(), h.output(), w.output());
    var out = Strided.zeros(shape, x[0].dtype());
    var at = (long[]) Buffers.allocate(DType.INT64, shape.size());
    int planes = planes(x[0].shape());
    var from = x[0].plain().array();
    Threads.split(
        planes,
        Pools.grain(h, w),
        (first, end) -> Pools.max(x[0].dtype(), from, h, w, out.array(), at, first, end));
    return new Strided[] {out, new Strided(at, Layout.of(shape), DType.INT64)};
  }

  private static int planes(Shape x) {
    return Axes.count(x, (1 << x.rank() - 2) - 1);
  }

  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    if (t[0] == null) {
      return new @Nullable Tensor[] {null, null};
    }
    var picked = Rules.apply(new IndexSelect(0), t[0].flatten(), positions(y[1]));
    return new @Nullable Tensor[] {picked.reshape(y[0].shape()), null};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null};
    }
    var x = saved.spec(0).shape();
    var at = positions(saved.y(1));
    var flat = Rules.apply(new IndexAdd(0, x.size()), ct[0].flatten(), at);
    return new @Nullable Tensor[] {flat.reshape(x)};
  }

  /** The numbers in the whole tensor of the elements with these numbers in their planes. */
  private Tensor positions(Tensor at) {
    int planes = planes(at.shape());
    var first = Fluxion.arange(planes).mul(h.input() * w.input()).unsqueeze(-1);
    return at.reshape(planes, h.output() * w.output()).add(first).flatten();
  }

  @Override
  public boolean savesOutput(int k) {
    return k == 1;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    var half = new Window(4, 2, 2, 2, 0, 1);
    var dense = new Window(3, 2, 4, 1, 1, 1);
    var cut = new Window(5, 2, 3, 2, 0, 1);
    var gaps = new Window(5, 2, 3, 1, 0, 2);
    double[] tied = new double[16];
    Arrays.fill(tied, 4, 16, 2);
    List<Example> all = new ArrayList<>();
    all.add(Example.of(new MaxPool(half, half), 4, 4));
    all.add(Example.of(new MaxPool(half, dense), 2, 4, 3));
    all.add(Example.of(new MaxPool(cut, half), 1, 2, 5, 4));
    all.add(Example.of(new MaxPool(gaps, dense), 2, 5, 3));
    all.add(Example.of(new MaxPool(half, half), 0, 4, 4));
    all.add(
        Example.of(new MaxPool(half, half), Operand.of(4, 4).holding(tied)).with(Smoothness.KINK));
    return all;
  }
}
