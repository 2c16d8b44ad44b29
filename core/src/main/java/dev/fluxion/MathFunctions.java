package dev.fluxion;

import dev.fluxion.op.Add;
import dev.fluxion.op.Div;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Sub;

/**
 * The elementwise methods of {@link Tensor} as static functions of {@link Fluxion}.
 *
 * <p>Over 400 lines, since every method has its line here.
 *
 * <pre>{@code
 * var x = tensor(0.0, 1.0);
 * sin(x).add(cos(x));                 // tensor([1.0000, 1.3818])
 * sub(1, x);                          // tensor([1., 0.])
 * pow(2, x);                          // tensor([1., 2.])
 * where(x.gt(0), x, -1);              // tensor([-1.,  1.])
 * }</pre>
 */
abstract sealed class MathFunctions extends Creation permits Networks {
  MathFunctions() {}

  /**
   * {@code |x|}, element by element: {@link Tensor#abs()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor abs(Tensor x) {
    return x.abs();
  }

  /**
   * {@code atan x}, element by element: {@link Tensor#atan()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor atan(Tensor x) {
    return x.atan();
  }

  /**
   * {@code cos x}, element by element: {@link Tensor#cos()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor cos(Tensor x) {
    return x.cos();
  }

  /**
   * {@code eˣ}, element by element: {@link Tensor#exp()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor exp(Tensor x) {
    return x.exp();
  }

  /**
   * {@code eˣ - 1}, element by element: {@link Tensor#expm1()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor expm1(Tensor x) {
    return x.expm1();
  }

  /**
   * {@code log x}, element by element: {@link Tensor#log()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor log(Tensor x) {
    return x.log();
  }

  /**
   * {@code log(1 + x)}, element by element: {@link Tensor#log1p()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor log1p(Tensor x) {
    return x.log1p();
  }

  /**
   * {@code -x}, element by element: {@link Tensor#neg()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor neg(Tensor x) {
    return x.neg();
  }

  /**
   * {@code 1 / x}, element by element: {@link Tensor#reciprocal()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor reciprocal(Tensor x) {
    return x.reciprocal();
  }

  /**
   * {@code max(x, 0)}, element by element: {@link Tensor#relu()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor relu(Tensor x) {
    return x.relu();
  }

  /**
   * {@code 1 / √x}, element by element: {@link Tensor#rsqrt()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor rsqrt(Tensor x) {
    return x.rsqrt();
  }

  /**
   * {@code 1 / (1 + e⁻ˣ)}, element by element: {@link Tensor#sigmoid()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor sigmoid(Tensor x) {
    return x.sigmoid();
  }

  /**
   * {@code sin x}, element by element: {@link Tensor#sin()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor sin(Tensor x) {
    return x.sin();
  }

  /**
   * {@code log(1 + eˣ)}, element by element: {@link Tensor#softplus()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor softplus(Tensor x) {
    return x.softplus();
  }

  /**
   * {@code √x}, element by element: {@link Tensor#sqrt()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor sqrt(Tensor x) {
    return x.sqrt();
  }

  /**
   * {@code x²}, element by element: {@link Tensor#square()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor square(Tensor x) {
    return x.square();
  }

  /**
   * {@code tan x}, element by element: {@link Tensor#tan()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor tan(Tensor x) {
    return x.tan();
  }

  /**
   * {@code tanh x}, element by element: {@link Tensor#tanh()}.
   *
   * @param x a tensor
   * @return a new tensor of its shape
   */
  public static Tensor tanh(Tensor x) {
    return x.tanh();
  }

  /**
   * {@code a + b}, element by element: {@link Tensor#add(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  /**
   * {@code a + b}, element by element: {@link Tensor#add(Number)}.
   *
   * @param a a tensor
   * @param b a number
   * @return a new tensor of the shape of a
   */
  public static Tensor add(Tensor a, Number b) {
    return a.add(b);
  }

  /**
   * {@code a + b}, element by element.
   *
   * @param a a number
   * @param b a tensor
   * @return a new tensor of the shape of b
   */
  public static Tensor add(Number a, Tensor b) {
    return Align.binary(new Add(), a, b);
  }

  /**
   * {@code a - b}, element by element: {@link Tensor#sub(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor sub(Tensor a, Tensor b) {
    return a.sub(b);
  }

  /**
   * {@code a - b}, element by element: {@link Tensor#sub(Number)}.
   *
   * @param a a tensor
   * @param b a number
   * @return a new tensor of the shape of a
   */
  public static Tensor sub(Tensor a, Number b) {
    return a.sub(b);
  }

  /**
   * {@code a - b}, element by element.
   *
   * @param a a number
   * @param b a tensor
   * @return a new tensor of the shape of b
   */
  public static Tensor sub(Number a, Tensor b) {
    return Align.binary(new Sub(), a, b);
  }

  /**
   * {@code a · b}, element by element: {@link Tensor#mul(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor mul(Tensor a, Tensor b) {
    return a.mul(b);
  }

  /**
   * {@code a · b}, element by element: {@link Tensor#mul(Number)}.
   *
   * @param a a tensor
   * @param b a number
   * @return a new tensor of the shape of a
   */
  public static Tensor mul(Tensor a, Number b) {
    return a.mul(b);
  }

  /**
   * {@code a · b}, element by element.
   *
   * @param a a number
   * @param b a tensor
   * @return a new tensor of the shape of b
   */
  public static Tensor mul(Number a, Tensor b) {
    return Align.binary(new Mul(), a, b);
  }

  /**
   * {@code a / b}, element by element: {@link Tensor#div(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor div(Tensor a, Tensor b) {
    return a.div(b);
  }

  /**
   * {@code a / b}, element by element: {@link Tensor#div(Number)}.
   *
   * @param a a tensor
   * @param b a number
   * @return a new tensor of the shape of a
   */
  public static Tensor div(Tensor a, Number b) {
    return a.div(b);
  }

  /**
   * {@code a / b}, element by element.
   *
   * @param a a number
   * @param b a tensor
   * @return a new tensor of the shape of b
   */
  public static Tensor div(Number a, Tensor b) {
    return Align.binary(new Div(), a, b);
  }

  /**
   * {@code aᵇ}, element by element: {@link Tensor#pow(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor pow(Tensor a, Tensor b) {
    return a.pow(b);
  }

  /**
   * {@code aᵇ}, element by element: {@link Tensor#pow(Number)}.
   *
   * @param a a tensor
   * @param b a number
   * @return a new tensor of the shape of a
   */
  public static Tensor pow(Tensor a, Number b) {
    return a.pow(b);
  }

  /**
   * {@code aᵇ}, element by element.
   *
   * @param a a number
   * @param b a tensor
   * @return a new tensor of the shape of b
   */
  public static Tensor pow(Number a, Tensor b) {
    return Align.binary(new Pow(), a, b);
  }

  /**
   * {@code √(a² + b²)}, element by element: {@link Tensor#hypot(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor hypot(Tensor a, Tensor b) {
    return a.hypot(b);
  }

  /**
   * {@code max(a, b)}, element by element: {@link Tensor#maximum(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor maximum(Tensor a, Tensor b) {
    return a.maximum(b);
  }

  /**
   * {@code min(a, b)}, element by element: {@link Tensor#minimum(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor minimum(Tensor a, Tensor b) {
    return a.minimum(b);
  }

  /**
   * {@code a = b}, element by element: {@link Tensor#eq(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor eq(Tensor a, Tensor b) {
    return a.eq(b);
  }

  /**
   * {@code a ≠ b}, element by element: {@link Tensor#ne(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor ne(Tensor a, Tensor b) {
    return a.ne(b);
  }

  /**
   * {@code a < b}, element by element: {@link Tensor#lt(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor lt(Tensor a, Tensor b) {
    return a.lt(b);
  }

  /**
   * {@code a ≤ b}, element by element: {@link Tensor#le(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor le(Tensor a, Tensor b) {
    return a.le(b);
  }

  /**
   * {@code a > b}, element by element: {@link Tensor#gt(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor gt(Tensor a, Tensor b) {
    return a.gt(b);
  }

  /**
   * {@code a ≥ b}, element by element: {@link Tensor#ge(Tensor)}.
   *
   * @param a a tensor
   * @param b a tensor of a fitting shape
   * @return a new tensor of the common shape
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor ge(Tensor a, Tensor b) {
    return a.ge(b);
  }

  /**
   * {@code condition ? x : y}, element by element. The gradient goes to the side that was chosen.
   *
   * @param condition a bool tensor
   * @param x where it is true
   * @param y where it is false
   * @return a new tensor of the common shape
   * @throws DTypeException if the condition is not bool
   * @throws ShapeException if the shapes do not broadcast
   */
  public static Tensor where(Tensor condition, Tensor x, Tensor y) {
    return Align.where(condition, x, y);
  }

  /**
   * {@code condition ? x : y}, element by element.
   *
   * @param condition a bool tensor
   * @param x where it is true
   * @param y a number, where it is false
   * @return a new tensor of the common shape
   */
  public static Tensor where(Tensor condition, Tensor x, Number y) {
    return Align.where(condition, x, Align.number(x, y));
  }

  /**
   * {@code condition ? x : y}, element by element.
   *
   * @param condition a bool tensor
   * @param x a number, where it is true
   * @param y where it is false
   * @return a new tensor of the common shape
   */
  public static Tensor where(Tensor condition, Number x, Tensor y) {
    return Align.where(condition, Align.number(y, x), y);
  }

  /**
   * {@code x} kept within {@code [low, high]}: {@link Tensor#clamp(Number, Number)}.
   *
   * @param x a tensor
   * @param low the lower bound
   * @param high the upper bound
   * @return a new tensor of its shape
   */
  public static Tensor clamp(Tensor x, Number low, Number high) {
    return x.clamp(low, high);
  }
}
