package dev.fluxion;

/**
 * What {@link Fluxion#valueAndGrad} gives.
 *
 * @param value {@code f(x)}, of one element
 * @param grad the gradient, of the structure, shapes and types of x
 * @param <P> the argument of the function
 */
public record ValueAndGrad<P>(Tensor value, P grad) {}
