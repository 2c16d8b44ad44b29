package dev.fluxion.laws;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whose derivatives are wanted changes none of them. The gradient of one operand is the same to the
 * bit whether the others are constants, have gradients that nobody asked for, or have theirs
 * computed too. Tangents of single operands add up to that of all, and so do cotangents of single
 * results.
 */
final class MasksLaw {
  private MasksLaw() {}

  static void check(Subject subject, Point at) {
    var all = Derivatives.reverse(subject::value, Derivatives.leaves(at.x()), at.ct());
    for (int k = 0; k < at.x().size(); k++) {
      if (all.get(k) != null) {
        var expected = Collections.singletonList(all.get(k));
        Near.same("the cotangent of one operand alone", alone(subject, at, k), expected);
        Near.same("the cotangent of the one asked for", asked(subject, at, k), expected);
        Near.same("grad() of the one asked for", accumulated(subject, at, k), expected);
      }
    }
    checkSum("the sum of tangents", t -> subject.jvp(at.x(), t), at.t());
    checkSum("the sum of cotangents", ct -> subject.vjp(at.x(), ct), at.ct());
  }

  /** A linear rule gives the sum of what it gives for single inputs. */
  private static void checkSum(
      String what, UnaryOperator<List<@Nullable Tensor>> rule, List<@Nullable Tensor> in) {
    List<@Nullable Tensor> sum = new ArrayList<>();
    double size = 0;
    for (int k = 0; k < in.size(); k++) {
      if (in.get(k) != null) {
        var part = rule.apply(only(in, k));
        size += Near.size(part);
        sum = add(sum, part);
      }
    }
    if (!sum.isEmpty()) {
      var all = rule.apply(in);
      Near.near(what, sum, all, 8 * Near.roundoff(all) * size);
    }
  }

  private static List<@Nullable Tensor> alone(Subject subject, Point at, int k) {
    List<Tensor> x = new ArrayList<>(at.x());
    x.set(k, x.get(k).detach().requiresGrad(true));
    var gradients = Derivatives.reverse(subject::value, x, at.ct());
    return Collections.singletonList(gradients.get(k));
  }

  private static List<@Nullable Tensor> asked(Subject subject, Point at, int k) {
    var x = Derivatives.leaves(at.x());
    return Derivatives.pull(subject.value(x), List.of(x.get(k)), at.ct());
  }

  private static List<@Nullable Tensor> accumulated(Subject subject, Point at, int k) {
    var x = Derivatives.leaves(at.x());
    var y = subject.value(x);
    List<Tensor> roots = new ArrayList<>();
    List<@Nullable Tensor> seeds = new ArrayList<>();
    for (int j = 0; j < y.size(); j++) {
      if (y.get(j).requiresGrad() && at.ct().get(j) != null) {
        roots.add(y.get(j));
        seeds.add(at.ct().get(j));
      }
    }
    if (!roots.isEmpty()) {
      Fluxion.backward(roots, seeds, Fluxion.inputs(x.get(k)));
    }
    for (int other = 0; other < x.size(); other++) {
      int number = other;
      Near.require(
          other == k || x.get(other).grad() == null,
          () -> "operand " + number + " has a gradient that nobody asked for");
    }
    var gradient = x.get(k).grad();
    return Collections.singletonList(gradient == null ? Fluxion.zerosLike(x.get(k)) : gradient);
  }

  private static List<@Nullable Tensor> only(List<@Nullable Tensor> t, int k) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (int i = 0; i < t.size(); i++) {
      out.add(i == k ? t.get(i) : null);
    }
    return out;
  }

  private static List<@Nullable Tensor> add(
      List<@Nullable Tensor> sum, List<@Nullable Tensor> part) {
    if (sum.isEmpty()) {
      return part;
    }
    List<@Nullable Tensor> out = new ArrayList<>();
    for (int j = 0; j < part.size(); j++) {
      var a = sum.get(j);
      var b = part.get(j);
      out.add(a == null || b == null ? null : a.add(b));
    }
    return out;
  }
}
