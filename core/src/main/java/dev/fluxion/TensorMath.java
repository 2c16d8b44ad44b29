package dev.fluxion;

import dev.fluxion.op.Abs;
import dev.fluxion.op.Atan;
import dev.fluxion.op.Clamp;
import dev.fluxion.op.Cos;
import dev.fluxion.op.Exp;
import dev.fluxion.op.Expm1;
import dev.fluxion.op.Log;
import dev.fluxion.op.Log1p;
import dev.fluxion.op.Neg;
import dev.fluxion.op.Reciprocal;
import dev.fluxion.op.Relu;
import dev.fluxion.op.Rsqrt;
import dev.fluxion.op.Sigmoid;
import dev.fluxion.op.Sin;
import dev.fluxion.op.Softplus;
import dev.fluxion.op.Sqrt;
import dev.fluxion.op.Square;
import dev.fluxion.op.Tan;
import dev.fluxion.op.Tanh;

/**
 * The functions of each element of a tensor. Those that leave the whole numbers turn them into the
 * default type first.
 *
 * <pre>{@code
 * var x = tensor(-1.0, 0.0, 2.0);
 * x.abs();           // tensor([1., 0., 2.])
 * x.neg();           // tensor([ 1., -0., -2.])
 * x.square();        // tensor([1., 0., 4.])
 * x.relu();          // tensor([0., 0., 2.])
 * x.exp();           // tensor([0.3679, 1.0000, 7.3891])
 * x.expm1();         // tensor([-0.6321,  0.0000,  6.3891])
 * x.log();           // tensor([   nan,   -inf, 0.6931])
 * x.log1p();         // tensor([  -inf, 0.0000, 1.0986])
 * x.sqrt();          // tensor([   nan, 0.0000, 1.4142])
 * x.rsqrt();         // tensor([   nan,    inf, 0.7071])
 * x.reciprocal();    // tensor([-1.0000,     inf,  0.5000])
 * x.sin();           // tensor([-0.8415,  0.0000,  0.9093])
 * x.cos();           // tensor([ 0.5403,  1.0000, -0.4161])
 * x.tan();           // tensor([-1.5574,  0.0000, -2.1850])
 * x.atan();          // tensor([-0.7854,  0.0000,  1.1071])
 * x.tanh();          // tensor([-0.7616,  0.0000,  0.9640])
 * x.sigmoid();       // tensor([0.2689, 0.5000, 0.8808])
 * x.softplus();      // tensor([0.3133, 0.6931, 2.1269])
 * x.clamp(-0.5, 1);  // tensor([-0.5000,  0.0000,  1.0000])
 * tensor(1, 2).exp().dtype();   // float32
 * }</pre>
 */
public sealed interface TensorMath permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code |x|}; gradient 0 at 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor abs() {
    return Align.unary(new Abs(), self());
  }

  /**
   * {@code atan x}, in radians, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor atan() {
    return Align.unary(new Atan(), self());
  }

  /**
   * {@code cos x} of x in radians, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor cos() {
    return Align.unary(new Cos(), self());
  }

  /**
   * {@code eˣ}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor exp() {
    return Align.unary(new Exp(), self());
  }

  /**
   * {@code eˣ - 1}, accurate near 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor expm1() {
    return Align.unary(new Expm1(), self());
  }

  /**
   * {@code log x}, the natural logarithm; -infinity at 0, NaN below, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor log() {
    return Align.unary(new Log(), self());
  }

  /**
   * {@code log(1 + x)}, accurate near 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor log1p() {
    return Align.unary(new Log1p(), self());
  }

  /**
   * {@code -x}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor neg() {
    return Align.unary(new Neg(), self());
  }

  /**
   * {@code 1 / x}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor reciprocal() {
    return Align.unary(new Reciprocal(), self());
  }

  /**
   * {@code max(x, 0)}; gradient 0 at 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor relu() {
    return Align.unary(new Relu(), self());
  }

  /**
   * {@code 1 / √x}; NaN below 0, infinity at 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor rsqrt() {
    return Align.unary(new Rsqrt(), self());
  }

  /**
   * {@code 1 / (1 + e⁻ˣ)}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor sigmoid() {
    return Align.unary(new Sigmoid(), self());
  }

  /**
   * {@code sin x} of x in radians, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor sin() {
    return Align.unary(new Sin(), self());
  }

  /**
   * {@code √x}; NaN below 0, gradient infinity at 0, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor sqrt() {
    return Align.unary(new Sqrt(), self());
  }

  /**
   * {@code x²}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor square() {
    return Align.unary(new Square(), self());
  }

  /**
   * {@code tan x} of x in radians, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor tan() {
    return Align.unary(new Tan(), self());
  }

  /**
   * {@code tanh x}, element by element.
   *
   * @return a new tensor of this shape
   */
  default Tensor tanh() {
    return Align.unary(new Tanh(), self());
  }

  /**
   * {@code x} kept within {@code [low, high]}; {@code high} where the two are crossed, NaN stays
   * NaN. At the bounds the gradient goes to x.
   *
   * @param low the lower bound
   * @param high the upper bound
   * @return a new tensor of this shape
   */
  default Tensor clamp(Number low, Number high) {
    return clamp(Align.number(self(), low), Align.number(self(), high));
  }

  /**
   * {@code x} kept within {@code [low, high]}, which are broadcast; {@code high} where the two are
   * crossed, NaN stays NaN. At the bounds the gradient goes to x.
   *
   * @param low the lower bounds
   * @param high the upper bounds
   * @return a new tensor of the common shape
   */
  default Tensor clamp(Tensor low, Tensor high) {
    return Align.ternary(new Clamp(), self(), low, high);
  }

  /**
   * {@code x} where it is not below {@code low}, else {@code low}; at the bound the gradient goes
   * to x.
   *
   * @param low the lower bound
   * @return a new tensor of this shape
   */
  default Tensor clampMin(Number low) {
    return clamp(Align.number(self(), low), Limits.highest(self(), low));
  }

  /**
   * {@code x} where it is not above {@code high}, else {@code high}; at the bound the gradient goes
   * to x.
   *
   * @param high the upper bound
   * @return a new tensor of this shape
   */
  default Tensor clampMax(Number high) {
    return clamp(Limits.lowest(self(), high), Align.number(self(), high));
  }

  /**
   * {@code log(1 + exp x)}, and x itself above 20, as in PyTorch.
   *
   * @return a new tensor of this shape
   */
  default Tensor softplus() {
    return softplus(1.0, 20.0);
  }

  /**
   * {@code log(1 + exp(beta·x)) / beta}, and x itself where {@code beta·x > threshold}.
   *
   * @param beta the sharpness, not 0
   * @param threshold where the function becomes linear
   * @return a new tensor of this shape
   */
  default Tensor softplus(Number beta, Number threshold) {
    var x = Align.floating(self());
    return Align.ternary(new Softplus(), x, Align.number(x, beta), Align.number(x, threshold));
  }
}
