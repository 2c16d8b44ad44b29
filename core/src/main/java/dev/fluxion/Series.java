package dev.fluxion;

import dev.fluxion.op.Add;
import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Div;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Neg;
import dev.fluxion.op.Op;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Sub;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import dev.fluxion.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What primitives mean for power series {@code x(s) = Σ cₖ·sᵏ} that are cut off behind an order.
 *
 * <p>A linear primitive maps each coefficient, a bilinear one multiplies as Cauchy does, and
 * arithmetic is that of series. Everything else comes from one observation: along the curve, {@code
 * y' = jvp(x, y, x')}. So coefficient k+1 of y is coefficient k of the jvp rule, divided by k+1,
 * and that needs no more than the first k coefficients of y itself. The rule is written in tensor
 * operations, so it is run once, on series: those of x and of y, whose coefficients are computed
 * when they are asked for. The equation then solves itself, one order after the other; for exp it
 * is the recurrence {@code (k+1)·yₖ₊₁ = Σ (j+1)·xⱼ₊₁·yₖ₋ⱼ} that textbooks have [1, table 13.2].
 * What is asked for when is nobody's concern but that of a rule: an operation outside of one is
 * complete when it returns, so neither modes nor writes that come later can play a part.
 *
 * <p>Why not read the formula of the value over series, with a recurrence for each word of the
 * lanes? Because it does not know which derivative was chosen where there are several: relu, a
 * maximum hit from both sides, a clamp at its bounds, 0 to a power. The jvp rules do, and those of
 * opaque primitives are all there is; so every derivative here is the one that repeated {@code
 * grad} gives.
 *
 * <p>The cost of order K, in products of tensors: K²/2 for a product or a quotient, and a small
 * multiple of it for what has a rule made of these and of its own result (exp, tanh, sqrt, …) or of
 * a pair that leads back to itself (sine and cosine, which is why a series remembers its
 * functions). A rule that leads on to another function at each order makes it K³/6; of the power,
 * the only one, {@link Powers} takes care. Nothing is exponential.
 *
 * <p>[1] A. Griewank, A. Walther, Evaluating Derivatives, 2nd edition, SIAM 2008, chapter 13.
 *
 * @param order the highest power of s that is kept
 */
record Series(int order) implements Interpreter {
  @Override
  public Tensor elementwise(Elementwise op, Level level, Tensor... x) {
    if (op instanceof Unary u && x[0] instanceof Taylor t && t.delayed) {
      var known = t.known(u);
      if (known != null) {
        return known;
      }
    }
    var value = Apply.op(op, values(level, x))[0];
    if (!value.dtype().isFloating()) {
      return value;
    }
    var y = new Coefficients(order, value);
    y.follow(
        switch (op) {
          case Add _ -> k -> sum(at(level, x[0], k), at(level, x[1], k));
          case Sub _, Neg _, Where _ -> k -> each(op, level, x, k);
          case Mul _ -> k -> product(level, x[0], x[1], k, Tensor::mul);
          case Div _ -> k -> quotient(level, x[0], x[1], y, k);
          case Unary _, Binary _, Ternary _ -> differential(op, level, x, y);
        });
    return made(level, y, x);
  }

  /** The coefficients that follow from the partial derivatives. */
  private static Coefficients.Rule differential(
      Elementwise op, Level level, Tensor[] x, Coefficients y) {
    var operands = delayed(level, x);
    var result = new Taylor(level, y, true);
    if (op instanceof Unary u && operands[0] instanceof Taylor t) {
      t.remember(u, result);
    }
    return new Slopes(level, () -> new @Nullable Tensor[] {slope(op, level, operands, result)})
        .of(0);
  }

  /** The derivative of the result along the curve. */
  private static @Nullable Tensor slope(Elementwise op, Level level, Tensor[] x, Taylor y) {
    var s = Statement.of(op);
    Tensor slope = null;
    for (int k = 0; k < x.length; k++) {
      var t = s.isZero(k) ? null : Taylor.derivative(x[k], level);
      if (t != null) {
        var part =
            op instanceof Pow && k == 0 ? Powers.slope(level, x, y, t) : s.partial(k, x, y, t);
        slope = slope == null ? part : slope.add(part);
      }
    }
    return slope;
  }

  /** Derivatives of the results of an operation along the curve, found when first asked for. */
  private static final class Slopes {
    private final Level level;
    private @Nullable Supplier<@Nullable Tensor[]> rule;
    private @Nullable Tensor[] found = {};

    Slopes(Level level, Supplier<@Nullable Tensor[]> rule) {
      this.level = level;
      this.rule = rule;
    }

    /** The coefficients of a result: the integral of its slope. */
    Coefficients.Rule of(int result) {
      return k -> {
        if (rule != null) {
          found = rule.get();
          rule = null;
        }
        var slope = found[result];
        var c = slope == null ? null : Taylor.coefficient(slope, level, k - 1);
        return c == null || k == 1 ? c : c.div(k);
      };
    }
  }

  /** The result of an operation: complete, unless its operands are not. */
  private static Taylor made(Level level, Coefficients y, Tensor... x) {
    boolean delayed = false;
    for (var one : x) {
      delayed |= Taylor.isDelayed(one, level);
    }
    if (!delayed) {
      y.complete();
    }
    return new Taylor(level, y, delayed);
  }

  private static @Nullable Tensor at(Level level, Tensor x, int k) {
    return Taylor.coefficient(x, level, k);
  }

  private static @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  /** A linear function of each coefficient; of whole numbers there is one only. */
  private static @Nullable Tensor each(Op op, Level level, Tensor[] x, int k) {
    var operands = new Tensor[x.length];
    boolean some = false;
    for (int j = 0; j < x.length; j++) {
      boolean floating = x[j].dtype().isFloating();
      var c = floating ? at(level, x[j], k) : x[j];
      some |= floating && c != null;
      operands[j] = c == null ? Fluxion.zerosLike(Taylor.value(x[j], level)) : c;
    }
    return some ? Apply.op(op, operands)[0] : null;
  }

  private static @Nullable Tensor product(
      Level level, Tensor a, Tensor b, int k, BinaryOperator<Tensor> times) {
    Tensor sum = null;
    for (int i = 0; i <= k; i++) {
      var left = at(level, a, i);
      var right = left == null ? null : at(level, b, k - i);
      sum = left == null || right == null ? sum : sum(sum, times.apply(left, right));
    }
    return sum;
  }

  /** {@code yₖ = (aₖ - Σ bᵢ·yₖ₋ᵢ) / b₀}, from {@code y·b = a}. */
  private static @Nullable Tensor quotient(Level level, Tensor a, Tensor b, Coefficients y, int k) {
    Tensor sum = null;
    for (int i = 1; i <= k; i++) {
      var left = at(level, b, i);
      var right = left == null ? null : y.get(k - i);
      sum = left == null || right == null ? sum : sum(sum, left.mul(right));
    }
    var c = at(level, a, k);
    var rest = sum == null ? c : c == null ? sum.neg() : c.sub(sum);
    return rest == null ? null : rest.div(Taylor.value(b, level));
  }

  @Override
  public Tensor linear(Linear op, Level level, Tensor x) {
    var value = Apply.linear(op, Taylor.value(x, level));
    if (!value.dtype().isFloating()) {
      return value;
    }
    var y = new Coefficients(order, value);
    y.follow(k -> {
      var c = at(level, x, k);
      return c == null ? null : Apply.linear(op, c);
    });
    return made(level, y, x);
  }

  @Override
  public Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b) {
    var value = Apply.bilinear(op, Taylor.value(a, level), Taylor.value(b, level));
    var y = new Coefficients(order, value);
    y.follow(k -> product(level, a, b, k, (left, right) -> Apply.bilinear(op, left, right)));
    return made(level, y, a, b);
  }

  @Override
  public Tensor indexed(Indexed op, Level level, Tensor x, Tensor index) {
    var y = new Coefficients(order, Apply.indexed(op, Taylor.value(x, level), index));
    y.follow(k -> {
      var c = at(level, x, k);
      return c == null ? null : Apply.indexed(op, c, index);
    });
    return made(level, y, x);
  }

  @Override
  public Tensor[] opaque(Opaque op, Level level, Tensor... x) {
    var values = Apply.opaque(op, values(level, x));
    var operands = delayed(level, x);
    var results = new Tensor[values.length];
    var slopes = new Slopes(level, () -> op.jvp(operands, results, derivatives(level, operands)));
    for (int j = 0; j < values.length; j++) {
      results[j] = values[j];
      if (values[j].dtype().isFloating()) {
        var y = new Coefficients(order, values[j]);
        y.follow(slopes.of(j));
        results[j] = new Taylor(level, y, true);
      }
    }
    var out = new Tensor[values.length];
    for (int j = 0; j < out.length; j++) {
      out[j] = results[j] instanceof Taylor t ? made(level, t.coefficients, x) : results[j];
    }
    return out;
  }

  @Override
  public CustomOp.Ran custom(CustomOp op, Level level, Tensor... x) {
    var operands = delayed(level, x);
    var slopes =
        new Slopes(
            level,
            () ->
                op.tangents(List.of(operands), derivatives(level, operands))
                    .toArray(Tensor[]::new));
    List<Tensor> y = new ArrayList<>();
    for (var value : op.run(List.of(values(level, x)))) {
      int j = y.size();
      if (value.dtype().isFloating() && !op.isConstant(j)) {
        var of = new Coefficients(order, value);
        of.follow(slopes.of(j));
        y.add(made(level, of, x));
      } else {
        y.add(value);
      }
    }
    return new CustomOp.Ran(y, null);
  }

  private static @Nullable Tensor[] derivatives(Level level, Tensor[] x) {
    var t = new @Nullable Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      t[k] = Taylor.derivative(x[k], level);
    }
    return t;
  }

  private static Tensor[] values(Level level, Tensor[] x) {
    var out = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      out[k] = Taylor.value(x[k], level);
    }
    return out;
  }

  private static Tensor[] delayed(Level level, Tensor[] x) {
    var out = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      out[k] = Taylor.delayed(x[k], level);
    }
    return out;
  }

  @Override
  public Taylor lift(Level level, Tensor x) {
    var all = new @Nullable Tensor[order + 1];
    all[0] = x;
    return new Taylor(level, new Coefficients(all), false);
  }
}
