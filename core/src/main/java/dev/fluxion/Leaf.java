package dev.fluxion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a gradient arrives: the node of a tensor that a user marked with {@code requiresGrad}. */
final class Leaf extends Node {
  final Gradient gradient = new Gradient();

  final GradReq request;

  /** What the tensor is a view of, which it stays when it is marked. */
  @Nullable View view;

  Leaf(Level level, int manners, GradReq request) {
    super(0, level, manners);
    this.request = request;
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
