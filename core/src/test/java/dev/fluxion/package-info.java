/**
 * Tests of the tensors, the graph and the passes. Each mirrors a source file and looks for what
 * would break it; whether a rule is the derivative of its value is not asked here, but by the laws.
 *
 * <p>{@code Expect} says what was expected in one line; {@code Grid} is an array in the plainest
 * code, which indexing, movement, reductions and products are compared with. No expected value
 * comes from the code under test. This package knows nothing of kernels.
 */
@NullMarked
package dev.fluxion;

import org.jspecify.annotations.NullMarked;
