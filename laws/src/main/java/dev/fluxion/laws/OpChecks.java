package dev.fluxion.laws;

import dev.fluxion.op.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** The tests of the primitives: each law for each of them, over all its examples. */
final class OpChecks {
  private static final int DRAWS = 2;

  private OpChecks() {}

  static Stream<DynamicNode> all() {
    return Ops.all().stream().map(OpChecks::of);
  }

  private static DynamicNode of(Class<?> type) {
    var name = type.getSimpleName();
    List<DynamicNode> tests = new ArrayList<>();
    for (var law : OpLaw.values()) {
      tests.add(
          DynamicTest.dynamicTest(name + ": " + law, () -> check(type, law + "", law::check)));
    }
    for (var law : Law.values()) {
      BiConsumer<Example, Point> body =
          (e, at) -> {
            if (law.suits(e.smoothness())) {
              law.check(new OpSubject(e.op()), at);
            }
          };
      tests.add(DynamicTest.dynamicTest(name + ": " + law, () -> check(type, law + "", body)));
    }
    return DynamicContainer.dynamicContainer(name, tests);
  }

  private static void check(Class<?> type, String law, BiConsumer<Example, Point> body) {
    for (var e : Ops.examples(type)) {
      for (int draw = 0; draw < Laws.draws(DRAWS); draw++) {
        long seed = Laws.seed(draw);
        Laws.inContext(
            law + " of " + text(e), seed, () -> body.accept(e, new Draws(seed).point(e)));
      }
    }
  }

  private static String text(Example e) {
    List<String> operands = new ArrayList<>();
    for (var operand : e.operands()) {
      var spec = operand.spec();
      operands.add(spec.dtype() + " " + spec.shape());
    }
    return e.op() + " over " + String.join(", ", operands);
  }
}
