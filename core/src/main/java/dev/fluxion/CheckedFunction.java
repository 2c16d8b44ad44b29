package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A function as a check sees it: from the tensors that require gradients, as copies of their own,
 * to the floating tensors of the result. The rest is held constant.
 *
 * @param call what the user called
 * @param f the function
 * @param x where
 */
record CheckedFunction(String call, Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
  /** Of each output, so that no cotangent is like another; the same in every run. */
  private static final long SEED = 20180806;

  /** The values and the Jacobian of one run and its reverse passes. */
  record Run(List<Tensor> values, Blocks jacobian) {}

  static <P> CheckedFunction of(String call, Fn<P, ?> f, P at) {
    var argument = Tree.of(at);
    List<Tensor> x = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int k = 0; k < argument.tensors.size(); k++) {
      var one = argument.tensors.get(k);
      if (one.requiresGrad()) {
        checkInput(call, k, one);
        double[] numbers = one.toDoubleArray();
        x.add(Create.doubles(DType.FLOAT64, one.shape(), i -> numbers[i]));
        places.add(k);
      }
    }
    if (x.isEmpty()) {
      throw new GraphException(
          call
              + " needs at least one tensor that requires a gradient, got "
              + argument.tensors.size()
              + " without; call requiresGrad(true) on those to check");
    }
    return new CheckedFunction(
        call,
        some -> {
          List<Tensor> all = new ArrayList<>(argument.tensors);
          for (int k = 0; k < places.size(); k++) {
            all.set(places.get(k), some.get(k));
          }
          return floating(call, Tree.of(f.apply(argument.with(all))).tensors);
        },
        x);
  }

  private static void checkInput(String call, int number, Tensor x) {
    if (x.dtype() != DType.FLOAT64) {
      throw new DTypeException(
          call
              + " needs float64, since differences of less exact numbers show little, got "
              + x.dtype()
              + " for number "
              + number
              + "; convert with toFloat64() first");
    }
    if (x.values().layout.repeats()) {
      throw new IllegalArgumentException(
          call
              + " needs each element in a place of its own, got an expanded tensor of shape "
              + x.shape()
              + " for number "
              + number
              + "; pass a copy()");
    }
  }

  private static List<Tensor> floating(String call, List<Tensor> y) {
    var floating = y.stream().filter(one -> one.dtype().isFloating()).toList();
    if (floating.isEmpty()) {
      throw new DTypeException(
          call
              + " needs a function with a floating tensor as result, got "
              + y.stream().map(Tensor::dtype).toList());
    }
    for (var one : floating) {
      if (one.dtype() != DType.FLOAT64) {
        throw new DTypeException(
            call + " needs results of float64, got " + one.dtype() + "; compute in float64");
      }
    }
    return floating;
  }

  /**
   * The gradient of this function: {@code (x, ct) ↦ J(x)ᵀ·ct}, at the same x and a ct that is drawn
   * once and for all.
   */
  CheckedFunction gradient() {
    var random = new SplittableRandom(SEED);
    List<Tensor> all = new ArrayList<>(x);
    for (var y : value(x)) {
      all.add(Create.doubles(DType.FLOAT64, y.shape(), _ -> random.nextGaussian()));
    }
    int n = x.size();
    return new CheckedFunction(
        call,
        both -> Pullback.of(f, both.subList(0, n)).pull(both.subList(n, both.size()), false),
        all);
  }

  /** The value, of a run in which the argument is followed as in those that are differentiated. */
  List<Tensor> value(List<Tensor> at) {
    return Pullback.of(f, at).value();
  }

  /** A run, and one reverse pass for each element of the result. */
  Run reverse() {
    var pullback = Pullback.of(f, x);
    var rows = OneByOne.rows(x, pullback.result().tensors, cts -> pullback.pull(cts, true));
    return new Run(pullback.value(), rows);
  }

  /** One forward run for each element of the argument. */
  Blocks forward() {
    return OneByOne.columns(x, t -> Pushforward.jvp(this::value, x, t).tangent());
  }

  Blocks differences(FiniteDifference rule) {
    return rule.blocks(this::value, x);
  }
}
