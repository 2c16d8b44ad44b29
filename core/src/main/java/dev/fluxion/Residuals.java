package dev.fluxion;

/**
 * What the forward part of {@link Fluxion#customVjp} returns: its value, and what its pull needs.
 *
 * @param value the value
 * @param saved what is handed to the pull; a tensor or a tree of tensors, so that writes to it are
 *     noticed and it can be mapped and differentiated
 * @param <R> the value
 * @param <S> what is saved
 */
public record Residuals<R, S>(R value, S saved) {}
