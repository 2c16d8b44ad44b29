package dev.fluxion;

/**
 * What {@link Fluxion#jvp} returns.
 *
 * @param value {@code f(x)}
 * @param tangent {@code J(x)·t}, of the same structure and shapes
 * @param <R> the result of the function
 */
public record Jvp<R>(R value, R tangent) {}
