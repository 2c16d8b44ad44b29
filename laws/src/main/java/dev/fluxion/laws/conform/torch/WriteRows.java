package dev.fluxion.laws.conform.torch;

import dev.fluxion.Tensor;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Rows of functions that write to their first argument, and return it. */
final class WriteRows {
  private WriteRows() {}

  static void fill(Torch torch) {
    torch.unary("abs_", Tensor::abs_);
    torch.unary("atan_", Tensor::atan_);
    torch.unary("cos_", Tensor::cos_);
    torch.unary("exp_", Tensor::exp_);
    torch.unary("expm1_", Tensor::expm1_);
    torch.unary("log_", Tensor::log_);
    torch.unary("log1p_", Tensor::log1p_);
    torch.unary("neg_", Tensor::neg_);
    torch.unary("reciprocal_", Tensor::reciprocal_);
    torch.unary("relu_", Tensor::relu_);
    torch.unary("sigmoid_", Tensor::sigmoid_);
    torch.unary("sin_", Tensor::sin_);
    torch.unary("sqrt_", Tensor::sqrt_);
    torch.unary("square_", Tensor::square_);
    torch.unary("tan_", Tensor::tan_);
    torch.unary("tanh_", Tensor::tanh_);
    scaled(torch, "add_", Tensor::add_, Tensor::add_, Tensor::add_);
    scaled(torch, "sub_", Tensor::sub_, Tensor::sub_, Tensor::sub_);
    meeting(torch, "mul_", Tensor::mul_, Tensor::mul_);
    meeting(torch, "div_", Tensor::div_, Tensor::div_);
    meeting(torch, "pow_", Tensor::pow_, Tensor::pow_);
    torch.row(
        "clamp_(input, min, max)", a -> a.tensor("input").clamp_(a.number("min"), a.number("max")));
    torch.row("fill_(input, value)", a -> a.tensor("input").fill_(a.number("value")));
    torch.row("copy_(input, src)", a -> a.tensor("input").copy_(a.tensor("src")));
    torch.unary("zero_", Tensor::zero_);
    torch.unary("detach_", Tensor::detach_);
  }

  /** A function of tensor and tensor, or tensor and number. */
  private static void meeting(
      Torch torch,
      String name,
      BinaryOperator<Tensor> tensors,
      BiFunction<Tensor, Number, Tensor> numberLast) {
    torch.row(
        name + "(input, other)",
        a -> {
          var input = a.tensor("input");
          return a.get("other") instanceof Number number
              ? numberLast.apply(input, number)
              : tensors.apply(input, a.tensor("other"));
        });
  }

  /** A function of tensor, number and tensor. */
  private interface Scaled {
    Tensor apply(Tensor input, Tensor other, Number alpha);
  }

  /** The same, where a tensor may have a factor. */
  private static void scaled(
      Torch torch,
      String name,
      BinaryOperator<Tensor> tensors,
      BiFunction<Tensor, Number, Tensor> numberLast,
      Scaled withFactor) {
    torch.row(
        name + "(input, other, alpha=1)",
        a -> {
          var input = a.tensor("input");
          boolean plain = a.number("alpha").doubleValue() == 1;
          if (plain && a.get("other") instanceof Number number) {
            return numberLast.apply(input, number);
          }
          var other = a.tensor("other");
          return plain
              ? tensors.apply(input, other)
              : withFactor.apply(input, other, a.number("alpha"));
        });
  }
}
