package dev.fluxion;

import static dev.fluxion.Fluxion.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeSetTest {
  private static Node node(Tensor x) {
    return Objects.requireNonNull(x.node());
  }

  /** Nodes of a long chain, which differ in depth, and of many leaves, which do not. */
  private static List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    var x = tensor(1.0).requiresGrad(true);
    for (int k = 0; k < 3000; k++) {
      nodes.add(node(tensor(1.0).requiresGrad(true)));
      x = x.mul(0.5);
      nodes.add(node(x));
    }
    return nodes;
  }

  @Test
  void holdsWhatASetOfIdentitiesHolds() {
    var nodes = nodes();
    var random = new Random(1);
    var set = new NodeSet();
    Set<Node> expected = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int k = 0; k < 9000; k++) {
      var node = nodes.get(random.nextInt(nodes.size()));
      assertEquals(expected.contains(node), set.contains(node));
      assertEquals(expected.add(node), set.add(node));
      assertEquals(expected.size(), set.size());
    }
    Set<Node> listed = Collections.newSetFromMap(new IdentityHashMap<>());
    listed.addAll(set);
    assertEquals(expected, listed);
    for (var node : nodes) {
      assertEquals(expected.contains(node), set.contains(node));
    }
  }

  @Test
  void isEmptyAtFirst() {
    var set = new NodeSet();
    assertTrue(set.isEmpty());
    assertFalse(set.contains(node(tensor(1.0).requiresGrad(true))));
    assertFalse(set.iterator().hasNext());
  }
}
