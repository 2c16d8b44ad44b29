package dev.fluxion;

/**
 * A result and something beside it that is not differentiated: a prediction, a statistic, a text.
 *
 * @param value the result
 * @param aux what comes with it
 * @param <R> the result
 * @param <A> what comes with it
 */
public record WithAux<R, A>(R value, A aux) {}
