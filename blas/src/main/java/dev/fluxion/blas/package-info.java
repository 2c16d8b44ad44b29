/** Kernels by a native BLAS: {@link dev.fluxion.blas.BlasKernels} is the provider. */
@NullMarked
package dev.fluxion.blas;

import org.jspecify.annotations.NullMarked;
