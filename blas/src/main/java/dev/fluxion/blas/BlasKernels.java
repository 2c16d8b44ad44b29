package dev.fluxion.blas;

import dev.fluxion.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** Products of matrices by a native BLAS. */
public final class BlasKernels implements Kernels {
  /** For the search for services. */
  public BlasKernels() {}

  @Override
  public String name() {
    return "blas";
  }

  @Override
  public @Nullable String refusal() {
    return "No native BLAS was found: put org.bytedeco:openblas with its natives on the class path.";
  }
}
