package dev.fluxion;

import dev.fluxion.op.Op;
import org.jspecify.annotations.Nullable;

/**
 * One output of an operation with several: its pull files the cotangent with the operation's node,
 * which runs when all its slots have. Users never see it.
 */
final class Slot extends Interior {
  final OpaqueNode parent;
  final int number;

  Slot(OpaqueNode parent, int number) {
    super(parent.depth + 1, parent.level, parent.manners);
    this.parent = parent;
    this.number = number;
  }

  @Override
  Op op() {
    return parent.op();
  }

  @Override
  int count() {
    return 1;
  }

  @Override
  @Nullable Node edge(int k) {
    return parent;
  }

  @Override
  boolean saves() {
    return false;
  }

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    pass.file(parent, number, ct);
  }
}
