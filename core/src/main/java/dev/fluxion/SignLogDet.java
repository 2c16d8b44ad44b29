package dev.fluxion;

/**
 * A determinant as {@code sign · exp(logAbsDet)}, which overflows later than the number itself.
 *
 * @param sign 1, −1, or 0 of a singular matrix
 * @param logAbsDet the logarithm of its magnitude, −infinity of a singular matrix
 */
public record SignLogDet(Tensor sign, Tensor logAbsDet) {}
