/**
 * The conformance runner: cases computed once by another framework, run through Fluxion. {@link
 * dev.fluxion.laws.conform.Conform} is the command; one class for each kind of case ({@code
 * OpCase}, {@code ProgramCase}, …) says what agreement means there; {@code Difference} compares,
 * {@code Report} counts and prints.
 *
 * <p>Nothing here knows a case: not its id, nor how many there are. A kind's rule is all.
 */
@NullMarked
package dev.fluxion.laws.conform;

import org.jspecify.annotations.NullMarked;
