package dev.fluxion;

import dev.fluxion.kernel.Halves;
import dev.fluxion.op.AffineLayerNorm;
import dev.fluxion.op.AffineLayerNormPull;
import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Cast;
import dev.fluxion.op.Cat;
import dev.fluxion.op.Cholesky;
import dev.fluxion.op.Cofactor;
import dev.fluxion.op.Det;
import dev.fluxion.op.Elementwise;
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
import dev.fluxion.op.Norm;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Overwrite;
import dev.fluxion.op.Prod;
import dev.fluxion.op.Slogdet;
import dev.fluxion.op.Softmax;
import dev.fluxion.op.SoftmaxPull;
import dev.fluxion.op.Solve;
import dev.fluxion.op.Stack;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.TriangularSolve;
import dev.fluxion.op.Unary;
import dev.fluxion.op.Unbind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What primitives mean for complex numbers: their value, read in complex arithmetic. No rule of a
 * derivative is used.
 *
 * @param h how far the arguments are off the real axis
 */
record Stepping(double h) implements Interpreter {
  @Override
  public Tensor elementwise(Elementwise op, Level level, Tensor... x) {
    var dtype = x[x.length - 1].dtype();
    var z = new Complex[x.length];
    for (int k = 0; k < z.length; k++) {
      z[k] = Stepped.complex(x[k], level);
    }
    if (!op.result(dtype).isFloating()) {
      var re = new Tensor[z.length];
      for (int k = 0; k < z.length; k++) {
        re[k] = z[k].re();
      }
      return Apply.op(op, re)[0];
    }
    if (Halves.holds(dtype)) {
      for (int k = 0; k < z.length; k++) {
        z[k] = converted(z[k], DType.FLOAT32);
      }
    }
    var m = new ComplexLanes(dtype);
    var y =
        switch (op) {
          case Unary u -> u.f(m, z[0]);
          case Binary b -> b.f(m, z[0], z[1]);
          case Ternary t -> t.f(m, z[0], z[1], z[2]);
        };
    var rounded = Halves.holds(dtype) ? converted(y, dtype) : y;
    return new Stepped(level, rounded.re(), rounded.im());
  }

  /** Both parts as another floating type; truth values stay what they are. */
  private static Complex converted(Complex z, DType to) {
    var im = z.im();
    return z.re().dtype().isFloating()
        ? new Complex(Align.to(z.re(), to), im == null ? null : Align.to(im, to))
        : z;
  }

  @Override
  public Tensor linear(Linear op, Level level, Tensor x) {
    var z = Stepped.complex(x, level);
    if (op instanceof Cast(DType to, boolean _)) {
      if (!to.isFloating()) {
        return Apply.linear(op, z.re());
      }
      if (Create.scalar(h, to).item() == 0) {
        throw vanished(to);
      }
    }
    var im = z.im();
    return new Stepped(level, Apply.linear(op, z.re()), im == null ? null : Apply.linear(op, im));
  }

  @Override
  public Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b) {
    var z = Stepped.complex(a, level);
    var w = Stepped.complex(b, level);
    var re = Apply.bilinear(op, z.re(), w.re());
    var both = product(op, z.im(), w.im());
    var byLeft = product(op, z.im(), w.re());
    var byRight = product(op, z.re(), w.im());
    return new Stepped(
        level,
        both == null ? re : re.sub(both),
        byLeft == null ? byRight : byRight == null ? byLeft : byLeft.add(byRight));
  }

  private static @Nullable Tensor product(Bilinear op, @Nullable Tensor a, @Nullable Tensor b) {
    return a == null || b == null ? null : Apply.bilinear(op, a, b);
  }

  @Override
  public Tensor indexed(Indexed op, Level level, Tensor x, Tensor index) {
    var z = Stepped.complex(x, level);
    var im = z.im();
    return new Stepped(
        level, Apply.indexed(op, z.re(), index), im == null ? null : Apply.indexed(op, im, index));
  }

  @Override
  public Tensor[] opaque(Opaque op, Level level, Tensor... x) {
    return switch (op) {
      case Cat _, Stack _, Unbind _, Overwrite _ -> moved(op, level, x);
      case Extreme _, ExtremeAlong _ -> throw refused(op, "maximum or minimum of the parts");
      case MaxPool _ -> throw refused(op, "maximum of the parts");
      case LogSumExp _, LogSoftmax _, LogSoftmaxPull _ -> throw refused(op, "exp, sum and log");
      case Softmax _, SoftmaxPull _ -> throw refused(op, "exp, sum and div");
      case LayerNorm _, LayerNormPull _ -> throw refused(op, "mean, square and sqrt");
      // For weight and bias alone.
      case AffineLayerNorm norm -> norm.composed(x);
      case AffineLayerNormPull pull -> pull.composed(x);
      case Norm _ -> throw refused(op, "square, sum and sqrt");
      case Prod _ -> throw refused(op, "mul of the parts");
      case Solve _, TriangularSolve _ -> solved(op, level, x);
      case Cholesky _, Cofactor _, Det _, Inverse _, Slogdet _ ->
          throw refused(op, "mul, sub and div of the elements");
    };
  }

  /** Both parts go the same way. */
  private static Tensor[] moved(Opaque op, Level level, Tensor... x) {
    var re = new Tensor[x.length];
    var im = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      var z = Stepped.complex(x[k], level);
      re[k] = z.re();
      im[k] = Objects.requireNonNullElseGet(z.im(), () -> Fluxion.zerosLike(z.re()));
    }
    var ys = Apply.opaque(op, re);
    var ims = Apply.opaque(op, im);
    var y = new Tensor[ys.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = new Stepped(level, ys[k], ims[k]);
    }
    return y;
  }

  /** Systems with a real matrix are linear in their right sides. */
  private static Tensor[] solved(Opaque op, Level level, Tensor... x) {
    var re = new Tensor[x.length];
    var im = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      var z = Stepped.complex(x[k], level);
      re[k] = z.re();
      var off = z.im();
      if (off != null && k != 1) {
        throw refused(op, "mul, sub and div of the elements");
      }
      im[k] = k != 1 ? z.re() : off == null ? Fluxion.zerosLike(z.re()) : off;
    }
    var y = Apply.opaque(op, re);
    y[0] = new Stepped(level, y[0], Apply.opaque(op, im)[0]);
    return y;
  }

  private static GraphException refused(Opaque op, String instead) {
    return new GraphException(
        "complexStep knows no complex " + Text.operation(op) + "; compute it by " + instead);
  }

  /** The value of the function; a rule of its own is not asked either. */
  @Override
  public CustomOp.Ran custom(CustomOp op, Level level, Tensor... x) {
    if (op.isSequential()) {
      throw new GraphException(
          "complexStep computes with complex numbers, which "
              + op.name()
              + " does not see, since it reads real ones; use a finite difference");
    }
    return op.plain(x);
  }

  /** What writes inside of a complex step are refused with. */
  static GraphException write(Tensor target) {
    return new GraphException(
        "inside of complexStep tensors are computed, not written to, got a write to one of shape "
            + target.shape()
            + "; use add in place of add_, and cat, stack or where in place of set_");
  }

  @Override
  public Stepped lift(Level level, Tensor x) {
    return new Stepped(level, x, null);
  }

  private DTypeException vanished(DType to) {
    boolean tiny = (float) h == 0;
    var from = tiny ? "float64" : "float32";
    return new DTypeException(
        "complexStep stays in "
            + from
            + ", where its step is about "
            + (tiny ? "1e-100" : "1e-20")
            + ", got a conversion to "
            + to
            + ", which has no such numbers; compute in "
            + from
            + ", or pass an argument of "
            + to);
  }
}
