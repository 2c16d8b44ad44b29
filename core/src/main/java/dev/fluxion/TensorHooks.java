package dev.fluxion;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods of a tensor that let a program see gradients while a pass computes them. */
public sealed interface TensorHooks permits Tensor {
  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  /**
   * Calls a function with the gradient of this tensor, once per pass, when all that flows to it has
   * been summed; also in {@code grad}. What it returns takes the place of the gradient from there
   * on. Hooks of one tensor run in the order of registration, each seeing what the one before
   * returned.
   *
   * @param hook from the gradient to another of its shape and type, or null to leave it
   * @return a handle that removes the hook
   * @throws GraphException if this tensor is not recorded
   */
  default Handle registerHook(Function<Tensor, @Nullable Tensor> hook) {
    var node = self().node();
    if (node == null) {
      throw Autograd.notRecorded("registerHook", self());
    }
    return Handle.register(node.extras().hooks, hook);
  }

  /**
   * Calls a function with this tensor each time a pass has accumulated into its {@link
   * Tensor#grad()}.
   *
   * @param hook what to do
   * @return a handle that removes the hook
   * @throws GraphException if this tensor is not a leaf that requires a gradient
   */
  default Handle registerPostAccumulateGradHook(Consumer<Tensor> hook) {
    if (!(self().node() instanceof Leaf leaf)) {
      throw new GraphException(
          "registerPostAccumulateGradHook is for leaves that require a gradient, got "
              + (self().node() == null ? "a constant" : "the result of " + self().gradFn()));
    }
    Objects.requireNonNull(hook, "hook");
    var tensor = self();
    return Handle.register(leaf.extras().accumulated, () -> hook.accept(tensor));
  }
}
