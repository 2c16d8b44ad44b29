package dev.fluxion;

import dev.fluxion.op.Clone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stretch of a program whose nodes carry a mark, so that its inputs can be told from it. */
final class Marked {
  final TapeRun mark = TapeRun.mark();

  /** Opens the stretch with some setting of the modes. */
  Scope open(Modes.State state) {
    return Modes.enter(state.tapes(state.tapes().with(mark)));
  }

  /** The nodes from before that results depend on, in the order in which they are met. */
  List<Node> inputs(List<Tensor> results) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> found = new ArrayList<>();
    var stack = new ArrayDeque<Node>();
    for (var y : results) {
      push(y.node(), seen, stack);
      while (!stack.isEmpty()) {
        var node = stack.pop();
        if (node instanceof Interior inner && inner.isOn(mark)) {
          for (int k = inner.count() - 1; k >= 0; k--) {
            push(inner.edge(k), seen, stack);
          }
        } else {
          found.add(node);
        }
      }
    }
    return found;
  }

  /** A result without history; in memory of its own if it is something from before. */
  Tensor cut(Tensor y) {
    var node = y.node();
    boolean isFromBefore = node != null && !(node instanceof Interior inner && inner.isOn(mark));
    return isFromBefore ? Apply.linear(new Clone(), y.withNode(null)) : Lifted.forgotten(y);
  }

  private static void push(@Nullable Node node, Set<Node> seen, ArrayDeque<Node> stack) {
    if (node != null && seen.add(node)) {
      stack.push(node);
    }
  }
}
