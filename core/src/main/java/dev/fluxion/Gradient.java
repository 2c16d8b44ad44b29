package dev.fluxion;

import dev.fluxion.op.Clone;
import org.jspecify.annotations.Nullable;

/**
 * Where the cotangents of a tensor add up over passes. The sum that is kept always has memory of
 * its own and grows in place, so that who holds it sees what is added; under createGraph it is part
 * of a graph and is replaced instead.
 */
final class Gradient {
  private @Nullable Tensor value;

  synchronized @Nullable Tensor value() {
    return value;
  }

  synchronized void set(@Nullable Tensor other) {
    value = other;
  }

  /** Sets the sum, in memory that outlives every scope. */
  private void keep(Tensor sum) {
    sum.keep();
    value = sum;
  }

  synchronized void add(Tensor ct, boolean owned, boolean recording) {
    var old = value;
    if (old == null) {
      keep(own(ct, owned, recording));
    } else if (!recording && old instanceof Dense sum && isOurs(sum) && ct instanceof Dense c) {
      Run.add(sum, c);
      sum.written();
    } else {
      keep(recording ? old.add(ct) : old.withNode(null).add(ct));
    }
  }

  /** Puts a gradient in the place of the one before, in its memory. */
  synchronized void write(Tensor ct, boolean owned, boolean recording) {
    var old = value;
    if (!recording && old instanceof Dense to && isOurs(to) && ct instanceof Dense from) {
      to.copyFrom(from);
      to.written();
    } else {
      keep(own(ct, owned, recording));
    }
  }

  /** Whether a gradient, which a user may have set, can be written to. */
  private static boolean isOurs(Dense old) {
    return old.node == null && !old.layout.repeats() && !old.isInference();
  }

  /** A result that shares memory with nothing else, unless it is part of a graph. */
  static Tensor own(Tensor ct, boolean owned, boolean recording) {
    if (ct.node != null && recording) {
      return ct;
    }
    return owned && ct.node == null ? ct : Apply.linear(new Clone(), ct.withNode(null));
  }
}
