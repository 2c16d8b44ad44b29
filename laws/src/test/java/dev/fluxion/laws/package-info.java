/**
 * The laws at work. {@link dev.fluxion.laws.OpLawsTest} holds every primitive to all of them;
 * {@link dev.fluxion.laws.MutationGateTest} shows that they can fail, for every primitive; {@link
 * dev.fluxion.laws.LawsTest} shows it for each law. Beside them: derivatives at kinks ({@link
 * dev.fluxion.laws.Stated}), words of errors, memory, and graphs that are deep, wide or nested.
 *
 * <p>No test knows a primitive's formula but by hand-worked numbers.
 */
@NullMarked
package dev.fluxion.laws;

import org.jspecify.annotations.NullMarked;
