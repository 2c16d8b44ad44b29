package dev.fluxion;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tape has recorded since it was made or reset: nodes carry it as a mark. */
final class TapeRun {
  /** Whether variables are followed without being watched. */
  final boolean variables;

  /** Whether it is no tape but a mark on nodes only, and lets nothing be followed. */
  final boolean marksOnly;

  private final Map<Tensor, Node> watched = Collections.synchronizedMap(new IdentityHashMap<>());

  TapeRun(boolean variables) {
    this(variables, false);
  }

  private TapeRun(boolean variables, boolean marksOnly) {
    this.variables = variables;
    this.marksOnly = marksOnly;
  }

  /** A mark for the nodes that are made while it is among the tapes. */
  static TapeRun mark() {
    return new TapeRun(false, true);
  }

  /** Follows a tensor that nothing follows yet. */
  void watch(Tensor x, Node node) {
    if (watched.putIfAbsent(x, node) == null) {
      Watches.add(1);
    }
  }

  @Nullable Node watched(Tensor x) {
    return watched.get(x);
  }

  /** Operations need not look here any more; passes still do. */
  void end() {
    Watches.add(-watched.size());
  }
}
