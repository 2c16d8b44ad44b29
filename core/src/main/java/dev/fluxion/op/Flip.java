package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Copies;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y[…, i, …] = x[…, n - 1 - i, …]} along a set of axes, in new memory.
 *
 * @param axes the axes to turn round, bit k for axis k
 */
public record Flip(int axes) implements Linear {
  @Override
  public Spec result(Spec x) {
    return x;
  }

  @Override
  public Strided value(Strided x) {
    var out = Strided.unfilled(x.shape(), x.dtype());
    var mirrored = x.layout();
    for (int k = 0; k < mirrored.rank(); k++) {
      if (Axes.contains(axes, k) && mirrored.dim(k) > 0) {
        mirrored = mirrored.slice(k, mirrored.dim(k) - 1, mirrored.dim(k), -1);
      }
    }
    Copies.copy(x.dtype(), x.array(), mirrored, x.dtype(), out.array(), out.layout());
    return out;
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return Rules.apply(this, ct);
  }

  @Override
  public Linear batched(Spec x, int n) {
    return new Flip(axes << 1);
  }

  /** What the laws try. */
  public static List<Example> examples() {
    int[][] shapes = {{}, {1}, {3}, {0}, {67}, {2, 3}, {2, 3, 4}, {2, 0}};
    List<Example> all = new ArrayList<>();
    for (var dims : shapes) {
      for (int axes = 0; axes < 1 << dims.length; axes++) {
        all.add(Example.of(new Flip(axes), dims));
      }
    }
    return all;
  }
}
