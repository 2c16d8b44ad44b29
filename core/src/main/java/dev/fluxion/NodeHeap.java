package dev.fluxion;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nodes waiting for a pass, deepest first; of equal depth the one that came last. The deepest is
 * kept beside a binary heap, so a chain, where each node brings in one that is deeper than all
 * others, never touches the heap.
 */
final class NodeHeap {
  private @Nullable Node top;
  private long topKey;
  private Node[] nodes = new Node[16];
  private long[] keys = new long[16];
  private int size;
  private int arrivals;

  void push(Node node) {
    long key = (long) node.depth << 32 | arrivals++;
    var first = top;
    if (first == null && (size == 0 || key > keys[0])) {
      top = node;
      topKey = key;
    } else if (first != null && key > topKey) {
      insert(first, topKey);
      top = node;
      topKey = key;
    } else {
      insert(node, key);
    }
  }

  @Nullable Node pop() {
    var first = top;
    if (first != null) {
      top = null;
      return first;
    }
    if (size == 0) {
      return null;
    }
    var node = nodes[0];
    sift(nodes[--size], keys[size]);
    return node;
  }

  private void insert(Node node, long key) {
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    int at = size++;
    while (at > 0 && keys[(at - 1) / 2] < key) {
      nodes[at] = nodes[(at - 1) / 2];
      keys[at] = keys[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  private void sift(Node node, long key) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      child += child + 1 < size && keys[child + 1] > keys[child] ? 1 : 0;
      if (keys[child] <= key) {
        break;
      }
      nodes[at] = nodes[child];
      keys[at] = keys[child];
      at = child;
    }
    nodes[at] = node;
    keys[at] = key;
  }
}
