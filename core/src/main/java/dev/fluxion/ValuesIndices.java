package dev.fluxion;

/**
 * Elements picked along an axis, and where they stood.
 *
 * @param values the elements
 * @param indices their positions along the axis, int64
 */
public record ValuesIndices(Tensor values, Tensor indices) {}
