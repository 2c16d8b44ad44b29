package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passes taken apart, and interleaved as two threads would. */
class ReversePassTest {
  private static Set<Node> only(Node node) {
    Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.add(node);
    return set;
  }

  private static Node node(Tensor x) {
    return Objects.requireNonNull(x.node);
  }

  private static ReversePass capturing(Tensor root, Tensor target) {
    var pass = new ReversePass(true, false);
    pass.capture(List.of(node(root)), only(node(target)));
    return pass;
  }

  private static void captured(ReversePass pass, Tensor x, double... want) {
    Expect.values(Objects.requireNonNull(pass.captured(node(x))), want);
  }

  @Test
  void twoPassesThatAlternate() {
    var x = tensor(1.0).requiresGrad(true);
    var a = capturing(x, x);
    var b = capturing(x, x);
    for (int k = 0; k < 3; k++) {
      a.file(node(x), tensor(1.0), false);
      b.file(node(x), tensor(10.0), false);
    }
    b.run();
    a.run();
    captured(a, x, 3);
    captured(b, x, 30);
  }

  /**
   * The second pass kept a sum of its own while the first held the node, and lost it afterwards.
   */
  @Test
  void aPassThatFilesBeforeAndAfterAnotherOneIsThrough() {
    var x = tensor(1.0).requiresGrad(true);
    var a = capturing(x, x);
    var b = capturing(x, x);
    a.file(node(x), tensor(5.0), false);
    b.file(node(x), tensor(1.0), false);
    a.run();
    b.file(node(x), tensor(2.0), false);
    b.run();
    captured(a, x, 5);
    captured(b, x, 3);
  }

  @Test
  void theSameForALeafThatAddsUp() {
    var x = tensor(1.0).requiresGrad(true);
    var a = new ReversePass(false, false);
    var b = new ReversePass(false, false);
    a.file(node(x), tensor(5.0), false);
    b.file(node(x), tensor(1.0), false);
    a.run();
    b.file(node(x), tensor(2.0), false);
    b.run();
    Expect.values(gradOf(x), 8);
  }

  @Test
  void theSameForAnInteriorNodeThatMayBeOpenedOnce() {
    var x = tensor(2.0).requiresGrad(true);
    var y = x.add(1);
    var a = new ReversePass(false, false);
    var b = new ReversePass(false, false);
    a.file(node(y), tensor(5.0), false);
    b.file(node(y), tensor(1.0), false);
    a.run();
    b.file(node(y), tensor(2.0), false);
    b.run();
    Expect.values(gradOf(x), 8);
    var z = x.mul(x);
    var c = new ReversePass(true, false);
    var d = new ReversePass(false, false);
    c.file(node(z), tensor(1.0), false);
    d.file(node(z), tensor(1.0), false);
    c.run();
    d.file(node(z), tensor(1.0), false);
    d.run();
    Expect.values(gradOf(x), 8 + 4 + 8);
  }

  @Test
  void theSameForTheOutputsOfOneOperation() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    var rows = x.unbind(0);
    var a = capturing(rows.get(0), x);
    var b = new ReversePass(true, false);
    b.capture(List.of(node(rows.get(0)), node(rows.get(1))), only(node(x)));
    var parent = (OpaqueNode) nodeOf(rows.get(0));
    a.file(parent, 0, tensor(7.0));
    b.file(parent, 0, tensor(1.0));
    a.run();
    b.file(parent, 1, tensor(2.0));
    b.run();
    Expect.values(Objects.requireNonNull(a.captured(node(x))), 7, 0);
    Expect.values(Objects.requireNonNull(b.captured(node(x))), 1, 2);
  }

  /**
   * A retaining pass has looked whether the node is freed, and then another one frees it. What it
   * finds then was a missing operand or a null.
   */
  @Test
  void aPassThatFindsTheResidualsGoneIsRefused() throws ReflectiveOperationException {
    var freed = Interior.class.getDeclaredField("freed");
    freed.setAccessible(true);
    var x = from(new double[] {1, 2}).requiresGrad(true);
    for (var y :
        List.of(
            x.exp(),
            x.sin(),
            x.mul(x),
            x.div(x),
            x.pow(x),
            x.clamp(0, 3),
            Fluxion.where(x.gt(1), x, x.detach()),
            x.softplus(),
            x.softmax(0),
            x.max(0).values(),
            x.max(),
            x.prod(),
            x.norm(),
            x.logSumExp(0),
            x.dot(x),
            x.indexSelect(0, tensor(1)))) {
      var name = nodeOf(y).name();
      var ones = Fluxion.onesLike(y);
      y.backward(ones);
      freed.setBoolean(nodeOf(y), false);
      var thrown =
          assertThrows(RuntimeException.class, () -> y.backward(ones, Fluxion.retainGraph()), name);
      assertEquals(GraphException.class, thrown.getClass(), () -> name + " " + thrown);
    }
  }

  /**
   * A pass claims a node before it reads what the node saved, so that no other one reads it too.
   */
  @Test
  void aNodeThatIsClaimedIsRefusedThoughNothingIsGoneYet() throws ReflectiveOperationException {
    var freed = Interior.class.getDeclaredField("freed");
    freed.setAccessible(true);
    var x = from(new double[] {1, 2}).requiresGrad(true);
    for (var y :
        List.of(
            x.exp(),
            x.mul(x),
            x.clamp(0, 3),
            x.softmax(0),
            x.dot(x),
            x.indexSelect(0, tensor(1)))) {
      freed.setBoolean(nodeOf(y), true);
      var ones = Fluxion.onesLike(y);
      assertThrows(GraphException.class, () -> y.backward(ones));
      assertThrows(GraphException.class, () -> y.backward(ones, Fluxion.retainGraph()));
    }
    assertNull(x.grad());
  }

  /** Whether no pass holds a node. */
  private static boolean isFree(Tensor x) {
    var pass = new ReversePass(true, false);
    boolean free = node(x).claim(pass);
    if (free) {
      node(x).release();
    }
    return free;
  }

  @Test
  void aPassThatIsRefusedOrOnlyLooksHoldsNothing() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    var unused = tensor(3.0).requiresGrad(true);
    var y = x.mul(x);
    var z = y.sum();
    assertThrows(GraphException.class, () -> Fluxion.grad(List.of(z), List.of(x, unused)));
    for (var t : List.of(x, y, z, unused)) {
      assertTrue(isFree(t));
    }
    var leads = ReversePass.leads(List.of(node(z)), only(node(x)));
    assertEquals(Set.of(node(x), node(y), node(z)), Set.copyOf(leads));
    for (var t : List.of(x, y, z)) {
      assertTrue(isFree(t));
    }
    var pass = capturing(z, y);
    assertTrue(isFree(x));
    assertFalse(isFree(y));
    pass.abandon();
    assertTrue(isFree(y));
  }

  @Test
  void aPassThatFindsAllNodesTakenLooksPastThem() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    var w = tensor(5.0, 7.0).requiresGrad(true);
    var y = x.mul(x).mul(w);
    var first = capturing(y, x);
    var second = capturing(y, x);
    assertFalse(second.wants(node(w)));
    assertTrue(second.wants(node(x)));
    first.file(node(y), tensor(1.0, 1.0), false);
    first.run();
    second.file(node(y), tensor(10.0, 1.0), false);
    second.run();
    captured(first, x, 10, 28);
    captured(second, x, 100, 28);
  }

  @Test
  void aFailedPassReleasesWhatItHolds() {
    var x = tensor(2.0).requiresGrad(true);
    var freed = x.exp();
    freed.backward();
    x.grad(null);
    var z = x.mul(3).add(freed);
    assertThrows(GraphException.class, () -> z.backward());
    assertThrows(GraphException.class, () -> z.backward());
    assertNull(x.grad());
    x.mul(5).backward();
    Expect.values(gradOf(x), 5);
  }

  @Test
  void aPassThatFailsInARuleReleasesWhatItHolds() {
    var x = from(new double[] {1, 2}).requiresGrad(true);
    var y = x.mul(x);
    var z = y.add(x);
    y.detach().zero_();
    x.detach().zero_();
    assertThrows(GraphException.class, () -> z.sum().backward());
    assertNull(x.grad());
    x.mul(2).sum().backward();
    Expect.values(gradOf(x), 2, 2);
  }

  @Test
  void deepestFirst() {
    // x reaches the root by paths of lengths 1 to 5; each node is visited once all the same.
    var x = tensor(1.0).requiresGrad(true);
    var y = x;
    Tensor sum = x.mul(1);
    for (int k = 0; k < 4; k++) {
      y = y.add(x).retainGrad();
      sum = sum.add(y);
    }
    sum.backward();
    // sum = x + 2x + 3x + 4x + 5x
    Expect.values(gradOf(x), 15);
    Expect.values(gradOf(y), 1);
    assertEquals(4, nodeDepth(y));
  }

  private static int nodeDepth(Tensor y) {
    return nodeOf(y).depth;
  }
}
