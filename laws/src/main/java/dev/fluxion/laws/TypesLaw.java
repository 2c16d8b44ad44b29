package dev.fluxion.laws;

import dev.fluxion.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * float32 computes the same function: value and derivatives differ from those of float64 by some
 * roundoffs of what went in and came out. Operands and directions are exact in both.
 */
final class TypesLaw {
  private static final double ROUNDOFFS = 32;

  private TypesLaw() {}

  static void check(Subject subject, Point at) {
    var x = single(at.x());
    var y = subject.value(at.x());
    var z = subject.value(x);
    compare("result", z, y, at.x());
    compare("tangent", subject.jvp(x, like(at.t(), x)), subject.jvp(at.x(), at.t()), y);
    compare("cotangent", subject.vjp(x, like(at.ct(), z)), subject.vjp(at.x(), at.ct()), y);
  }

  private static void compare(
      String what,
      List<? extends @Nullable Tensor> got,
      List<? extends @Nullable Tensor> expected,
      List<Tensor> others) {
    double size = Math.max(1, Math.max(Near.size(expected), Near.size(others)));
    List<@Nullable Tensor> wide = new ArrayList<>();
    for (int k = 0; k < got.size(); k++) {
      var one = got.get(k);
      var like = expected.get(k);
      wide.add(one == null || like == null ? null : one.to(like.dtype()));
    }
    Near.near(what, wide, expected, ROUNDOFFS * 0x1p-24 * size);
  }

  private static List<Tensor> single(List<Tensor> x) {
    return x.stream().map(one -> one.dtype().isFloating() ? one.toFloat32() : one).toList();
  }

  private static List<@Nullable Tensor> like(List<@Nullable Tensor> t, List<Tensor> x) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (int k = 0; k < t.size(); k++) {
      var one = t.get(k);
      out.add(one == null ? null : one.to(x.get(k).dtype()));
    }
    return out;
  }
}
