package dev.fluxion;

import java.util.Objects;
import java.util.function.Function;

/**
 * What the values that operations save go through, and come back through: PyTorch's saved-tensor
 * hooks.
 *
 * @param pack from the value to what is kept in its place
 * @param unpack from that to the value
 * @param whole whether {@code pack} sees the very tensor, with its history
 */
record Saving(Function<Tensor, Object> pack, Function<Object, Tensor> unpack, boolean whole) {
  Saving {
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(unpack, "unpack");
  }

  Saving(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    this(pack, unpack, false);
  }
}
