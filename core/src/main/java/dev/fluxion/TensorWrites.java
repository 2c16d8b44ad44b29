package dev.fluxion;

import dev.fluxion.op.Abs;
import dev.fluxion.op.Add;
import dev.fluxion.op.Atan;
import dev.fluxion.op.Cos;
import dev.fluxion.op.Div;
import dev.fluxion.op.Exp;
import dev.fluxion.op.Expm1;
import dev.fluxion.op.Log;
import dev.fluxion.op.Log1p;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Neg;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Reciprocal;
import dev.fluxion.op.Relu;
import dev.fluxion.op.Sigmoid;
import dev.fluxion.op.Sin;
import dev.fluxion.op.Sqrt;
import dev.fluxion.op.Square;
import dev.fluxion.op.Sub;
import dev.fluxion.op.Tan;
import dev.fluxion.op.Tanh;

/**
 * The methods of a tensor that write to its memory. They return the tensor itself; what is written
 * is seen by all views of the memory, counted ({@link Tensor#version()}), and followed as the
 * operation of the same name without the underscore is.
 *
 * <p>A write is refused, before anything changes, if it would falsify a graph: to a leaf that
 * requires a gradient, or a view of one, while it is recorded; to one of several views of {@code
 * unbind}; to elements that share a place in memory. What a pass finds written to after it was
 * saved makes it fail.
 *
 * <pre>{@code
 * var x = tensor(1.0, 2.0).requiresGrad(true);
 * var y = x.mul(3);
 * y.at(0).mul_(10);        // tensor(30., grad_fn=<AsStridedBackward0>)
 * y;                       // tensor([30.,  6.], grad_fn=<CopySlices>)
 * y.sum().backward();
 * x.grad();                // tensor([30.,  3.])
 * zeros(3).add_(1).exp_(); // tensor([2.7183, 2.7183, 2.7183])
 * }</pre>
 *
 * <p>Over 400 lines, since every operation has its line here.
 */
public sealed interface TensorWrites permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * {@code x = |x|}, element by element: {@link Tensor#abs()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor abs_() {
    return Writes.unary(new Abs(), self());
  }

  /**
   * {@code x = atan x}, element by element: {@link Tensor#atan()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor atan_() {
    return Writes.unary(new Atan(), self());
  }

  /**
   * {@code x = cos x}, element by element: {@link Tensor#cos()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor cos_() {
    return Writes.unary(new Cos(), self());
  }

  /**
   * {@code x = eˣ}, element by element: {@link Tensor#exp()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor exp_() {
    return Writes.unary(new Exp(), self());
  }

  /**
   * {@code x = eˣ - 1}, element by element: {@link Tensor#expm1()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor expm1_() {
    return Writes.unary(new Expm1(), self());
  }

  /**
   * {@code x = log x}, element by element: {@link Tensor#log()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor log_() {
    return Writes.unary(new Log(), self());
  }

  /**
   * {@code x = log(1 + x)}, element by element: {@link Tensor#log1p()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor log1p_() {
    return Writes.unary(new Log1p(), self());
  }

  /**
   * {@code x = -x}, element by element: {@link Tensor#neg()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor neg_() {
    return Writes.unary(new Neg(), self());
  }

  /**
   * {@code x = 1 / x}, element by element: {@link Tensor#reciprocal()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor reciprocal_() {
    return Writes.unary(new Reciprocal(), self());
  }

  /**
   * {@code x = max(x, 0)}, element by element: {@link Tensor#relu()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor relu_() {
    return Writes.unary(new Relu(), self());
  }

  /**
   * {@code x = 1 / (1 + e⁻ˣ)}, element by element: {@link Tensor#sigmoid()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor sigmoid_() {
    return Writes.unary(new Sigmoid(), self());
  }

  /**
   * {@code x = sin x}, element by element: {@link Tensor#sin()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor sin_() {
    return Writes.unary(new Sin(), self());
  }

  /**
   * {@code x = √x}, element by element: {@link Tensor#sqrt()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor sqrt_() {
    return Writes.unary(new Sqrt(), self());
  }

  /**
   * {@code x = x²}, element by element: {@link Tensor#square()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor square_() {
    return Writes.unary(new Square(), self());
  }

  /**
   * {@code x = tan x}, element by element: {@link Tensor#tan()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor tan_() {
    return Writes.unary(new Tan(), self());
  }

  /**
   * {@code x = tanh x}, element by element: {@link Tensor#tanh()} in place.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor tanh_() {
    return Writes.unary(new Tanh(), self());
  }

  /**
   * {@code x = x + other}, element by element: {@link Tensor#add(Tensor)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the result has another shape
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor add_(Tensor other) {
    return Writes.binary(new Add(), self(), other);
  }

  /**
   * {@code x = x + other}, element by element: {@link Tensor#add(Number)} in place.
   *
   * @param other a number
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor add_(Number other) {
    return Writes.binary(new Add(), self(), other);
  }

  /**
   * {@code x = x - other}, element by element: {@link Tensor#sub(Tensor)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the result has another shape
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor sub_(Tensor other) {
    return Writes.binary(new Sub(), self(), other);
  }

  /**
   * {@code x = x - other}, element by element: {@link Tensor#sub(Number)} in place.
   *
   * @param other a number
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor sub_(Number other) {
    return Writes.binary(new Sub(), self(), other);
  }

  /**
   * {@code x = x · other}, element by element: {@link Tensor#mul(Tensor)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the result has another shape
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor mul_(Tensor other) {
    return Writes.binary(new Mul(), self(), other);
  }

  /**
   * {@code x = x · other}, element by element: {@link Tensor#mul(Number)} in place.
   *
   * @param other a number
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor mul_(Number other) {
    return Writes.binary(new Mul(), self(), other);
  }

  /**
   * {@code x = x / other}, element by element: {@link Tensor#div(Tensor)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the result has another shape
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor div_(Tensor other) {
    return Writes.binary(new Div(), self(), other);
  }

  /**
   * {@code x = x / other}, element by element: {@link Tensor#div(Number)} in place.
   *
   * @param other a number
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor div_(Number other) {
    return Writes.binary(new Div(), self(), other);
  }

  /**
   * {@code x = x to the power of other}, element by element: {@link Tensor#pow(Tensor)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the result has another shape
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor pow_(Tensor other) {
    return Writes.binary(new Pow(), self(), other);
  }

  /**
   * {@code x = x to the power of other}, element by element: {@link Tensor#pow(Number)} in place.
   *
   * @param other a number
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws DTypeException if the result is of a higher kind than this tensor
   */
  default Tensor pow_(Number other) {
    return Writes.binary(new Pow(), self(), other);
  }

  /**
   * {@code x = x + alpha · other}: {@link Tensor#add(Tensor, Number)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @param alpha what other is multiplied by
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor add_(Tensor other, Number alpha) {
    return add_(other.mul(alpha));
  }

  /**
   * {@code x = x - alpha · other}: {@link Tensor#sub(Tensor, Number)} in place.
   *
   * @param other a tensor that broadcasts to this shape
   * @param alpha what other is multiplied by
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor sub_(Tensor other, Number alpha) {
    return sub_(other.mul(alpha));
  }

  /**
   * Keeps each element within {@code [low, high]}: {@link Tensor#clamp(Number, Number)} in place.
   *
   * @param low the lower bound
   * @param high the upper bound
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor clamp_(Number low, Number high) {
    Writes.check(self());
    return Writes.store(self(), self().copy().clamp(low, high));
  }

  /**
   * {@code x = 0}.
   *
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor zero_() {
    return fill_(0);
  }

  /**
   * {@code x = value}, everywhere, converted to this type.
   *
   * @param value the number
   * @return this tensor
   * @throws GraphException if the write is refused
   */
  default Tensor fill_(Number value) {
    return Writes.replace(self(), Create.number(value, self().dtype()));
  }

  /**
   * {@code x = source}, converted to this type; gradients flow to the source.
   *
   * @param source a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the source does not broadcast to this shape
   */
  default Tensor copy_(Tensor source) {
    return Writes.replace(self(), Align.to(source, self().dtype()));
  }

  /**
   * {@code x = value} for a variable of a tape: never recorded, and allowed while the tape records.
   *
   * @param value a tensor that broadcasts to this shape
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws ShapeException if the value does not broadcast to this shape
   */
  default Tensor assign_(Tensor value) {
    try (var _ = Fluxion.noGrad()) {
      return copy_(value.detach());
    }
  }

  /**
   * {@code x[…] = value}: writes to what {@link Tensor#get} picks. Of positions that occur twice
   * the last is kept.
   *
   * @param value a tensor that broadcasts to what is picked
   * @param items what to pick, as for {@link Tensor#get}
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws IndexException if there is no such position
   * @throws ShapeException if the value does not broadcast
   */
  default Tensor set_(Tensor value, Object... items) {
    return Puts.set(self(), value, items);
  }

  /**
   * {@code x[…] = value}, a number, converted to this type.
   *
   * @param value the number
   * @param items what to pick, as for {@link Tensor#get}
   * @return this tensor
   * @throws GraphException if the write is refused
   * @throws IndexException if there is no such position
   */
  default Tensor set_(Number value, Object... items) {
    return Puts.set(self(), Create.number(value, self().dtype()), items);
  }
}
