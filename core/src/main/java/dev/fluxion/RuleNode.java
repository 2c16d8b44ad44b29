package dev.fluxion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The node of an operation whose pull is given as a function: a user's rule, a checkpoint. */
final class RuleNode extends Joint {
  /** From the saved values and the cotangents of the results to those of the inputs. */
  @FunctionalInterface
  interface Rule {
    @Nullable Tensor[] vjp(ReversePass pass, List<Tensor> saved, @Nullable Tensor[] ct);
  }

  private final String name;
  private @Nullable Rule rule;
  private final @Nullable Object[] saved;
  private final @Nullable Node[] then;
  private final int[] versions;

  private RuleNode(
      String name, @Nullable Node[] edges, List<Tensor> saved, int results, Rule rule) {
    super(edges, results);
    this.name = name;
    this.rule = rule;
    this.saved = new @Nullable Object[saved.size()];
    this.then = new @Nullable Node[saved.size()];
    this.versions = new int[saved.size()];
    for (int k = 0; k < versions.length; k++) {
      this.saved[k] = save(saved.get(k));
      this.then[k] = saved.get(k).node();
      this.versions[k] = version(this.saved[k]);
    }
  }

  /**
   * Lets results be followed as those of a rule, where they are floating; others are constants.
   *
   * @param edges what the inputs are followed as
   * @param saved what the rule reads
   * @param y the results, without nodes
   * @param isConstant which of them have no derivative
   */
  static void record(
      String name,
      @Nullable Node[] edges,
      List<Tensor> saved,
      List<Tensor> y,
      boolean[] isConstant,
      Rule rule) {
    var node = new RuleNode(name, edges, saved, y.size(), rule);
    for (int k = 0; k < y.size(); k++) {
      if (y.get(k).dtype().isFloating() && !isConstant[k]) {
        y.get(k).node = node.of(k);
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  boolean saves() {
    return true;
  }

  /** Whether the rule reads values that have one of these nodes. */
  boolean savesAnyOf(Set<Node> nodes) {
    return Arrays.stream(then).anyMatch(node -> node != null && nodes.contains(node));
  }

  @Override
  void keepSaved() {
    keep(saved);
  }

  @Override
  void pull(ReversePass pass, @Nullable Tensor[] ct) {
    List<Tensor> values = new ArrayList<>();
    for (int k = 0; k < saved.length; k++) {
      values.add(unpack(saved[k], versions[k], then[k], pass));
    }
    var results = Objects.requireNonNull(rule).vjp(pass, values, ct);
    for (int k = 0; k < results.length; k++) {
      var edge = edge(k);
      var result = results[k];
      if (edge != null && result != null && pass.wants(edge)) {
        // A user's rule may keep what it returns.
        pass.file(edge, result, false);
      }
    }
    if (!pass.retain) {
      Arrays.fill(saved, null);
      rule = null;
    }
  }
}
