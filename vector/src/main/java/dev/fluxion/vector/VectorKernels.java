package dev.fluxion.vector;

import dev.fluxion.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** Kernels by the Vector API. */
public final class VectorKernels implements Kernels {
  /** For the search for services. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public @Nullable String refusal() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector");
      return null;
    } catch (ClassNotFoundException e) {
      return "Fluxion is faster with the Vector API: start java with --add-modules"
          + " jdk.incubator.vector.";
    }
  }
}
