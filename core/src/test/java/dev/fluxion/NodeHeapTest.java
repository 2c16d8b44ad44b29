package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeHeapTest {
  private static final long SEED = 23;

  /** A node at a depth; chains of views are the cheapest. */
  private static List<Node> chain(int length) {
    List<Node> nodes = new ArrayList<>();
    var x = Fluxion.tensor(1.0).requiresGrad(true);
    for (int k = 0; k < length; k++) {
      nodes.add(java.util.Objects.requireNonNull(x.node));
      x = x.neg();
    }
    return nodes;
  }

  @Test
  void deepestFirstThenTheLastThatCame() {
    var random = new Random(SEED);
    var depths = chain(12);
    for (int run = 0; run < 500; run++) {
      var heap = new NodeHeap();
      List<Node> waiting = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(5) > 1) {
          var node = depths.get(random.nextInt(depths.size()));
          heap.push(node);
          waiting.add(node);
        } else {
          assertSame(take(waiting), heap.pop());
        }
      }
      while (!waiting.isEmpty()) {
        assertSame(take(waiting), heap.pop());
      }
      assertNull(heap.pop());
    }
  }

  private static @org.jspecify.annotations.Nullable Node take(List<Node> waiting) {
    int best = -1;
    for (int k = 0; k < waiting.size(); k++) {
      if (best < 0 || waiting.get(k).depth >= waiting.get(best).depth) {
        best = k;
      }
    }
    return best < 0 ? null : waiting.remove(best);
  }

  @Test
  void equalDepthsComeInReverse() {
    var heap = new NodeHeap();
    var a = Fluxion.tensor(1.0).requiresGrad(true).neg();
    var b = Fluxion.tensor(1.0).requiresGrad(true).neg();
    var c = Fluxion.tensor(1.0).requiresGrad(true).neg();
    heap.push(Expect.nodeOf(a));
    heap.push(Expect.nodeOf(b));
    heap.push(Expect.nodeOf(c));
    assertSame(c.gradFn(), heap.pop());
    assertSame(b.gradFn(), heap.pop());
    assertSame(a.gradFn(), heap.pop());
  }
}
