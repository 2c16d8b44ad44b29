package dev.fluxion.lanes;

/**
 * The arithmetic in which an elementwise primitive is stated, once, for every reader.
 *
 * <p>A rule such as {@code m.mul(t, m.cos(x))} says nothing about what {@code V} is: a {@code
 * double} gives the reference value, a tensor gives a recorded (and so again differentiable)
 * computation, an {@link Expr} gives a formula from which kernels are emitted. A reader implements
 * four methods; the rest is spelling.
 *
 * @param <V> what the reader computes with
 */
public interface Lanes<V> {
  /** A lane that holds {@code value} everywhere. */
  V constant(double value);

  /** A function of one lane. */
  V unary(Fn f, V x);

  /** A function of two lanes. */
  V binary(Fn f, V a, V b);

  /** {@code then} where {@code a cmp b} holds, {@code otherwise} elsewhere; both are computed. */
  V select(Cmp cmp, V a, V b, V then, V otherwise);

  /** {@link Fn#NEG}. */
  default V neg(V x) {
    return unary(Fn.NEG, x);
  }

  /** {@link Fn#ABS}. */
  default V abs(V x) {
    return unary(Fn.ABS, x);
  }

  /** {@link Fn#SQRT}. */
  default V sqrt(V x) {
    return unary(Fn.SQRT, x);
  }

  /** {@link Fn#EXP}. */
  default V exp(V x) {
    return unary(Fn.EXP, x);
  }

  /** {@link Fn#EXPM1}. */
  default V expm1(V x) {
    return unary(Fn.EXPM1, x);
  }

  /** {@link Fn#LOG}. */
  default V log(V x) {
    return unary(Fn.LOG, x);
  }

  /** {@link Fn#LOG1P}. */
  default V log1p(V x) {
    return unary(Fn.LOG1P, x);
  }

  /** {@link Fn#SIN}. */
  default V sin(V x) {
    return unary(Fn.SIN, x);
  }

  /** {@link Fn#COS}. */
  default V cos(V x) {
    return unary(Fn.COS, x);
  }

  /** {@link Fn#TAN}. */
  default V tan(V x) {
    return unary(Fn.TAN, x);
  }

  /** {@link Fn#SIGMOID}. */
  default V sigmoid(V x) {
    return unary(Fn.SIGMOID, x);
  }

  /** {@link Fn#TANH}. */
  default V tanh(V x) {
    return unary(Fn.TANH, x);
  }

  /** {@link Fn#ATAN}. */
  default V atan(V x) {
    return unary(Fn.ATAN, x);
  }

  /** {@link Fn#ADD}. */
  default V add(V a, V b) {
    return binary(Fn.ADD, a, b);
  }

  /** {@link Fn#SUB}. */
  default V sub(V a, V b) {
    return binary(Fn.SUB, a, b);
  }

  /** {@link Fn#MUL}. */
  default V mul(V a, V b) {
    return binary(Fn.MUL, a, b);
  }

  /** {@link Fn#DIV}. */
  default V div(V a, V b) {
    return binary(Fn.DIV, a, b);
  }

  /** {@link Fn#POW}. */
  default V pow(V a, V b) {
    return binary(Fn.POW, a, b);
  }

  /** {@link Fn#HYPOT}. */
  default V hypot(V a, V b) {
    return binary(Fn.HYPOT, a, b);
  }

  /** {@link Fn#MIN}. */
  default V min(V a, V b) {
    return binary(Fn.MIN, a, b);
  }

  /** {@link Fn#MAX}. */
  default V max(V a, V b) {
    return binary(Fn.MAX, a, b);
  }
}
