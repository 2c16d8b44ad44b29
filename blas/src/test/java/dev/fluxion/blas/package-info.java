/**
 * How the native BLAS is found, unpacked and called. That its products are right is tested beside
 * those of other providers, in the module of the laws.
 */
@NullMarked
package dev.fluxion.blas;

import org.jspecify.annotations.NullMarked;
