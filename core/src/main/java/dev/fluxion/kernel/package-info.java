/**
 * Loops over arrays: {@link dev.fluxion.kernel.Layout} says where elements lie, {@link
 * dev.fluxion.kernel.Emitter} makes elementwise loops from formulas, the other classes are written
 * by hand. Knows arrays, offsets and strides, never tensors or derivatives.
 */
@NullMarked
package dev.fluxion.kernel;

import org.jspecify.annotations.NullMarked;
