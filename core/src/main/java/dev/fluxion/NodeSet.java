package dev.fluxion;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, told apart by identity, which only grow in number. The JVM computes the hash of a new
 * object's identity slowly, and most nodes are new; their depth is there already and mostly tells
 * them apart. Where it does not, in wide graphs, the set goes over to identities.
 */
final class NodeSet extends AbstractSet<Node> {
  /** So many places in a row that are taken are no chance. */
  private static final int CROWDED = 32;

  private @Nullable Node[] table = new @Nullable Node[64];
  private int size;
  private boolean byDepth = true;

  @Override
  public boolean contains(@Nullable Object o) {
    return o instanceof Node node && table[place(node)] != null;
  }

  @Override
  public boolean add(Node node) {
    int place = place(node);
    if (table[place] != null) {
      return false;
    }
    table[place] = node;
    size++;
    if (2 * size > table.length) {
      spread(2 * table.length);
    } else if (byDepth && (place - start(node) & table.length - 1) > CROWDED) {
      byDepth = false;
      spread(table.length);
    }
    return true;
  }

  /** Where a node is, or else would be. */
  private int place(Node node) {
    int last = table.length - 1;
    int place = start(node);
    for (var n = table[place]; n != null && n != node; n = table[place]) {
      place = place + 1 & last;
    }
    return place;
  }

  private int start(Node node) {
    int hash = (byDepth ? node.depth : System.identityHashCode(node)) * 0x9E3779B9;
    return hash >>> 32 - Integer.numberOfTrailingZeros(table.length);
  }

  private void spread(int length) {
    var old = table;
    table = new @Nullable Node[length];
    for (var node : old) {
      if (node != null) {
        table[place(node)] = node;
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  private Stream<Node> nodes() {
    return Arrays.stream(table).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  @Override
  public Iterator<Node> iterator() {
    return nodes().iterator();
  }
}
