package dev.fluxion.laws.conform.torch;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Rows of functions of one element, or of two that meet. */
final class PointwiseRows {
  private PointwiseRows() {}

  static void fill(Torch torch) {
    torch.unary("abs", Tensor::abs);
    torch.unary("atan", Tensor::atan);
    torch.unary("cos", Tensor::cos);
    torch.unary("exp", Tensor::exp);
    torch.unary("expm1", Tensor::expm1);
    torch.unary("log", Tensor::log);
    torch.unary("log1p", Tensor::log1p);
    torch.unary("neg", Tensor::neg);
    torch.unary("reciprocal", Tensor::reciprocal);
    torch.unary("rsqrt", Tensor::rsqrt);
    torch.unary("relu", Tensor::relu);
    torch.unary("sigmoid", Tensor::sigmoid);
    torch.unary("sin", Tensor::sin);
    torch.unary("sqrt", Tensor::sqrt);
    torch.unary("square", Tensor::square);
    torch.unary("tan", Tensor::tan);
    torch.unary("tanh", Tensor::tanh);
    torch.row(
        "softplus(input, beta=1.0, threshold=20.0)",
        a -> a.tensor("input").softplus(a.number("beta"), a.number("threshold")));
    torch.row("add(input, other, alpha=1)", PointwiseRows::add);
    torch.row("sub(input, other, alpha=1)", PointwiseRows::sub);
    meeting(torch, "mul", Tensor::mul, Tensor::mul, Fluxion::mul);
    meeting(torch, "div", Tensor::div, Tensor::div, Fluxion::div);
    meeting(torch, "pow", Tensor::pow, Tensor::pow, Fluxion::pow);
    meeting(torch, "eq", Tensor::eq, Tensor::eq, (n, x) -> x.eq(n));
    meeting(torch, "ne", Tensor::ne, Tensor::ne, (n, x) -> x.ne(n));
    meeting(torch, "lt", Tensor::lt, Tensor::lt, (n, x) -> x.gt(n));
    meeting(torch, "le", Tensor::le, Tensor::le, (n, x) -> x.ge(n));
    meeting(torch, "gt", Tensor::gt, Tensor::gt, (n, x) -> x.lt(n));
    meeting(torch, "ge", Tensor::ge, Tensor::ge, (n, x) -> x.le(n));
    torch.binary("hypot", Tensor::hypot);
    torch.binary("maximum", Tensor::maximum);
    torch.binary("minimum", Tensor::minimum);
    torch.row("clamp(input, min=None, max=None)", PointwiseRows::clamp);
    torch.row("where(condition, input, other)", PointwiseRows::where);
  }

  /** A function of tensor and tensor, tensor and number, number and tensor. */
  private static void meeting(
      Torch torch,
      String name,
      BinaryOperator<Tensor> tensors,
      BiFunction<Tensor, Number, Tensor> numberLast,
      BiFunction<Number, Tensor, Tensor> numberFirst) {
    torch.row(
        name + "(input, other)",
        a -> {
          if (a.get("input") instanceof Number number) {
            return numberFirst.apply(number, a.tensor("other"));
          }
          var input = a.tensor("input");
          return a.get("other") instanceof Number number
              ? numberLast.apply(input, number)
              : tensors.apply(input, a.tensor("other"));
        });
  }

  private static Tensor add(Arguments a) {
    if (a.get("input") instanceof Number number) {
      return Fluxion.add(number, a.tensor("other"));
    }
    var input = a.tensor("input");
    if (a.get("other") instanceof Number number) {
      return input.add(number);
    }
    var other = a.tensor("other");
    return isOne(a.number("alpha")) ? input.add(other) : input.add(other, a.number("alpha"));
  }

  private static Tensor sub(Arguments a) {
    if (a.get("input") instanceof Number number) {
      return Fluxion.sub(number, a.tensor("other"));
    }
    var input = a.tensor("input");
    if (a.get("other") instanceof Number number) {
      return input.sub(number);
    }
    var other = a.tensor("other");
    return isOne(a.number("alpha")) ? input.sub(other) : input.sub(other, a.number("alpha"));
  }

  private static boolean isOne(Number number) {
    return number.doubleValue() == 1;
  }

  private static Tensor clamp(Arguments a) {
    var input = a.tensor("input");
    if (a.get("min") instanceof Tensor) {
      return input.clamp(a.tensor("min"), a.tensor("max"));
    }
    if (a.isNone("min")) {
      return input.clampMax(a.number("max"));
    }
    return a.isNone("max")
        ? input.clampMin(a.number("min"))
        : input.clamp(a.number("min"), a.number("max"));
  }

  private static Tensor where(Arguments a) {
    var condition = a.tensor("condition");
    if (a.get("input") instanceof Number input) {
      return Fluxion.where(condition, input, a.tensor("other"));
    }
    return a.get("other") instanceof Number other
        ? Fluxion.where(condition, a.tensor("input"), other)
        : Fluxion.where(condition, a.tensor("input"), a.tensor("other"));
  }
}
