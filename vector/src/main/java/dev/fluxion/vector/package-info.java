/** Kernels by the Vector API: {@link dev.fluxion.vector.VectorKernels} is the provider. */
@NullMarked
package dev.fluxion.vector;

import org.jspecify.annotations.NullMarked;
