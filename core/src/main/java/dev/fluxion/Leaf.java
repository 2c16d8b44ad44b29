package dev.fluxion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a gradient arrives: the node of a tensor that a user marked with {@code requiresGrad}. */
final class Leaf extends Node {
  final Gradient gradient = new Gradient();

  Leaf(Level level) {
    super(0, level);
  }

  @Override
  public String name() {
    return "AccumulateGrad";
  }

  @Override
  public List<@Nullable Node> inputs() {
    return List.of();
  }
}
