/**
 * Tests of what equations define: solutions and derivatives against closed forms, plain Java and
 * differences, in both modes, mapped and to second order.
 *
 * <p>{@code Expect} says what was expected in one line. No expected value comes from the solvers or
 * rules under test.
 */
@NullMarked
package dev.fluxion.implicit;

import org.jspecify.annotations.NullMarked;
