/**
 * Kernels by the Vector API: {@link dev.fluxion.vector.VectorKernels} is the provider, {@link
 * dev.fluxion.vector.FloatGemm} multiplies matrices, {@link dev.fluxion.vector.FloatCorrelator}
 * adds up convolutions. What begins with Double is the same for float64.
 */
@NullMarked
package dev.fluxion.vector;

import org.jspecify.annotations.NullMarked;
