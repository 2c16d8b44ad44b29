package dev.fluxion;

import org.jspecify.annotations.Nullable;

/**
 * A tensor of complex numbers, for {@link ComplexLanes} to compute with.
 *
 * @param re the real part
 * @param im the imaginary part; null for an exact zero
 */
record Complex(Tensor re, @Nullable Tensor im) {}
