package dev.fluxion;

import java.util.List;

/**
 * What {@link Fluxion#jet} returns: a function along a curve, {@code y(s) = f(x(s))} at 0.
 *
 * @param value {@code y(0)}
 * @param derivatives {@code y'(0), y''(0), …}, as they are, not divided by factorials; each of the
 *     structure and shapes of the value
 * @param <R> the result of the function
 */
public record Jet<R>(R value, List<R> derivatives) {}
