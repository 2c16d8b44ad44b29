package dev.fluxion;

/**
 * What a cell of a long short-term memory hands on.
 *
 * @param h the output [(…, hidden)]
 * @param c the memory [(…, hidden)]
 */
public record LstmState(Tensor h, Tensor c) {}
