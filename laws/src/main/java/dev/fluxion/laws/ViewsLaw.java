package dev.fluxion.laws;

import static dev.fluxion.Fluxion.ellipsis;
import static dev.fluxion.Fluxion.slice;

import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor lies in memory changes no bit of a result: views with an offset, with gaps, with
 * axes in another order, and with stride 0, are held to contiguous copies of the same elements.
 * What is refused of those is refused in the same words.
 */
final class ViewsLaw {
  private ViewsLaw() {}

  static void check(Subject subject, Point at) {
    check("behind an offset", subject, at, ViewsLaw::shifted);
    check("with gaps", subject, at, ViewsLaw::spread);
    check("with the axes turned round", subject, at, ViewsLaw::turned);
    int rank = at.x().stream().mapToInt(Tensor::rank).max().orElse(0);
    for (int axis = 0; axis < rank; axis++) {
      int along = axis;
      check("repeated along axis " + axis, subject, at, x -> repeated(x, along));
    }
    check("of one element", subject, at, ViewsLaw::repeatedThroughout);
  }

  private static void check(String how, Subject s, Point at, UnaryOperator<Tensor> view) {
    // Positions stay as they are, but for their layout: others may lie outside of an axis.
    List<Tensor> x = new ArrayList<>();
    for (var one : at.x()) {
      x.add(one.dtype().isFloating() ? view.apply(one) : spread(one));
    }
    var refusal = refusal(s, copies(x));
    if (refusal != null) {
      var got = refusal(s, x);
      Near.require(
          refusal.equals(got),
          () -> "operands " + how + " give \"" + got + "\", copies " + refusal);
      return;
    }
    var t = views(at.t(), view);
    var ct = views(at.ct(), view);
    Near.same("a result of operands " + how, s.value(x), s.value(copies(x)));
    Near.same("a tangent " + how, s.jvp(x, t), s.jvp(copies(x), some(t)));
    Near.same("a cotangent " + how, s.vjp(x, ct), s.vjp(copies(x), some(ct)));
  }

  /** Why there is no value, such as that a matrix has become singular; null if there is one. */
  private static @Nullable String refusal(Subject s, List<Tensor> x) {
    try {
      var _ = s.value(x);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static List<@Nullable Tensor> views(
      List<@Nullable Tensor> x, UnaryOperator<Tensor> view) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (var one : x) {
      out.add(one == null ? null : view.apply(one));
    }
    return out;
  }

  private static List<Tensor> copies(List<Tensor> x) {
    return x.stream().map(Tensor::copy).toList();
  }

  private static List<@Nullable Tensor> some(List<@Nullable Tensor> x) {
    return views(x, Tensor::copy);
  }

  private static Tensor shifted(Tensor x) {
    var padding = Fluxion.ones(x.dtype(), 3);
    return Fluxion.cat(List.of(padding, x.flatten(), padding), 0)
        .narrow(0, 3, x.size())
        .reshape(x.shape());
  }

  private static Tensor spread(Tensor x) {
    var wide = x.unsqueeze(-1).mul(Fluxion.ones(x.dtype(), 2));
    return x.rank() == 0
        ? wide.select(0, 1)
        : wide.flatten().reshape(doubled(x)).get(ellipsis(), slice(0, null, 2));
  }

  private static int[] doubled(Tensor x) {
    int[] dims = x.shape().toArray();
    dims[dims.length - 1] *= 2;
    return dims;
  }

  private static Tensor turned(Tensor x) {
    int[] order = new int[x.rank()];
    for (int k = 0; k < order.length; k++) {
      order[k] = order.length - 1 - k;
    }
    return x.permute(order).copy().permute(order);
  }

  private static Tensor repeated(Tensor x, int axis) {
    return axis < x.rank() && x.size() > 0 ? x.narrow(axis, 0, 1).expand(x.shape()) : x;
  }

  private static Tensor repeatedThroughout(Tensor x) {
    return x.size() > 0 ? x.flatten().select(0, 0).expand(x.shape()) : x;
  }
}
