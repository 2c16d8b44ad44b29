package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A function run a small step off the real axis. */
final class ComplexStep {
  /**
   * About 1e-100: so small that its square is lost beside anything, and that it is not lost itself.
   * A power of 2, so that nothing is rounded by it.
   */
  private static final double STEP = 0x1p-332;

  /** About 1e-20, for float32 and bfloat16, which has its range. */
  private static final double SHORT_STEP = 0x1p-66;

  /** The square is lost to rounding here too, and what it is multiplied with is not. */
  private static final double FLOAT16_STEP = 0x1p-7;

  private ComplexStep() {}

  private static double step(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> STEP;
      case FLOAT32, BFLOAT16 -> SHORT_STEP;
      case FLOAT16 -> FLOAT16_STEP;
      case BOOL, UINT8, INT8, INT16, INT32, INT64 -> 0;
    };
  }

  static <P, R> R along(Fn<P, R> f, P x, P t) {
    var argument = Tree.some("the argument of complexStep", x);
    var tangents = argument.matched("the direction of complexStep", Objects.requireNonNull(t, "t"));
    double h = STEP;
    for (int k = 0; k < tangents.size(); k++) {
      var one = argument.tensors.get(k);
      if (!one.dtype().isFloating()) {
        throw Autograd.notFloating(one);
      }
      Autograd.checkLike("a direction", tangents.get(k), one);
      h = Math.max(h, step(one.dtype()));
    }
    var level = Modes.openLevel(new Stepping(h));
    Tree<R> result;
    List<Tensor> settled = new ArrayList<>();
    try {
      List<Tensor> stepped = new ArrayList<>();
      for (int k = 0; k < tangents.size(); k++) {
        stepped.add(new Stepped(level, argument.tensors.get(k), tangents.get(k).mul(h)));
      }
      result = Tree.of(f.apply(argument.with(stepped)));
      result.tensors.forEach(y -> settled.add(Lifted.settle(y)));
    } finally {
      Modes.closeLevel(level);
    }
    List<Tensor> out = new ArrayList<>();
    for (var y : settled) {
      var im = Stepped.complex(y, level).im();
      out.add(im == null ? Fluxion.zerosLike(Lifted.settle(y)) : im.div(h));
    }
    return result.with(out);
  }
}
