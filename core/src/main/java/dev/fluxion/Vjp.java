package dev.fluxion;

/**
 * What {@link Fluxion#vjp} returns.
 *
 * @param value {@code f(x)}
 * @param pullback from a cotangent {@code ct} of the result, of its structure, shapes and types, to
 *     {@code J(x)ᵀ·ct}; can be called often
 * @param <P> the argument of the function
 * @param <R> its result
 */
public record Vjp<P, R>(R value, Fn<R, P> pullback) {}
