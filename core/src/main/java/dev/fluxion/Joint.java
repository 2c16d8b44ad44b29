package dev.fluxion;

import org.jspecify.annotations.Nullable;

/** The node of an operation with any number of inputs and of results. */
abstract sealed class Joint extends Interior permits OpaqueNode, RuleNode {
  private final @Nullable Node[] edges;

  /** The slot of each result; empty if there is one result only. */
  final Slot[] slots;

  Joint(@Nullable Node[] edges, int results) {
    super(
        depth(edges),
        level(edges),
        manners(edges),
        edges.length > 0 ? edges[0] : null,
        edges.length > 1 ? edges[1] : null);
    this.edges = edges;
    slots = new Slot[results > 1 ? results : 0];
    for (int k = 0; k < slots.length; k++) {
      slots[k] = new Slot(this, k);
    }
  }

  private static int depth(@Nullable Node[] edges) {
    int depth = 0;
    for (var edge : edges) {
      depth = edge == null ? depth : Math.max(depth, edge.depth);
    }
    return depth + 1;
  }

  private static int manners(@Nullable Node[] edges) {
    int manners = 0;
    Node one = null;
    for (var edge : edges) {
      manners |= Manners.union(one, edge);
      one = edge == null ? one : edge;
    }
    return manners;
  }

  private static Level level(@Nullable Node[] edges) {
    var level = Level.NONE;
    for (var edge : edges) {
      level = edge == null ? level : Level.innermost(level, edge.level);
    }
    return level;
  }

  /** The node of a result. */
  final Interior of(int result) {
    return slots.length == 0 ? this : slots[result];
  }

  @Override
  final int count() {
    return edges.length;
  }

  @Override
  final @Nullable Node more(int k) {
    return edges[k];
  }

  @Override
  final void pull(ReversePass pass, Tensor ct, boolean owned) {
    pull(pass, new @Nullable Tensor[] {ct});
  }

  /** Pulls the cotangents of all results, null where nothing arrived. */
  abstract void pull(ReversePass pass, @Nullable Tensor[] ct);
}
