package dev.fluxion.laws;

import dev.fluxion.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a law is tried, with directions to try it along. All numbers are multiples of 2⁻¹⁰, so
 * float32 holds them exactly.
 *
 * @param x the operands
 * @param t a tangent for each floating operand
 * @param u another one
 * @param ct a cotangent for each floating result
 */
public record Point(
    List<Tensor> x, List<@Nullable Tensor> t, List<@Nullable Tensor> u, List<@Nullable Tensor> ct) {
  /**
   * A point with random directions.
   *
   * @param subject what is to be tried
   * @param x the operands
   * @param seed where the random numbers start
   * @return the point
   */
  public static Point at(Subject subject, List<Tensor> x, long seed) {
    return new Draws(seed).point(subject, x);
  }
}
