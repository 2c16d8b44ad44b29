/**
 * The vector loops, held to the plain ones bit by bit, and how kernels by the Vector API come into
 * use. That their products are right is tested beside those of other providers, in the module of
 * the laws.
 */
@NullMarked
package dev.fluxion.vector;

import org.jspecify.annotations.NullMarked;
