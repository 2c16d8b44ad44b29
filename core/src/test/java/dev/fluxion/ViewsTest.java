package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.all;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.enableGrad;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.newAxis;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Writes through views, against programs that put parts together with {@code where}.
 *
 * <p>Over 400 lines, since every kind of view is written through, and every refusal is tested,
 * here.
 */
class ViewsTest {
  private static final Map<String, UnaryOperator<Tensor>> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("at", x -> x.at(1));
    VIEWS.put("at at", x -> x.at(1, 2));
    VIEWS.put("select", x -> x.select(1, -1));
    VIEWS.put("narrow", x -> x.narrow(1, 1, 2));
    VIEWS.put("slice", x -> x.get(all(), slice(0, 4, 2)));
    VIEWS.put("steps", x -> x.get(slice(0, null, 2), slice(1, null, 2)));
    VIEWS.put("whole", x -> x.get());
    VIEWS.put("all", x -> x.get(all(), all()));
    VIEWS.put("new axis", x -> x.get(newAxis(), 1));
    VIEWS.put("t", Tensor::t);
    VIEWS.put("transpose", x -> x.transpose(0, 1));
    VIEWS.put("permute", x -> x.permute(1, 0));
    VIEWS.put("reshape", x -> x.reshape(2, 6));
    VIEWS.put("same shape", x -> x.reshape(3, 4));
    VIEWS.put("flatten", Tensor::flatten);
    VIEWS.put("unsqueeze", x -> x.unsqueeze(1));
    VIEWS.put("squeeze", x -> x.reshape(3, 1, 4).squeeze());
    VIEWS.put("squeeze one", x -> x.reshape(3, 1, 4).squeeze(1));
    VIEWS.put("expand to the same", x -> x.expand(1, 3, 4));
    VIEWS.put("t at", x -> x.t().at(2));
    VIEWS.put("reshape narrow", x -> x.reshape(12).narrow(0, 3, 5));
    VIEWS.put("narrow t flatten", x -> x.narrow(1, 1, 1).t().flatten());
    VIEWS.put("three deep", x -> x.reshape(2, 2, 3).transpose(1, 2).narrow(1, 1, 2).select(2, 1));
    VIEWS.put("none", x -> x.narrow(0, 1, 0));
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Tensor grid(Random random) {
    return from(random.doubles(12, -1.5, 1.5).toArray()).reshape(3, 4);
  }

  /** Which elements a view shows, by a write to zeros that nothing follows. */
  private static Tensor shown(UnaryOperator<Tensor> view) {
    var marks = zeros(FLOAT64, 3, 4);
    view.apply(marks).fill_(1);
    return marks.ne(0);
  }

  @Test
  void whatAViewShowsIsWhatItReads() {
    VIEWS.forEach((name, view) -> {
      var numbers = arange(12).reshape(3, 4);
      long[] read = view.apply(numbers).toLongArray();
      boolean[] flags = shown(view).toBooleanArray();
      int count = 0;
      for (boolean flag : flags) {
        count += flag ? 1 : 0;
      }
      assertEquals(read.length, count, name);
      for (long at : read) {
        assertTrue(flags[(int) at], name);
      }
      view.apply(numbers).add_(100);
      for (int i = 0; i < 12; i++) {
        assertEquals(flags[i] ? i + 100 : i, numbers.toLongArray()[i], name);
      }
    });
  }

  private static final Map<String, UnaryOperator<Tensor>> WRITES = new LinkedHashMap<>();
  private static final Map<String, UnaryOperator<Tensor>> FRESH = new LinkedHashMap<>();

  private static void way(String name, UnaryOperator<Tensor> write, UnaryOperator<Tensor> fresh) {
    WRITES.put(name, write);
    FRESH.put(name, fresh);
  }

  static {
    way("mul", x -> x.mul_(3), x -> x.mul(3));
    way("add", x -> x.add_(0.5), x -> x.add(0.5));
    way("sin", Tensor::sin_, Tensor::sin);
    way("exp", Tensor::exp_, Tensor::exp);
    way("square", Tensor::square_, Tensor::square);
    way("zero", Tensor::zero_, x -> x.mul(0));
    way("fill", x -> x.fill_(2), x -> x.mul(0).add(2));
    way("clamp", x -> x.clamp_(-0.5, 0.5), x -> x.clamp(-0.5, 0.5));
    way("twice", x -> x.sin_().mul_(x.copy()), x -> x.sin().mul(x.sin()));
  }

  @Test
  void everyWriteThroughEveryViewIsAChoice() {
    var random = new Random(5);
    var weight = grid(random);
    VIEWS.forEach((viewName, view) ->
        WRITES.forEach((name, write) -> {
          var message = name + " through " + viewName;
          var x = grid(random).requiresGrad(true);
          var chosen =
              where(shown(view), Objects.requireNonNull(FRESH.get(name)).apply(x.sin()), x.sin());
          var want = grad(chosen.mul(weight).square().sum(), x, createGraph());
          var y = x.sin();
          var early = view.apply(y);
          var other = y.t();
          int before = y.version();
          assertSame(early, write.apply(early), message);
          assertArrayEquals(chosen.toDoubleArray(), y.toDoubleArray(), 1e-12, message);
          assertEquals(before + (name.equals("twice") ? 2 : 1), y.version(), message);
          var got = grad(y.mul(weight).square().sum(), x, createGraph());
          assertArrayEquals(want.toDoubleArray(), got.toDoubleArray(), 1e-12, message);
          // Views made before, and made after, show what was written, and its gradient.
          for (var seen : new Tensor[] {other.t(), y.get()}) {
            var again = grad(seen.mul(weight).square().sum(), x, createGraph());
            assertArrayEquals(want.toDoubleArray(), again.toDoubleArray(), 1e-12, message);
          }
          var part = grad(early.sum(), x, createGraph()).toDoubleArray();
          var late = grad(view.apply(chosen).sum(), x, createGraph()).toDoubleArray();
          assertArrayEquals(late, part, 1e-12, message);
          var second = grad(got.sum(), x).toDoubleArray();
          assertArrayEquals(grad(want.sum(), x).toDoubleArray(), second, 1e-11, message);
        }));
  }

  @Test
  void aWriteToTheBaseReachesViewsMadeBefore() {
    var x = leaf(1, 2, 3);
    var y = x.mul(2);
    var v = y.at(1);
    var w = y.narrow(0, 1, 2).at(0);
    y.mul_(10);
    Expect.values(v, 40);
    assertEquals("AsStridedBackward0", nodeOf(v).name());
    Expect.values(grad(v, x, Fluxion.retainGraph()), 0, 20, 0);
    Expect.values(grad(w.square(), x), 0, 2 * 40 * 20, 0);
  }

  @Test
  void aViewMadeBeforeItsBaseWasFollowed() {
    var x = leaf(1, 2, 3);
    var y = zeros(FLOAT64, 3);
    var v = y.at(1);
    assertFalse(v.requiresGrad());
    y.add_(x);
    assertTrue(v.requiresGrad());
    Expect.values(grad(v, x), 0, 1, 0);
  }

  @Test
  void aBufferIsFilledWithRecordedValues() {
    var x = leaf(1, 2, 3);
    var y = zeros(FLOAT64, 3, 2);
    for (int k = 0; k < 3; k++) {
      y.at(k, 0).copy_(x.at(k));
      y.at(k).select(0, 1).add_(x.at(k).square());
    }
    Expect.values(y, 1, 1, 2, 4, 3, 9);
    assertTrue(y.requiresGrad());
    y.mul(from(new double[] {1, 10, 1, 10, 1, 10}).reshape(3, 2)).sum().backward();
    Expect.values(gradOf(x), 21, 41, 61);
  }

  @Test
  void writesToAViewAndToItsBaseInTurns() {
    var x = leaf(1, 2);
    var y = x.mul(1);
    var v = y.at(0);
    v.mul_(3);
    y.mul_(x);
    v.add_(y.at(1));
    y.square_();
    v.sin_();
    double s = 3 + 4;
    Expect.near(1e-12, y, Math.sin(s * s), 16);
    y.sum().backward();
    // y0 = sin((3·x0² + x1²)²), y1 = x1⁴
    double outer = Math.cos(s * s) * 2 * s;
    Expect.near(1e-12, gradOf(x), outer * 6, outer * 4 + 32);
  }

  @Test
  void aWriteOfAValueThatWasComputedFromTheSameMemory() {
    var x = leaf(1, 2, 3, 4);
    var y = x.mul(1);
    y.narrow(0, 0, 2).copy_(y.narrow(0, 2, 2).mul(3).sub(y.narrow(0, 0, 2)));
    Expect.values(y, 8, 10, 3, 4);
    y.sum().backward();
    Expect.values(gradOf(x), -1, -1, 4, 4);
  }

  /** The value is a view of a view, whose node must not be taken for up to date by the write. */
  @Test
  void aWriteOfAViewOfTheTargetItself() {
    var x = leaf(1, 2);
    var y = x.mul(1);
    var whole = y.narrow(0, 0, 2);
    var first = whole.narrow(0, 0, 1);
    y.copy_(first);
    Expect.values(y, 1, 1);
    Expect.values(grad(y.sum(), x, Fluxion.retainGraph()), 2, 0);
    Expect.values(grad(whole.sum(), x, Fluxion.retainGraph()), 2, 0);
    Expect.values(grad(first.sum(), x, Fluxion.retainGraph()), 1, 0);
    var z = x.mul(1);
    var other = z.narrow(0, 0, 2);
    z.set_(other.at(0), all());
    Expect.values(grad(other.sum(), x, Fluxion.retainGraph()), 2, 0);
  }

  @Test
  void aValueThatIsSavedIsGuardedInAllViews() {
    var x = leaf(1, 2, 3, 4);
    var y = x.mul(1);
    var z = y.narrow(0, 0, 2).mul(y.narrow(0, 2, 2));
    y.at(3).zero_();
    refused(
        GraphException.class,
        "a value that the gradient needs was written to: a tensor of shape (2) and type float64,"
            + " saved by MulBackward0, is at version 1, expected version 0; write to a copy()"
            + " instead",
        () -> z.sum().backward());
    assertNull(x.grad());
  }

  @Test
  void oneOfSeveralViewsIsNotWrittenTo() {
    var x = leaf(1, 2, 3, 4).reshape(2, 2).mul(1);
    var parts = x.unbind(0);
    var u = parts.get(0);
    var rule =
        "one of several views of an operation is not written to, got one of shape (%s) from %s;"
            + " write to the tensor it is a view of, or to a copy()";
    refused(GraphException.class, rule.formatted("2", nodeOf(u)), () -> u.mul_(2));
    var deep = u.at(0);
    refused(GraphException.class, rule.formatted("", nodeOf(deep)), () -> deep.mul_(2));
    assertEquals(0, x.version());
    Expect.values(x, 1, 2, 3, 4);
    x.mul_(10);
    Expect.values(u, 10, 20);
    assertEquals("AsStridedBackward0", nodeOf(u).name());
    try (var _ = noGrad()) {
      u.mul_(2);
    }
    Expect.values(x, 20, 40, 30, 40);
    ones(2, 2).unbind(0).get(1).mul_(2);
  }

  @Test
  void partsOfUnbindFollowWritesToTheirBase() {
    var x = leaf(1, 2, 3, 4);
    var y = x.reshape(2, 2).mul(1);
    var parts = y.unbind(0);
    y.mul_(10);
    parts.get(0).add(parts.get(1).mul(2)).sum().backward();
    Expect.values(gradOf(x), 10, 10, 20, 20);
  }

  @Test
  void aViewMadeWithoutRecordingIsNotWrittenToWithIt() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    Tensor v;
    Tensor inside;
    try (var _ = noGrad()) {
      v = y.at(0);
      inside = v.reshape(1);
      try (var _ = enableGrad()) {
        y.at(1).mul_(2);
      }
    }
    var rule =
        "a view that was made inside noGrad() is not written to outside of it, got one of shape"
            + " (%s); make the view outside, or write inside";
    int before = y.version();
    refused(GraphException.class, rule.formatted(""), () -> v.mul_(2));
    refused(GraphException.class, rule.formatted("1"), () -> inside.mul_(2));
    var after = v.unsqueeze(0);
    refused(GraphException.class, rule.formatted("1"), () -> after.mul_(2));
    assertEquals(before, y.version());
    assertFalse(v.requiresGrad());
    try (var _ = noGrad()) {
      v.mul_(2);
      inside.mul_(2);
    }
    Expect.values(y, 12, 12);
    assertFalse(v.requiresGrad());
    y.sum().backward();
    Expect.values(gradOf(x), 3, 6);
  }

  @Test
  void detachedAliasesHaveNoPartInTheGraph() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var d = y.detach();
    d.mul_(from(new double[] {10, 10}).requiresGrad(true));
    Expect.values(y, 30, 60);
    assertEquals("MulBackward0", nodeOf(d).name());
    assertEquals(1, y.version());
    y.sum().backward();
    Expect.values(gradOf(x), 3, 3);
    var v = x.mul(1).at(0).detach();
    v.zero_();
    assertFalse(v.requiresGrad());
  }

  @Test
  void dataIsWrittenToUnseen() {
    var x = leaf(1, 2);
    x.data().mul_(10);
    Expect.values(x, 10, 20);
    assertEquals(0, x.version());
    x.data().at(0).add_(1);
    Expect.values(x, 11, 20);
    x.mul(x).sum().backward();
    Expect.values(gradOf(x), 22, 40);
  }

  @Test
  void aReshapeThatCopiesIsNoView() {
    var x = leaf(1, 2, 3, 4);
    var y = x.reshape(2, 2).mul(1);
    var copy = y.t().reshape(4);
    copy.mul_(10);
    Expect.values(y, 1, 2, 3, 4);
    assertEquals("MulBackward0", nodeOf(y).name());
    assertEquals(0, y.version());
    y.add_(1);
    Expect.values(copy, 10, 30, 20, 40);
    copy.mul(from(new double[] {1, 2, 3, 4})).sum().backward();
    Expect.values(gradOf(x), 10, 30, 20, 40);
    var picked = y.get(new int[] {0, 1});
    picked.zero_();
    y.flip(0).zero_();
    y.cumsum(0).zero_();
    Expect.values(y, 2, 3, 4, 5);
  }

  @Test
  void expandedViewsAreRefusedAndTheirSingleElementIsNot() {
    var x = leaf(1, 2);
    var y = x.mul(1).reshape(2, 1);
    var wide = y.expand(2, 3);
    refused(
        GraphException.class,
        "a write needs each element in a place of its own, got an expanded tensor of shape (2, 3);"
            + " write to a copy()",
        () -> wide.add_(1));
    wide.narrow(1, 1, 1).mul_(5);
    Expect.values(y, 5, 10);
    Expect.values(wide, 5, 5, 5, 10, 10, 10);
    wide.sum().backward();
    Expect.values(gradOf(x), 15, 15);
  }

  /** The root is what detach() has given, whose memory is not in row-major order. */
  @Test
  void aRootInAnotherOrderOfMemory() {
    var w = from(new double[] {2, 3, 4, 5, 6, 7}).reshape(2, 3).requiresGrad(true);
    var d = ones(FLOAT64, 2, 3).t().detach();
    d.mul_(w.t());
    d.t().reshape(6).narrow(0, 0, 4).zero_();
    Expect.values(d, 0, 0, 0, 6, 0, 7);
    d.sum().backward();
    Expect.values(gradOf(w), 0, 0, 0, 0, 1, 1);
  }

  @Test
  void aRootInAnotherOrderOfMemoryAndAWriteOfAnotherKind() {
    var w = leaf(1, 2, 3, 4, 5, 6);
    var d = zeros(FLOAT64, 2, 3).t().detach();
    d.t().flatten().copy_(w);
    Expect.values(d, 1, 4, 2, 5, 3, 6);
    d.mul(from(new double[] {1, 2, 3, 4, 5, 6}).reshape(3, 2)).sum().backward();
    Expect.values(gradOf(w), 1, 3, 5, 2, 4, 6);
  }

  @Test
  void aConstantViewOfALeafIsGuarded() {
    var x = ones(3);
    var v = x.at(0);
    x.requiresGrad(true);
    refused(
        GraphException.class,
        "a view of a leaf that requires a gradient is not written to while it is recorded, got one"
            + " of shape (); write to detach() or inside noGrad()",
        () -> v.add_(1));
    Expect.values(x, 1, 1, 1);
  }

  @Test
  void detachInPlaceOfABase() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var v = y.at(0);
    y.detach_();
    assertNotNull(v.gradFn());
    v.mul_(2);
    Expect.values(y, 6, 6);
    y.sum().backward();
    Expect.values(gradOf(x), 6, 0);
  }

  @Test
  void aTensorThatIsCutKeepsItsMemoryInCommon() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var v = y.at(0).attachGrad();
    try (var _ = noGrad()) {
      v.add_(1);
    }
    Expect.values(y, 4, 6);
    assertTrue(v.isLeaf() && v.requiresGrad());
    assertEquals(1, y.version());
    y.sum().backward();
    Expect.values(gradOf(x), 3, 3);
    Expect.values(gradOf(v), 0);
  }

  @Test
  void gradientsWithRespectToViews() {
    var x = leaf(1, 2);
    var y = x.mul(3);
    var v = y.at(0);
    v.retainGrad();
    Expect.values(grad(v.mul(y.at(0)), v, Fluxion.retainGraph()), 3);
    v.mul_(2);
    var z = v.square();
    Expect.values(grad(z, v, Fluxion.retainGraph()), 12);
    z.backward();
    Expect.values(gradOf(x), 2 * 6 * 6, 0);
  }

  /** A write makes the node of a view anew; what the view retains goes along, as in PyTorch. */
  @Test
  void retainedGradientsOfViewsOutliveWrites() {
    for (int way = 0; way < 3; way++) {
      var x = leaf(1, 2);
      var y = x.mul(1);
      var v = y.at(0);
      v.retainGrad();
      switch (way) {
        case 0 -> y.mul_(2);
        case 1 -> v.mul_(2);
        default -> y.at(1).detach().mul_(2);
      }
      assertTrue(v.retainsGrad(), "way " + way);
      v.mul(3).backward();
      Expect.values(gradOf(v), 3);
      Expect.values(gradOf(x), way < 2 ? 6 : 3, 0);
    }
  }
}
