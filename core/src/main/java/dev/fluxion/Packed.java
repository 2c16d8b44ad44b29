package dev.fluxion;

import java.util.function.Function;

/**
 * A saved value as a user's hook has packed it.
 *
 * @param kept what stands for the value
 * @param unpack how the value comes back
 */
record Packed(Object kept, Function<Object, Tensor> unpack) {
  Tensor value() {
    return unpack.apply(kept);
  }
}
