package dev.fluxion.laws;

import dev.fluxion.Tensor;
import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Op;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Spec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of shape and type before there are values is so: of results, tangents,
 * cotangents.
 */
final class ShapeLaw {
  private ShapeLaw() {}

  static void check(Example e, Point at) {
    var op = new OpSubject(e.op());
    var x = e.operands().stream().map(o -> o.spec()).toArray(Spec[]::new);
    var expected = rule(e.op(), x);
    var results = op.all(at.x());
    Near.require(
        results.size() == expected.length,
        () -> "there are " + results.size() + " results, by the rule " + expected.length);
    for (int j = 0; j < expected.length; j++) {
      require("result " + j, spec(results.get(j)), expected[j]);
    }
    var followed = Arrays.copyOf(expected, OpSubject.followed(e.op(), expected.length));
    requireAll("the tangent of result ", op.jvp(at.x(), at.t()), followed);
    requireAll("the cotangent of operand ", op.vjp(at.x(), at.ct()), x);
  }

  private static Spec[] rule(Op op, Spec... x) {
    return switch (op) {
      case Elementwise e -> new Spec[] {new Spec(x[0].shape(), e.result(x[x.length - 1].dtype()))};
      case Linear l -> new Spec[] {l.result(x[0])};
      case Bilinear b -> new Spec[] {b.result(x[0], x[1])};
      case Indexed i -> new Spec[] {i.result(x[0], x[1])};
      case Opaque o -> o.result(x);
    };
  }

  private static void requireAll(String what, List<@Nullable Tensor> got, Spec... expected) {
    for (int k = 0; k < expected.length; k++) {
      var one = got.get(k);
      if (one != null) {
        require(what + k, spec(one), expected[k]);
      }
    }
  }

  private static void require(String what, Spec got, Spec expected) {
    Near.require(
        got.equals(expected), () -> what + " is " + text(got) + ", by the rule " + text(expected));
  }

  private static Spec spec(Tensor x) {
    return new Spec(x.shape(), x.dtype());
  }

  private static String text(Spec x) {
    return x.dtype() + " " + x.shape();
  }
}
