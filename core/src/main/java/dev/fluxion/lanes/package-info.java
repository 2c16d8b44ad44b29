/**
 * The vocabulary in which elementwise primitives are stated, and the readers that need no tensor:
 * {@link dev.fluxion.lanes.Lanes}, {@link dev.fluxion.lanes.Expr}, {@link
 * dev.fluxion.lanes.Symbolic}. Knows nothing of tensors, kernels or recording.
 */
@NullMarked
package dev.fluxion.lanes;

import org.jspecify.annotations.NullMarked;
