package dev.fluxion;

/**
 * One output of an operation with several: its pull files the cotangent with the operation's node,
 * which runs when all its slots have. Users never see it.
 */
final class Slot extends Interior {
  final Joint parent;
  final int number;

  Slot(Joint parent, int number) {
    super(parent.depth + 1, parent.level, parent.manners, parent, null);
    this.parent = parent;
    this.number = number;
  }

  @Override
  public String name() {
    return parent.name();
  }

  @Override
  int count() {
    return 1;
  }

  @Override
  boolean saves() {
    return false;
  }

  @Override
  void keepSaved() {}

  @Override
  void pull(ReversePass pass, Tensor ct, boolean owned) {
    pass.file(parent, number, ct);
  }
}
