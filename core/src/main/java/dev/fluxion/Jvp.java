package dev.fluxion;

/**
 * What {@link Fluxion#jvp} returns.
 *
 * @param value {@code f(x)}
 * @param tangent {@code J(x)·t}, of the same shape
 */
public record Jvp(Tensor value, Tensor tangent) {}
