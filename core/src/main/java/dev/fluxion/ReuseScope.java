package dev.fluxion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uses the memory of large tensors again, where the program says that it is done with them: a step
 * of training, for example, which makes the same tensors each time. New memory costs more than most
 * operations on it.
 *
 * <p>When the scope is closed, the memory of the tensors of float32 or float64 that were made
 * since, on this thread, of 1,024 elements or more, is given to tensors that are made later. It is
 * not if a tensor is kept: those given to {@link #keep}, gradients that leaves hold, what shares
 * its memory with a Java array or is a {@link Tensor#data()}. Smaller tensors are left alone, so
 * numbers such as a loss stay good. Whoever holds another tensor, or a view of one, gets an
 * exception for every use of it: its numbers never change silently.
 *
 * <pre>{@code
 * var w = zeros(2000).requiresGrad(true);
 * Tensor kept;
 * try (var scope = reuse()) {
 *   var y = w.add(1).mul(3);
 *   y.sum().backward();
 *   kept = scope.keep(y.detach().mul(2));
 * }
 * w.grad().get(0);   // tensor(3.)
 * kept.get(0);       // tensor(6.)
 * }</pre>
 *
 * <p>Scopes may be nested. What is made by other threads does not belong to a scope.
 */
public final class ReuseScope implements AutoCloseable {
  private final List<Dense> made = new ArrayList<>();
  private final Scope scope;

  ReuseScope() {
    scope = Modes.enter(Modes.now().reuse(this));
  }

  void made(Dense x) {
    if (x.isLarge()) {
      made.add(x);
    }
  }

  /**
   * Keeps tensors beyond the end of the scope, for as long as the program holds them, and with them
   * what the operations behind them saved, so that a pass may follow later.
   *
   * @param tree a tensor, or records, lists, maps and arrays of them
   * @param <T> the type of the tree
   * @return the tree itself
   */
  public <T> T keep(T tree) {
    for (var x : Tree.tensors(tree)) {
      x.keep();
      keepGraph(x.node());
    }
    return tree;
  }

  private static void keepGraph(@Nullable Node root) {
    var seen = new NodeSet();
    var waiting = new ArrayDeque<Node>();
    for (var node = root; node != null; node = waiting.poll()) {
      if (seen.add(node) && node instanceof Interior interior) {
        interior.keepSaved();
        for (int k = 0; k < interior.count(); k++) {
          var edge = interior.edge(k);
          if (edge != null) {
            waiting.add(edge);
          }
        }
      }
    }
  }

  /**
   * Ends the scope and gives up the memory of what is not kept.
   *
   * @throws GraphException if another scope was opened since and is still open, if this one is
   *     closed already, or if another thread opened it
   */
  @Override
  public void close() {
    scope.close();
    // The last one on top: it is the one that is still in the cache.
    for (var x : made) {
      if (!x.isKept()) {
        x.release();
      }
    }
    made.clear();
  }
}
