package dev.fluxion;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the values that operations save go through, and come back through: PyTorch's saved-tensor
 * hooks.
 *
 * @param pack from the value to what is kept in its place
 * @param unpack from that to the value
 * @param witness sees the very tensors, which are then kept as they are; null for hooks of users
 */
record Saving(
    Function<Tensor, Object> pack,
    Function<Object, Tensor> unpack,
    @Nullable Consumer<Tensor> witness) {
  Saving {
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(unpack, "unpack");
  }

  Saving(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    this(pack, unpack, null);
  }

  /** One that only looks at what is saved. */
  static Saving watched(Consumer<Tensor> witness) {
    return new Saving(x -> x, x -> (Tensor) x, witness);
  }
}
