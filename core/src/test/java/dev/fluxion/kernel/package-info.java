/**
 * Tests of the kernels, each against plain loops over positions that are written in the test:
 * {@link dev.fluxion.kernel.Naive} makes views that lie in every way there is and reads them
 * element by element. Time is measured elsewhere.
 */
@NullMarked
package dev.fluxion.kernel;

import org.jspecify.annotations.NullMarked;
