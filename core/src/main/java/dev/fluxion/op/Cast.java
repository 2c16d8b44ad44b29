package dev.fluxion.op;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.kernel.Halves;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y = x} converted to another type, in new memory: whole numbers cut off the fraction, bool
 * is whether x differs from 0. Its transpose converts back, so a gradient has the type of its leaf.
 *
 * @param dtype the new type
 * @param aligns whether it was inserted to align operands, and so is not shown in a graph
 */
public record Cast(DType dtype, boolean aligns) implements Linear {
  @Override
  public String name() {
    return "ToCopy";
  }

  @Override
  public Spec result(Spec x) {
    return new Spec(x.shape(), dtype);
  }

  @Override
  public Strided value(Strided x) {
    return x.copy(dtype);
  }

  @Override
  public Tensor transpose(Tensor ct, Spec x) {
    return ct.to(x.dtype());
  }

  @Override
  public Linear batched(Spec x, int n) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (var from : DType.values()) {
      for (var to : DType.values()) {
        var example = Example.of(new Cast(to, false), Operand.of(from, 2, 3).in(-3, 3));
        all.add(example.with(smoothness(from, to)));
      }
    }
    all.add(Example.of(new Cast(DType.FLOAT32, false)));
    all.add(Example.of(new Cast(DType.FLOAT64, true), 0));
    return all;
  }

  /** What rounds to halves is a staircase, whose differences do not show the slope. */
  private static Smoothness smoothness(DType from, DType to) {
    if (!from.isFloating() || !to.isFloating()) {
      return Smoothness.NONE;
    }
    return Halves.holds(from) || Halves.holds(to) ? Smoothness.KINK : Smoothness.TWICE;
  }
}
