package dev.fluxion;

/**
 * What {@link Fluxion#linearize} returns.
 *
 * @param value {@code f(x)}
 * @param pushforward from a tangent {@code t} of the argument, of its structure, shapes and types,
 *     to {@code J(x)·t}; can be called often, and does not run the function again
 * @param <P> the argument of the function
 * @param <R> its result
 */
public record Linearized<P, R>(R value, Fn<P, R> pushforward) {}
