package dev.fluxion;

import dev.fluxion.op.IndexSelect;
import java.util.List;

/** Writes to what an index picks. */
final class Puts {
  private Puts() {}

  static Tensor set(Tensor x, Tensor value, Object... items) {
    Writes.check(x);
    var typed = Align.to(value, x.dtype());
    if (isView(items)) {
      var part = x.get(items);
      part.copy_(narrowed(typed, part.rank()));
      return x;
    }
    // Which element each picked one is: the numbers of all elements, picked.
    var numbers = Fluxion.arange(x.size()).reshape(x.shape()).get(items);
    var fitting = narrowed(typed, numbers.rank());
    var wide = Moves.expandedTo(fitting, numbers.shape(), "an indexed write").reshape(-1);
    return Writes.store(x, replaced(x, numbers.toLongArray(), wide));
  }

  /** The value without axes of length 1 in front, of which it may have too many, as in PyTorch. */
  private static Tensor narrowed(Tensor value, int rank) {
    var x = value;
    while (x.rank() > rank && x.shape().dim(0) == 1) {
      x = x.select(0, 0);
    }
    return x;
  }

  private static boolean isView(Object[] items) {
    for (var item : items) {
      if (!(item instanceof Integer || item instanceof Long || item instanceof Index)) {
        return false;
      }
    }
    return true;
  }

  /**
   * x with the elements of these numbers replaced; of a number that occurs twice the last counts.
   */
  private static Tensor replaced(Tensor x, long[] numbers, Tensor values) {
    int n = x.size();
    long[] from = new long[n];
    for (int i = 0; i < n; i++) {
      from[i] = i;
    }
    for (int i = 0; i < numbers.length; i++) {
      from[(int) numbers[i]] = n + i;
    }
    var both = Fluxion.cat(List.of(x.copy().reshape(-1), values), 0);
    return Apply.indexed(new IndexSelect(0), both, Create.wrap(from)).reshape(x.shape());
  }
}
