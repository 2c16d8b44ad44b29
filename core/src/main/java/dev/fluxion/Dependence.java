package dev.fluxion;

import dev.fluxion.kernel.Window;
import dev.fluxion.op.AffineLayerNorm;
import dev.fluxion.op.AffineLayerNormPull;
import dev.fluxion.op.AvgPool;
import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Cast;
import dev.fluxion.op.Cat;
import dev.fluxion.op.Cholesky;
import dev.fluxion.op.Cofactor;
import dev.fluxion.op.Det;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Expand;
import dev.fluxion.op.Extreme;
import dev.fluxion.op.ExtremeAlong;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Inverse;
import dev.fluxion.op.LayerNorm;
import dev.fluxion.op.LayerNormPull;
import dev.fluxion.op.Linear;
import dev.fluxion.op.LogSoftmax;
import dev.fluxion.op.LogSoftmaxPull;
import dev.fluxion.op.LogSumExp;
import dev.fluxion.op.MaxPool;
import dev.fluxion.op.Maximum;
import dev.fluxion.op.Norm;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Overwrite;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Slogdet;
import dev.fluxion.op.Softmax;
import dev.fluxion.op.SoftmaxPull;
import dev.fluxion.op.Solve;
import dev.fluxion.op.Spec;
import dev.fluxion.op.Stack;
import dev.fluxion.op.Sum;
import dev.fluxion.op.TriangularSolve;
import dev.fluxion.op.Unbind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What primitives mean for the question which inputs a result depends on.
 *
 * <p>The answer is one for all values: a product depends on a factor although the other is 0, and a
 * maximum on all that it is taken of. So a pattern that is found at one point holds at every point
 * that takes the same branches; it may have too many entries and never too few. What is left out is
 * what is zero everywhere: a partial that is stated as 0, results of whole numbers and bool, and
 * all that {@code detach()} cuts off.
 *
 * @param sets of how many sets of inputs the question is asked at once
 */
record Dependence(int sets) implements Interpreter {
  /** Where the weights start from, the same in every run. */
  private static final long SEED = 1974;

  @Override
  public Tensor elementwise(Elementwise op, Level level, Tensor... x) {
    var y = Apply.op(op, primals(level, x))[0];
    if (!y.dtype().isFloating()) {
      return y;
    }
    var s = Statement.of(op);
    Tensor reach = null;
    for (int k = 0; k < x.length; k++) {
      reach = either(reach, s.isZero(k) ? null : Dependent.reach(x[k], level));
    }
    return new Dependent(level, y, reach);
  }

  @Override
  public Tensor linear(Linear op, Level level, Tensor x) {
    var y = Apply.linear(op, Dependent.primal(x, level));
    if (!y.dtype().isFloating()) {
      return y;
    }
    var reach = Dependent.reach(x, level);
    if (reach == null || op instanceof Cast) {
      return new Dependent(level, y, reach);
    }
    var weighed = reach.mul(weights(x.shape()));
    return new Dependent(level, y, isNonZero(Apply.linear(op.batched(spec(x), sets), weighed)));
  }

  @Override
  public Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b) {
    var left = Dependent.reach(a, level);
    var right = Dependent.reach(b, level);
    var byLeft = left == null ? null : isNonZero(op.leftBatched(left, weights(b.shape())));
    var byRight = right == null ? null : isNonZero(op.rightBatched(weights(a.shape()), right));
    var y = Apply.bilinear(op, Dependent.primal(a, level), Dependent.primal(b, level));
    return new Dependent(level, y, either(byLeft, byRight));
  }

  @Override
  public Tensor indexed(Indexed op, Level level, Tensor x, Tensor index) {
    var at = Dependent.primal(index, level);
    var y = Apply.indexed(op, Dependent.primal(x, level), at);
    var reach = Dependent.reach(x, level);
    if (reach == null) {
      return new Dependent(level, y, null);
    }
    var weighed = reach.mul(weights(x.shape()));
    return new Dependent(level, y, isNonZero(Apply.indexed(op.batched(), weighed, at)));
  }

  @Override
  public Tensor[] opaque(Opaque op, Level level, Tensor... x) {
    var reaches = new @Nullable Tensor[x.length];
    boolean any = false;
    for (int k = 0; k < x.length; k++) {
      reaches[k] = Dependent.reach(x[k], level);
      any |= reaches[k] != null;
    }
    var values = Apply.opaque(op, primals(level, x));
    var found = any ? reaches(op, level, x, reaches, values) : new @Nullable Tensor[values.length];
    var y = new Tensor[values.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = values[k].dtype().isFloating() ? new Dependent(level, values[k], found[k]) : values[k];
    }
    return y;
  }

  private @Nullable Tensor[] reaches(
      Opaque op, Level level, Tensor[] x, @Nullable Tensor[] reaches, Tensor[] y) {
    return switch (op) {
      case Cat _, Overwrite _, Stack _, Unbind _ -> moved(op, x, reaches);
      case Softmax(int axis) -> folded(reaches[0], 1 << axis, y, true);
      case LogSoftmax(int axis) -> folded(reaches[0], 1 << axis, y, true);
      case SoftmaxPull(int axis) -> rows(reaches, 1 << axis, y);
      case LogSoftmaxPull(int axis) -> rows(reaches, 1 << axis, y);
      case LayerNorm(int last, _) -> rows(reaches, (1 << last) - 1 << y[0].rank() - last, y);
      case AffineLayerNorm norm -> composed(level, norm.composed(x));
      case AffineLayerNormPull pull -> composed(level, pull.composed(x));
      case LayerNormPull(int last) -> rows(reaches, (1 << last) - 1 << y[0].rank() - last, y);
      case MaxPool(Window h, Window w) -> seen(reaches[0], new AvgPool(h, w, 1, false), y);
      case ExtremeAlong(_, int axis, _) -> folded(reaches[0], 1 << axis, y, false);
      case Extreme(_, int axes, _) -> folded(reaches[0], axes, y, false);
      case LogSumExp(int axes, _) -> folded(reaches[0], axes, y, false);
      case Norm(int axes, _) -> folded(reaches[0], axes, y, false);
      case Prod(int axes, _) -> folded(reaches[0], axes, y, false);
      case Cholesky _, Cofactor _, Inverse _ -> folded(reaches[0], lastTwo(x[0]), y, true);
      case Det _ -> folded(reaches[0], lastTwo(x[0]), y, false);
      case Slogdet _ ->
          new @Nullable Tensor[] {null, folded(reaches[0], lastTwo(x[0]), y, false)[0], null, null};
      case Solve _, TriangularSolve _ -> solved(reaches, y);
    };
  }

  /** Of a rule that a user states nothing is known: each result depends on all there is. */
  @Override
  public CustomOp.Ran custom(CustomOp op, Level level, Tensor... x) {
    Tensor any = null;
    for (var one : x) {
      var reach = Dependent.reach(one, level);
      if (reach != null) {
        int axes = (1 << reach.rank()) - 2;
        any = either(any, isNonZero(Apply.linear(new Sum(axes, false), reach)));
      }
    }
    List<Tensor> y = new ArrayList<>();
    for (var value : op.run(List.of(primals(level, x)))) {
      boolean isConstant = !value.dtype().isFloating() || op.isConstant(y.size());
      y.add(
          isConstant
              ? value
              : new Dependent(level, value, any == null ? null : spread(any, value)));
    }
    return new CustomOp.Ran(y, null);
  }

  private Tensor spread(Tensor any, Tensor over) {
    return Apply.linear(new Expand(wide(over), 1, false), any);
  }

  /** Of a primitive that other operations do as well: what their results depend on. */
  private @Nullable Tensor[] composed(Level level, Tensor... y) {
    var all = new @Nullable Tensor[y.length];
    for (int k = 0; k < y.length; k++) {
      all[k] = Dependent.reach(y[k], level);
    }
    return all;
  }

  /** Of a primitive that puts elements elsewhere: the same done to what they depend on. */
  private Tensor[] moved(Opaque op, Tensor[] x, @Nullable Tensor[] reaches) {
    var specs = new Spec[x.length];
    var all = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      specs[k] = spec(x[k]);
      var reach = reaches[k];
      all[k] = reach == null ? Create.full(DType.FLOAT32, wide(x[k]), 0) : reach;
    }
    return Apply.opaque(op.batched(sets, specs), all);
  }

  /** Of a primitive whose results depend on all that is folded together, or is in one row. */
  private @Nullable Tensor[] folded(
      @Nullable Tensor reach, int axes, Tensor[] y, boolean keepsShape) {
    var all = new @Nullable Tensor[y.length];
    if (reach != null) {
      var any = isNonZero(Apply.linear(new Sum(axes << 1, true), reach));
      all[0] = keepsShape ? any.expand(wide(y[0])) : any.reshape(wide(y[0]));
    }
    return all;
  }

  private static int lastTwo(Tensor x) {
    return 3 << x.rank() - 2;
  }

  /** Of the solution of systems: on the whole matrix, and on the same column of the right side. */
  private @Nullable Tensor[] solved(@Nullable Tensor[] reaches, Tensor[] y) {
    var all = new @Nullable Tensor[y.length];
    int rows = 1 << y[0].rank() - 2;
    var one = new Tensor[] {y[0]};
    var byMatrix = reaches[0];
    if (byMatrix != null) {
      var any = isNonZero(Apply.linear(new Sum(lastTwo(y[0]) << 1, true), byMatrix));
      all[0] = any.expand(wide(y[0]));
    }
    all[0] = either(all[0], folded(reaches[1], rows, one, true)[0]);
    return all;
  }

  /** Of a primitive each element of which depends on the whole row of every operand. */
  private @Nullable Tensor[] rows(@Nullable Tensor[] reaches, int axes, Tensor[] y) {
    Tensor any = null;
    for (var reach : reaches) {
      if (reach != null) {
        any = either(any, isNonZero(Apply.linear(new Sum(axes << 1, true), reach)));
      }
    }
    var all = new @Nullable Tensor[y.length];
    for (int k = 0; any != null && k < y.length; k++) {
      all[k] = any.expand(wide(y[k]));
    }
    return all;
  }

  /** Of a primitive whose results depend on what a window sees, which this one sums. */
  private @Nullable Tensor[] seen(@Nullable Tensor reach, Linear sum, Tensor[] y) {
    var all = new @Nullable Tensor[y.length];
    all[0] = reach == null ? null : isNonZero(Apply.linear(sum, reach));
    return all;
  }

  /**
   * Positive numbers without a pattern, for what sums: whatever signs it sums with, nothing cancels
   * by an equality such as that of a difference of equals.
   */
  private static Tensor weights(Shape shape) {
    var random = new SplittableRandom(SEED);
    return Create.doubles(DType.FLOAT32, shape, _ -> 1 + random.nextDouble());
  }

  private static Tensor isNonZero(Tensor x) {
    return x.ne(0).to(DType.FLOAT32);
  }

  private static @Nullable Tensor either(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null || a == b ? a : Apply.binary(new Maximum(), a, b);
  }

  private Shape wide(Tensor x) {
    return x.shape().prepended(sets);
  }

  private static Spec spec(Tensor x) {
    return new Spec(x.shape(), DType.FLOAT32);
  }

  private static Tensor[] primals(Level level, Tensor[] x) {
    var primals = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals[k] = Dependent.primal(x[k], level);
    }
    return primals;
  }

  @Override
  public Dependent lift(Level level, Tensor x) {
    return new Dependent(level, x, null);
  }
}
