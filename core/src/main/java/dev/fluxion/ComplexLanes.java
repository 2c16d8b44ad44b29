package dev.fluxion;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement in complex arithmetic, as tensor operations on real and imaginary parts.
 *
 * <p>Functions are continued from the real axis. Where they are not defined there, as the square
 * root of -1, the real part is NaN as there; where they are not analytic, comparisons, {@code abs},
 * {@code min} and {@code max} go by the real parts, as J. Martins, P. Sturdza and J. Alonso have it
 * in The complex-step derivative approximation, ACM Transactions on Mathematical Software 29
 * (2003).
 *
 * <p>Imaginary parts may be as small as 1e-100, so no formula loses one beside a 1: {@code q = b/a}
 * stands for the argument of {@code a + ib}, and {@code 1 + iq} for its direction.
 */
final class ComplexLanes implements Lanes<Complex> {
  private final Lanes<Tensor> r;

  ComplexLanes(DType dtype) {
    this.r = TensorLanes.of(dtype);
  }

  @Override
  public Complex constant(double value) {
    return new Complex(c(value), null);
  }

  private Tensor c(double value) {
    return r.constant(value);
  }

  @Override
  public Complex unary(Fn f, Complex x) {
    var b = x.im();
    if (b == null) {
      return new Complex(r.unary(f, x.re()), null);
    }
    var a = x.re();
    return switch (f) {
      case NEG -> new Complex(r.neg(a), r.neg(b));
      case ABS -> new Complex(r.abs(a), r.select(Cmp.LT, a, c(0), r.neg(b), b));
      case SQRT -> root(a, b);
      case EXP -> turned(r.exp(a), b);
      case EXPM1 ->
          new Complex(r.sub(r.mul(r.expm1(a), r.cos(b)), versine(b)), r.mul(r.exp(a), r.sin(b)));
      case LOG -> logarithm(r.log(a), r.div(b, a));
      case LOG1P -> logarithm(r.log1p(a), r.div(b, r.add(c(1), a)));
      case SIN -> new Complex(r.mul(r.sin(a), cosh(b)), r.mul(r.cos(a), sinh(b)));
      case COS -> new Complex(r.mul(r.cos(a), cosh(b)), r.neg(r.mul(r.sin(a), sinh(b))));
      case TAN -> tangent(r.tan(a), r.tanh(b));
      case SIGMOID -> sigmoid(a, b);
      case TANH -> hyperbolicTangent(r.tanh(a), r.tan(b));
      case ATAN -> arctangent(a, b);
      case ADD, SUB, MUL, DIV, POW, HYPOT, MIN, MAX -> throw wrongArity(f);
    };
  }

  /** {@code m·e^iφ}. */
  private Complex turned(Tensor m, Tensor angle) {
    return new Complex(r.mul(m, r.cos(angle)), r.mul(m, r.sin(angle)));
  }

  /** {@code √a·√(1 + iq)}. */
  private Complex root(Tensor a, Tensor b) {
    var q = r.div(b, a);
    var g = r.sqrt(half(r.add(c(1), r.sqrt(r.add(c(1), square(q))))));
    var root = r.sqrt(a);
    return new Complex(r.mul(root, g), r.mul(root, r.div(half(q), g)));
  }

  /** {@code log|a| + log(1 + iq)}. */
  private Complex logarithm(Tensor log, Tensor q) {
    return new Complex(r.add(log, half(r.log1p(square(q)))), r.atan(q));
  }

  /** {@code (t + iu) / (1 - i·t·u)}, where t is the tangent of a, and u that of ib by i. */
  private Complex tangent(Tensor t, Tensor u) {
    var d = r.add(c(1), square(r.mul(t, u)));
    var re = r.div(r.mul(t, r.sub(c(1), square(u))), d);
    return new Complex(re, r.div(r.mul(u, r.add(c(1), square(t))), d));
  }

  /**
   * {@code (t + iu) / (1 + i·t·u)}, where t is the hyperbolic tangent of a, and u that of ib by i.
   */
  private Complex hyperbolicTangent(Tensor t, Tensor u) {
    var d = r.add(c(1), square(r.mul(t, u)));
    var re = r.div(r.mul(t, r.add(c(1), square(u))), d);
    return new Complex(re, r.div(r.mul(u, r.mul(r.sub(c(1), t), r.add(c(1), t))), d));
  }

  /** {@code s / (s + o·e^-ib)}, where s and o are the sigmoids of a and -a, which sum to 1. */
  private Complex sigmoid(Tensor a, Tensor b) {
    var s = r.sigmoid(a);
    var o = r.sigmoid(r.neg(a));
    var re = r.sub(c(1), r.mul(o, versine(b)));
    var im = r.mul(o, r.sin(b));
    var d = r.add(square(re), square(im));
    return new Complex(r.div(r.mul(s, re), d), r.div(r.mul(s, im), d));
  }

  /** {@code (log(1 + iz) - log(1 - iz)) / 2i}. */
  private Complex arctangent(Tensor a, Tensor b) {
    var below = r.sub(c(1), b);
    var re = half(r.add(r.atan(r.div(a, below)), r.atan(r.div(a, r.add(c(1), b)))));
    var q = r.div(r.mul(c(4), b), r.add(square(a), square(below)));
    return new Complex(re, r.mul(c(0.25), r.log1p(q)));
  }

  private Tensor square(Tensor x) {
    return r.mul(x, x);
  }

  private Tensor half(Tensor x) {
    return r.mul(c(0.5), x);
  }

  /** {@code 1 - cos b}. */
  private Tensor versine(Tensor b) {
    return r.mul(c(2), square(r.sin(half(b))));
  }

  private Tensor sinh(Tensor b) {
    var e = r.expm1(b);
    return half(r.add(e, r.div(e, r.add(e, c(1)))));
  }

  private Tensor cosh(Tensor b) {
    return r.add(c(1), r.mul(c(2), square(sinh(half(b)))));
  }

  @Override
  public Complex binary(Fn f, Complex a, Complex b) {
    if (a.im() == null && b.im() == null) {
      return new Complex(r.binary(f, a.re(), b.re()), null);
    }
    return switch (f) {
      case ADD -> new Complex(r.add(a.re(), b.re()), sum(a.im(), b.im()));
      case SUB ->
          new Complex(r.sub(a.re(), b.re()), sum(a.im(), b.im() == null ? null : r.neg(b.im())));
      case MUL -> product(a, b);
      case DIV -> quotient(a, b);
      case POW -> power(a, b);
      case HYPOT -> hypotenuse(a, b);
      case MIN -> new Complex(r.min(a.re(), b.re()), chosen(Cmp.LE, a, b, a.im(), b.im()));
      case MAX -> new Complex(r.max(a.re(), b.re()), chosen(Cmp.GE, a, b, a.im(), b.im()));
      case NEG, ABS, SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, SIGMOID, TANH, ATAN ->
          throw wrongArity(f);
    };
  }

  private @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null ? a : r.add(a, b);
  }

  private @Nullable Tensor product(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null || b == null ? null : r.mul(a, b);
  }

  private Complex product(Complex a, Complex b) {
    var re = r.mul(a.re(), b.re());
    var both = product(a.im(), b.im());
    return new Complex(
        both == null ? re : r.sub(re, both), sum(product(a.re(), b.im()), product(a.im(), b.re())));
  }

  /** R. Smith, Algorithm 116: Complex division, Communications of the ACM 5 (1962). */
  private Complex quotient(Complex a, Complex b) {
    var d = b.im();
    var im = a.im();
    if (d == null) {
      return new Complex(r.div(a.re(), b.re()), im == null ? null : r.div(im, b.re()));
    }
    var q = r.div(d, b.re());
    var by = r.add(b.re(), r.mul(d, q));
    var cross = r.mul(a.re(), q);
    return new Complex(
        r.div(im == null ? a.re() : r.add(a.re(), r.mul(im, q)), by),
        r.div(im == null ? r.neg(cross) : r.sub(im, cross), by));
  }

  /** {@code z^(u + iv) = z^u · e^(iv·log z)}. */
  private Complex power(Complex z, Complex w) {
    var base = z.im();
    var u = w.re();
    var raised = base == null ? new Complex(r.pow(z.re(), u), null) : realPower(z.re(), base, u);
    var v = w.im();
    if (v == null) {
      return raised;
    }
    // 0 to any power near a positive one is 0, whatever the logarithm says.
    var zero = c(0);
    var inside = new Complex(r.select(Cmp.EQ, z.re(), zero, c(1), z.re()), base);
    var turn = product(new Complex(c(0), v), unary(Fn.LOG, inside));
    return product(raised, unary(Fn.EXP, turn));
  }

  /**
   * {@code a^u·(1 + iq)^u}, which keeps whole powers of negative numbers; on the imaginary axis
   * {@code |b|^u} turned by u right angles.
   */
  private Complex realPower(Tensor a, Tensor b, Tensor u) {
    var zero = c(0);
    var q = r.div(b, r.select(Cmp.EQ, a, zero, c(1), a));
    var m = r.mul(r.pow(a, u), r.exp(r.mul(half(u), r.log1p(square(q)))));
    var angle = r.mul(u, r.atan(q));
    var up = r.mul(r.pow(r.abs(b), u), r.sin(r.mul(u, c(Math.PI / 2))));
    var axis = r.select(Cmp.LT, b, zero, r.neg(up), up);
    return new Complex(
        r.select(Cmp.EQ, a, zero, r.pow(a, u), r.mul(m, r.cos(angle))),
        r.select(Cmp.EQ, a, zero, axis, r.mul(m, r.sin(angle))));
  }

  /** {@code h·√((z/h)² + (w/h)²)}, where h is that of the real parts. */
  private Complex hypotenuse(Complex z, Complex w) {
    var h = new Complex(r.hypot(z.re(), w.re()), null);
    var x = quotient(z, h);
    var y = quotient(w, h);
    return product(h, unary(Fn.SQRT, binary(Fn.ADD, product(x, x), product(y, y))));
  }

  private @Nullable Tensor chosen(
      Cmp cmp, Complex a, Complex b, @Nullable Tensor then, @Nullable Tensor otherwise) {
    return then == null && otherwise == null
        ? null
        : r.select(
            cmp, a.re(), b.re(), then == null ? c(0) : then, otherwise == null ? c(0) : otherwise);
  }

  @Override
  public Complex select(Cmp cmp, Complex a, Complex b, Complex then, Complex otherwise) {
    return new Complex(
        r.select(cmp, a.re(), b.re(), then.re(), otherwise.re()),
        chosen(cmp, a, b, then.im(), otherwise.im()));
  }

  private static IllegalArgumentException wrongArity(Fn f) {
    return new IllegalArgumentException(f + " takes " + f.arity() + " lanes, got another number");
  }
}
