package dev.fluxion.laws;

import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a law is about: a function of several tensors with both of its derivatives, any of which may
 * be wrong. {@link #of} takes the derivatives from the library; a test that laws can fail puts
 * others in their place.
 *
 * <p>A null among tangents and cotangents stands for an operand or a result that has none, since it
 * is not floating.
 */
public interface Subject {
  /**
   * What reports call it.
   *
   * @return a name
   */
  String name();

  /**
   * The results, computed with tensor operations, so that they can be differentiated.
   *
   * @param x the operands
   * @return {@code f(x)}
   */
  List<Tensor> value(List<Tensor> x);

  /**
   * The tangents of the results.
   *
   * @param x the operands
   * @param t a tangent for each floating operand
   * @return {@code J(x)·t} for each floating result
   */
  List<@Nullable Tensor> jvp(List<Tensor> x, List<@Nullable Tensor> t);

  /**
   * The cotangents of the operands.
   *
   * @param x the operands
   * @param ct a cotangent for each floating result
   * @return {@code J(x)ᵀ·ct} for each floating operand
   */
  List<@Nullable Tensor> vjp(List<Tensor> x, List<@Nullable Tensor> ct);

  /**
   * A function with the derivatives that the library gives it.
   *
   * @param name what reports call it
   * @param f a function made of tensor operations
   * @return the subject
   */
  static Subject of(String name, Fn<List<Tensor>, List<Tensor>> f) {
    return new Derived(name, f);
  }
}
