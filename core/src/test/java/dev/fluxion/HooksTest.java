package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.allowUnused;
import static dev.fluxion.Fluxion.backward;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.inputs;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.registerMultiGradHook;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Hooks on tensors, on nodes, on leaves after they took their gradient, and on several tensors.
 *
 * <p>Over 400 lines, since every kind of hook has its tests here.
 */
class HooksTest {
  private final List<String> seen = new ArrayList<>();

  private static Tensor leaf(double value) {
    return from(new double[] {value}).reshape().requiresGrad(true);
  }

  private static Tensor leaves(double... values) {
    return from(values).requiresGrad(true);
  }

  /** Notes what a hook sees. */
  private @Nullable Tensor note(String name, Tensor g) {
    seen.add(name + " " + "%s".formatted(g));
    return null;
  }

  private static Tensor only(List<@Nullable Tensor> list) {
    assertEquals(1, list.size());
    return Objects.requireNonNull(list.getFirst());
  }

  private static List<@Nullable Tensor> list(@Nullable Tensor... tensors) {
    List<@Nullable Tensor> all = new ArrayList<>();
    for (var x : tensors) {
      all.add(x);
    }
    return all;
  }

  @Test
  void oncePerPassWithTheSum() {
    var x = leaf(3);
    var y = x.mul(2);
    x.registerHook(g -> note("x", g));
    y.registerHook(g -> note("y", g));
    y.mul(y).add(y).add(x).backward(retainGraph());
    assertEquals(List.of("y 13.0", "x 27.0"), seen);
    Expect.values(gradOf(x), 27);
  }

  @Test
  void hooksOfOneTensorRunInTheOrderOfRegistration() {
    var x = leaf(3);
    x.registerHook(g -> g.mul(2));
    x.registerHook(g -> note("second", g));
    x.registerHook(g -> g.add(1));
    x.registerHook(g -> note("last", g));
    x.mul(5).backward();
    assertEquals(List.of("second 10.0", "last 11.0"), seen);
    Expect.values(gradOf(x), 11);
  }

  @Test
  void hooksOfATensorChangeWhatFlowsOn() {
    var x = leaf(3);
    var y = x.mul(2);
    var z = y.mul(5);
    y.registerHook(g -> g.mul(100));
    z.backward(retainGraph());
    Expect.values(gradOf(x), 1000);
    Expect.values(grad(z, x, retainGraph()), 1000);
    Expect.values(grad(z, y, retainGraph()), 500);
    Expect.values(gradOf(x), 1000);
  }

  @Test
  void theOrderOverTensorsIsThatOfThePass() {
    var x = leaf(1);
    var a = x.mul(2);
    var b = a.mul(3);
    var c = b.mul(4);
    for (var pair : List.of(List.of("x", x), List.of("b", b), List.of("a", a), List.of("c", c))) {
      ((Tensor) pair.get(1)).registerHook(g -> note((String) pair.get(0), g));
    }
    c.backward();
    assertEquals(List.of("c 1.0", "b 4.0", "a 12.0", "x 24.0"), seen);
  }

  @Test
  void aHandleTakesItsOwnBackAlsoInsideTheHook() {
    var x = leaf(1);
    var handles = new ArrayList<Handle>();
    handles.add(
        x.registerHook(g -> {
          handles.getFirst().remove();
          return note("once", g);
        }));
    handles.add(x.registerHook(g -> note("always", g)));
    x.mul(2).backward();
    x.mul(3).backward();
    assertEquals(List.of("once 2.0", "always 2.0", "always 3.0"), seen);
    handles.get(1).remove();
    handles.get(1).remove();
    x.mul(4).backward();
    assertEquals(3, seen.size());
    java.util.function.Function<Tensor, @Nullable Tensor> twice = g -> g.mul(2);
    var first = x.registerHook(twice);
    x.registerHook(twice);
    first.remove();
    first.remove();
    gradOf(x).zero_();
    x.mul(1).backward();
    Expect.values(gradOf(x), 2);
  }

  @Test
  void whatAHookReturnsFits() {
    var x = leaves(1, 2);
    var y = x.mul(3);
    var handle = y.registerHook(_ -> ones(FLOAT64, 3));
    refused(
        ShapeException.class,
        "what a hook returns has the shape of its tensor, (2), got (3)",
        () -> y.sum().backward(retainGraph()));
    handle.remove();
    handle = y.registerHook(_ -> ones(2));
    refused(
        DTypeException.class,
        "what a hook returns has the type of its tensor, float64, got float32",
        () -> y.sum().backward(retainGraph()));
    assertNull(x.grad());
    handle.remove();
    y.sum().backward();
    Expect.values(gradOf(x), 3, 3);
  }

  @Test
  void hooksAreForWhatIsRecorded() {
    var message =
        " needs a tensor that requires a gradient or was computed from one, got a constant of shape"
            + " (2); call requiresGrad(true) on a leaf before computing";
    refused(GraphException.class, "registerHook" + message, () -> ones(2).registerHook(g -> g));
    refused(
        GraphException.class,
        "registerMultiGradHook" + message,
        () -> registerMultiGradHook(List.of(leaf(1), ones(2)), _ -> {}));
    refused(
        GraphException.class,
        "registerPostAccumulateGradHook is for leaves that require a gradient, got a constant",
        () -> ones(2).registerPostAccumulateGradHook(_ -> {}));
    var y = leaf(1).mul(2);
    refused(
        GraphException.class,
        "registerPostAccumulateGradHook is for leaves that require a gradient, got the result of "
            + nodeOf(y),
        () -> y.registerPostAccumulateGradHook(_ -> {}));
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void noHookIsNone() {
    var x = leaf(1);
    assertThrows(NullPointerException.class, () -> x.registerHook(null));
    assertThrows(NullPointerException.class, () -> x.registerPostAccumulateGradHook(null));
    assertThrows(NullPointerException.class, () -> registerMultiGradHook(List.of(x), null));
    assertThrows(NullPointerException.class, () -> nodeOf(x.mul(2)).registerHook(null));
    assertThrows(NullPointerException.class, () -> nodeOf(x.mul(2)).registerPreHook(null));
    x.mul(2).backward();
    Expect.values(gradOf(x), 2);
  }

  @Test
  void retainedGradientsAreThoseAfterTheHooks() {
    var x = leaf(1);
    var y = x.mul(2);
    y.retainGrad();
    y.registerHook(g -> g.mul(10));
    y.mul(3).backward();
    Expect.values(gradOf(y), 30);
    Expect.values(gradOf(x), 60);
  }

  @Test
  void aHookStaysWithTheNodeItWasRegisteredOn() {
    var x = leaf(1);
    var y = x.mul(2);
    y.retainGrad();
    y.registerHook(g -> note("before the write", g));
    y.mul_(5);
    y.registerHook(g -> note("after the write", g));
    y.mul(3).backward();
    assertEquals(List.of("after the write 3.0", "before the write 15.0"), seen);
    Expect.values(gradOf(x), 30);
    Expect.values(gradOf(y), 3);
  }

  @Test
  void hooksOfAViewAfterItsBaseWasWrittenTo() {
    var x = leaves(1, 2);
    var y = x.mul(2);
    var v = y.at(0);
    y.mul_(5);
    v.registerHook(g -> note("v", g));
    v.mul(3).backward();
    assertEquals(List.of("v 3.0"), seen);
  }

  @Test
  void aHookMayKeepWhatItSees() {
    var x = leaves(1, 2);
    var y = x.mul(2);
    var kept = new ArrayList<Tensor>();
    y.registerHook(g -> {
      kept.add(g);
      return null;
    });
    y.exp().add(y.sin()).sum().backward();
    double[] want = {
      Math.exp(2) + Math.cos(2), Math.exp(4) + Math.cos(4),
    };
    Expect.near(1e-12, kept.getFirst(), want);
    x.mul(3).sum().backward();
    Expect.near(1e-12, kept.getFirst(), want);
  }

  @Test
  void whatAHookReturnsStaysTheUsers() {
    var x = leaves(1, 2);
    var mine = from(new double[] {10, 20});
    x.registerHook(_ -> mine);
    x.mul(3).sum().backward();
    x.mul(3).sum().backward();
    Expect.values(mine, 10, 20);
    Expect.values(gradOf(x), 20, 40);
    gradOf(x).zero_();
    Expect.values(mine, 10, 20);
  }

  @Test
  void aRecordedPassRecordsItsHooks() {
    var x = leaf(3);
    var y = x.mul(x);
    y.registerHook(g -> g.mul(x));
    var g = grad(y, x, createGraph());
    Expect.values(g, 18);
    Expect.values(grad(g, x), 12);
    var z = x.mul(x);
    z.registerHook(h -> h.mul(x));
    assertFalse(grad(z, x).requiresGrad());
  }

  @Test
  void anExceptionInAHookLeavesGradientsAsTheyWere() {
    var x = leaf(3);
    var w = leaf(4);
    w.mul(1).backward();
    var y = x.mul(2);
    y.registerHook(_ -> {
      throw new IllegalStateException("mine");
    });
    var z = y.add(w.mul(10));
    assertEquals(
        "mine", assertThrows(IllegalStateException.class, () -> z.backward()).getMessage());
    assertNull(x.grad());
    Expect.values(gradOf(w), 1);
    x.registerHook(_ -> {
      throw new IllegalStateException("at the leaf");
    });
    var both = w.mul(10).add(x);
    assertThrows(IllegalStateException.class, () -> both.backward());
    assertNull(x.grad());
    Expect.values(gradOf(w), 1);
    w.mul(5).backward();
    Expect.values(gradOf(w), 6);
    assertTrue(x.mul(2).requiresGrad());
  }

  @Test
  void aPassInsideAHook() {
    var x = leaf(3);
    var w = leaf(4);
    var y = x.mul(2);
    y.registerHook(g -> {
      try (var _ = Fluxion.enableGrad()) {
        return g.mul(grad(w.mul(w), w));
      }
    });
    y.mul(10).backward();
    Expect.values(gradOf(x), 160);
    assertNull(w.grad());
  }

  @Test
  void nodeHooksSeeBothSides() {
    var x = leaf(3);
    var y = x.mul(x);
    nodeOf(y)
        .registerHook((gi, go) -> {
          seen.add("gi " + gi + " go " + go);
          return null;
        });
    y.backward(from(new double[] {2}).reshape());
    assertEquals(
        List.of(
            "gi [tensor(6., dtype=torch.float64), tensor(6., dtype=torch.float64)] go [tensor(2.,"
                + " dtype=torch.float64)]"),
        seen);
    Expect.values(gradOf(x), 12);
  }

  @Test
  void nodeHooksReplaceWhatFlowsOn() {
    var x = leaf(3);
    var w = leaf(5);
    var y = x.mul(w);
    nodeOf(y).registerHook((gi, _) -> list(Objects.requireNonNull(gi.get(0)).mul(10), gi.get(1)));
    nodeOf(y).registerHook((gi, _) -> list(gi.get(0), null));
    y.backward();
    Expect.values(gradOf(x), 50);
    assertNull(w.grad());
    var z = x.mul(2);
    nodeOf(z).registerHook((gi, _) -> list(gi.get(0)));
    refused(
        IllegalArgumentException.class,
        "a node's hook returns null or 2 cotangents, got 1",
        () -> z.backward());
    var v = x.mul(2);
    nodeOf(v).registerHook((_, _) -> list(ones(FLOAT64, 3), null));
    refused(
        ShapeException.class,
        "what a node's hook returns has the shape of its tensor, (), got (3)",
        () -> v.backward());
    Expect.values(gradOf(x), 50);
  }

  @Test
  void inputsThatAreConstantOrNotWantedShowAsNull() {
    var x = leaf(3);
    var w = leaf(5);
    var y = x.mul(w);
    nodeOf(y)
        .registerHook((gi, _) -> {
          seen.add((gi.get(0) == null) + " " + (gi.get(1) == null));
          return null;
        });
    y.backward(inputs(x), retainGraph());
    y.backward(inputs(w), retainGraph());
    grad(y, x, retainGraph());
    var c = x.mul(from(new double[] {2}).reshape());
    nodeOf(c)
        .registerHook((gi, _) -> {
          seen.add((gi.get(0) == null) + " " + (gi.get(1) == null));
          return null;
        });
    c.backward();
    assertEquals(List.of("false true", "true false", "false true", "false true"), seen);
  }

  @Test
  void preHooksComeFirst() {
    var x = leaf(3);
    var y = x.mul(x);
    nodeOf(y)
        .registerPreHook(go -> {
          note("pre", only(go));
          return list(only(go).mul(10));
        });
    nodeOf(y)
        .registerPreHook(go -> {
          note("pre again", only(go));
          return null;
        });
    nodeOf(y)
        .registerHook((_, go) -> {
          note("post", only(go));
          return null;
        });
    y.registerHook(g -> note("tensor", g));
    y.backward();
    assertEquals(List.of("tensor 1.0", "pre 1.0", "pre again 10.0", "post 10.0"), seen);
    Expect.values(gradOf(x), 60);
    var z = x.mul(x);
    nodeOf(z).registerPreHook(_ -> list());
    refused(
        IllegalArgumentException.class,
        "a node's pre-hook returns null or 1 cotangents, got 0",
        () -> z.backward());
  }

  @Test
  void aPreHookThatGivesNullStopsTheFlow() {
    var x = leaf(3);
    var w = leaf(5);
    var y = x.mul(2);
    nodeOf(y).registerPreHook(_ -> list((Tensor) null));
    y.add(w).backward();
    Expect.values(gradOf(w), 1);
    assertTrue(x.grad() == null || gradOf(x).item() == 0);
  }

  @Test
  void nodeHooksOfOperationsWithSeveralResults() {
    var x = leaves(1, 2);
    var parts = x.mul(3).unbind(0);
    var node = nodeOf(parts.get(0));
    assertSame(node, nodeOf(parts.get(1)));
    node.registerPreHook(go -> {
      seen.add("pre " + go);
      return null;
    });
    node.registerHook((gi, go) -> {
      seen.add("post " + only(gi) + " " + go.size());
      return null;
    });
    parts.get(1).mul(5).backward();
    assertEquals(
        List.of(
            "pre [null, tensor(5., dtype=torch.float64)]",
            "post tensor([0., 5.], dtype=torch.float64) 2"),
        seen);
    Expect.values(gradOf(x), 0, 15);
  }

  @Test
  void nodeHooksOfALeafsNodeRun() {
    var x = leaf(3);
    var y = x.mul(2);
    var node = Objects.requireNonNull(nodeOf(y).inputs().get(0));
    assertEquals("AccumulateGrad", node.name());
    node.registerPreHook(go -> {
      seen.add("pre " + go);
      return null;
    });
    node.registerHook((gi, go) -> {
      seen.add("post " + gi + " " + go);
      return null;
    });
    y.backward();
    assertEquals(
        List.of(
            "pre [tensor(2., dtype=torch.float64)]", "post [] [tensor(2., dtype=torch.float64)]"),
        seen);
  }

  @Test
  void nodeHooksOfInputsAskedForDoNotRun() {
    var x = leaf(3);
    var y = x.mul(2);
    nodeOf(y)
        .registerHook((_, _) -> {
          seen.add("node");
          return null;
        });
    y.registerHook(g -> note("tensor", g));
    grad(y.mul(5), y);
    assertEquals(List.of("tensor 5.0"), seen);
  }

  @Test
  void afterAccumulationTheTensorIsShown() {
    var x = leaf(3);
    var handle =
        x.registerPostAccumulateGradHook(t -> {
          assertSame(x, t);
          note("post", gradOf(t));
          t.grad(null);
        });
    x.registerHook(g -> note("hook", g));
    x.mul(2).backward();
    x.mul(5).backward();
    assertEquals(List.of("hook 2.0", "post 2.0", "hook 5.0", "post 5.0"), seen);
    assertNull(x.grad());
    grad(x.mul(2), x);
    assertEquals(5, seen.size());
    handle.remove();
    x.mul(2).backward();
    Expect.values(gradOf(x), 2);
  }

  @Test
  void anOptimiserInAHook() {
    var w = leaves(1, 2);
    w.registerPostAccumulateGradHook(t -> {
      try (var _ = Fluxion.noGrad()) {
        t.sub_(gradOf(t), 0.5);
      }
      t.grad(null);
    });
    w.mul(w).sum().backward();
    Expect.values(w, 0, 0);
    assertTrue(w.isLeaf() && w.requiresGrad());
  }

  @Test
  void manyGradientsAtOnce() {
    var x = leaf(3);
    var w = leaf(4);
    var u = leaf(5);
    var y = x.mul(w);
    var handle =
        registerMultiGradHook(
            List.of(x, y, u, w), all -> seen.add(all.stream().map(HooksTest::text).toList() + ""));
    y.mul(2).backward(retainGraph());
    assertEquals(List.of("[8.0, 2.0, null, 6.0]"), seen);
    y.add(u).backward(retainGraph());
    assertEquals("[4.0, 1.0, 1.0, 3.0]", seen.get(1));
    grad(y, x, retainGraph());
    assertEquals("[4.0, 1.0, null, null]", seen.get(2));
    leaf(1).mul(2).backward();
    assertEquals(3, seen.size());
    handle.remove();
    y.backward();
    assertEquals(3, seen.size());
  }

  private static String text(@Nullable Tensor x) {
    return x == null ? "null" : "%s".formatted(x);
  }

  @Test
  void hooksRunUnderEveryKindOfPass() {
    var x = leaf(3);
    x.registerHook(g -> note("x", g));
    var y = x.mul(x);
    grad(y, x, retainGraph());
    grad(List.of(y), List.of(x), retainGraph(), allowUnused());
    backward(List.of(y, y), Arrays.asList(null, null), retainGraph());
    var tape = new GradientTape();
    try (tape) {
      y = x.mul(x);
    }
    assertNotNull(tape.gradient(y, x));
    assertEquals(List.of("x 6.0", "x 6.0", "x 12.0", "x 6.0"), seen);
  }

  @Test
  void hooksInFloat32() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    x.registerHook(g -> g.clamp(-1, 1));
    x.mul(x).sum().backward();
    Expect.values(gradOf(x), 1, 1);
  }
}
