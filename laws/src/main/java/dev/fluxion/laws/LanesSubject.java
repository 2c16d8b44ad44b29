package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise primitive as plain Java reads its statement, one number at a time.
 *
 * @param op the primitive
 * @param partial how its partials are read
 */
record LanesSubject(Elementwise op, Partial partial) implements Subject {
  /** A partial derivative as numbers. */
  @FunctionalInterface
  interface Partial {
    /** {@code t · ∂f/∂xₖ}, where {@code y = f(x)}. */
    double at(int k, double y, double t, Double... x);
  }

  /** The primitive as it is stated. */
  LanesSubject(Elementwise op) {
    this(op, (k, y, t, x) -> read(op, KernelLanes.LANES, k, y, t, x));
  }

  /** A partial as some lanes read it. */
  static double read(Elementwise op, Lanes<Double> m, int k, double y, double t, Double... x) {
    return switch (op) {
      case Unary u -> u.jvp(m, x[0], y, t);
      case Binary b -> k == 0 ? b.left(m, x[0], x[1], y, t) : b.right(m, x[0], x[1], y, t);
      case Ternary c -> c.partial(m, k, x[0], x[1], x[2], y, t);
    };
  }

  @Override
  public String name() {
    return op.name() + " over lanes";
  }

  @Override
  public List<Tensor> value(List<Tensor> x) {
    var type = op.result(x.getLast().dtype());
    double[][] elements = elements(x);
    var y = each(x.getLast(), i -> value(at(elements, i)));
    return List.of(y.to(type));
  }

  private static double[][] elements(List<Tensor> x) {
    return x.stream().map(Tensor::toDoubleArray).toArray(double[][]::new);
  }

  private static Double[] at(double[][] elements, int i) {
    var at = new Double[elements.length];
    for (int k = 0; k < at.length; k++) {
      at[k] = elements[k][i];
    }
    return at;
  }

  private static Tensor each(Tensor like, IntToDoubleFunction f) {
    double[] out = new double[like.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = f.applyAsDouble(i);
    }
    return Fluxion.wrap(out).reshape(like.shape());
  }

  double value(Double... x) {
    return switch (op) {
      case Unary u -> u.f(KernelLanes.LANES, x[0]);
      case Binary b -> b.f(KernelLanes.LANES, x[0], x[1]);
      case Ternary t -> t.f(KernelLanes.LANES, x[0], x[1], x[2]);
    };
  }

  @Override
  public List<@Nullable Tensor> jvp(List<Tensor> x, List<@Nullable Tensor> t) {
    if (!isFloating(x)) {
      return Collections.singletonList(null);
    }
    double[][] elements = elements(x);
    double[] sum = new double[x.getFirst().size()];
    for (int k = 0; k < x.size(); k++) {
      var tangent = t.get(k);
      if (tangent != null) {
        double[] ts = tangent.toDoubleArray();
        for (int i = 0; i < sum.length; i++) {
          var at = at(elements, i);
          sum[i] += partial.at(k, value(at), ts[i], at);
        }
      }
    }
    return List.of(each(x.getFirst(), i -> sum[i]));
  }

  @Override
  public List<@Nullable Tensor> vjp(List<Tensor> x, List<@Nullable Tensor> ct) {
    double[][] elements = elements(x);
    var seed = ct.getFirst();
    List<@Nullable Tensor> out = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      if (x.get(k).dtype() != DType.FLOAT64) {
        out.add(null);
      } else if (seed == null) {
        out.add(Fluxion.zerosLike(x.get(k)));
      } else {
        int operand = k;
        double[] cts = seed.toDoubleArray();
        out.add(each(x.get(k), i -> pull(operand, at(elements, i), cts[i])));
      }
    }
    return out;
  }

  private double pull(int k, Double[] at, double ct) {
    return partial.at(k, value(at), ct, at);
  }

  private boolean isFloating(List<Tensor> x) {
    return op.result(x.getLast().dtype()).isFloating();
  }
}
