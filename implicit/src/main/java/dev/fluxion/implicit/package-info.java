/**
 * What is defined by an equation and not by a formula: solutions of linear systems, roots, fixed
 * points, minima, trajectories. {@link dev.fluxion.implicit.Implicit} has them as functions; {@link
 * dev.fluxion.implicit.Parametric} and {@link dev.fluxion.implicit.Dynamics} are what a user
 * writes.
 *
 * <p>Each is found with plain numbers ({@code Found}), by a solver that no derivative ever looks
 * into, and then followed by a rule that knows only the equation ({@code ImplicitFunction}, {@code
 * DenseSystem}, {@code PositiveSystem}, {@code Flow}). A rule is made of tensor operations and of
 * these functions themselves, so every order follows. Solvers know numbers, rules know no solver.
 */
@NullMarked
package dev.fluxion.implicit;

import org.jspecify.annotations.NullMarked;
