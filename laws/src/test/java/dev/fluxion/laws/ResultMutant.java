package dev.fluxion.laws;

import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A subject one of whose rules is wrong: what goes into it, or what comes out of it, is changed.
 *
 * @param right the subject as it is
 * @param wrong how it is changed
 */
record ResultMutant(Subject right, Wrong wrong) implements Subject {
  /** A change of a list. */
  interface Change extends UnaryOperator<List<@Nullable Tensor>> {}

  /**
   * One slip in a rule.
   *
   * @param what what it is called
   * @param forward whether the jvp is wrong, or else the vjp
   * @param in the change of what goes in
   * @param out the change of what comes out
   */
  record Wrong(String what, boolean forward, Change in, Change out) {
    ResultMutant apply(Subject right) {
      return new ResultMutant(right, this);
    }
  }

  @Override
  public String name() {
    return right.name() + " with " + wrong.what;
  }

  @Override
  public List<Tensor> value(List<Tensor> x) {
    return right.value(x);
  }

  @Override
  public List<@Nullable Tensor> jvp(List<Tensor> x, List<@Nullable Tensor> t) {
    return wrong.forward ? wrong.out.apply(right.jvp(x, wrong.in.apply(t))) : right.jvp(x, t);
  }

  @Override
  public List<@Nullable Tensor> vjp(List<Tensor> x, List<@Nullable Tensor> ct) {
    return wrong.forward ? right.vjp(x, ct) : wrong.out.apply(right.vjp(x, wrong.in.apply(ct)));
  }

  /** All slips for a primitive of that many operands and results at most. */
  static List<Wrong> slips(int operands, int results) {
    List<Wrong> all = new ArrayList<>();
    addSlips(all, true, operands, results);
    addSlips(all, false, results, operands);
    return all;
  }

  private static void addSlips(List<Wrong> all, boolean forward, int in, int out) {
    var rule = forward ? "jvp" : "vjp";
    Change none = list -> list;
    for (int k = 0; k < out; k++) {
      for (var slip : Slip.values()) {
        all.add(new Wrong(rule + " " + k + ": " + slip, forward, none, at(k, slip)));
      }
      for (int j = 0; j < k; j++) {
        all.add(new Wrong(rule + "s " + j + " and " + k + " swapped", forward, none, swap(j, k)));
      }
    }
    for (int k = 0; k < in; k++) {
      all.add(new Wrong(rule + " without input " + k, forward, at(k, Slip.ZERO), none));
      for (int j = 0; j < k; j++) {
        var what = rule + " of inputs " + j + " and " + k + " swapped";
        all.add(new Wrong(what, forward, swap(j, k), none));
      }
    }
  }

  private static Change at(int k, Slip slip) {
    return list -> {
      var one = k < list.size() ? list.get(k) : null;
      if (one == null) {
        return list;
      }
      List<@Nullable Tensor> changed = new ArrayList<>(list);
      changed.set(k, slip.of(one));
      return changed;
    };
  }

  private static Change swap(int j, int k) {
    return list -> {
      var a = k < list.size() ? list.get(j) : null;
      var b = k < list.size() ? list.get(k) : null;
      if (a == null || b == null || !a.shape().equals(b.shape())) {
        return list;
      }
      List<@Nullable Tensor> changed = new ArrayList<>(list);
      changed.set(j, b);
      changed.set(k, a);
      return changed;
    };
  }
}
