package dev.fluxion;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The face of Fluxion, imported statically: making tensors, functions of tensors, derivatives and
 * scopes. The first two are inherited.
 *
 * <pre>{@code
 * import dev.fluxion.*;
 * import static dev.fluxion.Fluxion.*;
 *
 * void main() {
 *   var x = arange(4.0).requiresGrad(true);
 *   x.dot(x).mul(2).backward();
 *   IO.println(x.grad());   // tensor([ 0.,  4.,  8., 12.])
 * }
 * }</pre>
 */
public final class Fluxion extends Checks {
  private Fluxion() {}

  /**
   * The gradient {@code ∂y/∂x} of a tensor of one element. No {@link Tensor#grad()} changes.
   *
   * <pre>{@code
   * var x = tensor(3.0).requiresGrad(true);
   * var y = x.mul(x).mul(x);
   * var first = grad(y, x, createGraph());
   * first;            // tensor(27., grad_fn=<AddBackward0>)
   * grad(first, x);   // tensor(18.)
   * }</pre>
   *
   * @param y a recorded tensor
   * @param x a tensor that y was computed from, which requires a gradient
   * @param options {@link #retainGraph()}, {@link #createGraph()}, {@link #gradOutputs} for a y of
   *     several elements
   * @return a tensor of the shape and type of x
   * @throws GraphException if y or x is not recorded, y does not depend on x, y has several
   *     elements and no cotangent is given, or the graph is freed
   */
  public static Tensor grad(Tensor y, Tensor x, PassOption... options) {
    for (var option : options) {
      if (option instanceof PassOption.AllowUnused) {
        throw new IllegalArgumentException(
            "allowUnused() may give null and goes with lists: grad(List.of(y), List.of(x),"
                + " allowUnused())");
      }
    }
    return Objects.requireNonNull(Autograd.grad(List.of(y), List.of(x), options).get(0));
  }

  /**
   * The gradients of the sum of some outputs with respect to each input, or, with {@link
   * #gradOutputs}, the products of cotangents and Jacobians. No {@link Tensor#grad()} changes.
   *
   * <pre>{@code
   * var a = tensor(2.0).requiresGrad(true);
   * var b = tensor(5.0).requiresGrad(true);
   * grad(List.of(a.mul(a)), List.of(a, b), allowUnused());   // [tensor(4.), null]
   * }</pre>
   *
   * @param ys recorded tensors
   * @param xs tensors that they were computed from, which require gradients
   * @param options {@link #retainGraph()}, {@link #createGraph()}, {@link #allowUnused()}, {@link
   *     #gradOutputs}
   * @return a tensor of its shape and type for each of xs; null for one that no output depends on,
   *     which only {@link #allowUnused()} permits
   * @throws GraphException as for {@link #grad(Tensor, Tensor, PassOption...)}
   */
  public static List<@Nullable Tensor> grad(
      List<Tensor> ys, List<Tensor> xs, PassOption... options) {
    return Autograd.grad(ys, xs, options);
  }

  /**
   * {@link Tensor#backward} of several roots in one pass.
   *
   * <pre>{@code
   * var x = tensor(1.0, 2.0).requiresGrad(true);
   * backward(List.of(x.sum(), x.mul(x)), Arrays.asList(null, tensor(1.0, 10.0)));
   * x.grad();   // tensor([ 3., 41.])
   * }</pre>
   *
   * @param roots recorded tensors
   * @param gradients a cotangent for each, or null for one of one element
   * @param options {@link #retainGraph()}, {@link #createGraph()}, {@link #inputs}
   * @throws GraphException as for {@link Tensor#backward}
   */
  public static void backward(
      List<Tensor> roots, List<? extends @Nullable Tensor> gradients, PassOption... options) {
    Autograd.backward(roots, gradients, options);
  }

  /**
   * Keeps what the graph has saved, so that another pass can run through it.
   *
   * @return an option of {@code backward} and {@code grad}
   */
  public static PassOption retainGraph() {
    return new PassOption.RetainGraph();
  }

  /**
   * Records the pass itself, so that its results can be differentiated; implies {@link
   * #retainGraph()}.
   *
   * @return an option of {@code backward} and {@code grad}
   */
  public static PassOption createGraph() {
    return new PassOption.CreateGraph();
  }

  /**
   * Gives null for inputs that no output depends on, instead of an error.
   *
   * @return an option of {@code grad} with lists
   */
  public static PassOption allowUnused() {
    return new PassOption.AllowUnused();
  }

  /**
   * Gives zeros for inputs that no output depends on.
   *
   * @return an option of {@code grad} and of tapes
   */
  public static PassOption unconnectedZeros() {
    return new PassOption.UnconnectedZeros();
  }

  /**
   * Restricts {@code backward} to these leaves; no other gradient changes.
   *
   * @param leaves leaves that require gradients
   * @return an option of {@code backward}
   */
  public static PassOption inputs(Tensor... leaves) {
    return new PassOption.Inputs(List.of(leaves));
  }

  /**
   * The cotangents of the outputs, of their shapes and types.
   *
   * @param gradients one for each output, null for 1
   * @return an option of {@code grad}
   */
  public static PassOption gradOutputs(@Nullable Tensor... gradients) {
    return new PassOption.GradOutputs(Arrays.asList(gradients.clone()));
  }

  /**
   * Positions along an axis, as Python's {@code start:stop}.
   *
   * @param start the first one, negative counts from the end, null for 0
   * @param stop the one after the last, null for the end
   * @return an item of {@link Tensor#get}
   */
  public static Index slice(@Nullable Integer start, @Nullable Integer stop) {
    return slice(start, stop, 1);
  }

  /**
   * Positions along an axis, as Python's {@code start:stop:step}.
   *
   * @param start the first one, negative counts from the end, null for 0
   * @param stop the one after the last, null for the end
   * @param step the distance between two, 1 or more
   * @return an item of {@link Tensor#get}
   * @throws IndexException if the step is less than 1
   */
  public static Index slice(@Nullable Integer start, @Nullable Integer stop, int step) {
    if (step < 1) {
      throw new IndexException("a slice goes forward by 1 or more, got " + step + "; use flip");
    }
    return new Index.Slice(start, stop, step);
  }

  /**
   * A whole axis, as Python's {@code :}.
   *
   * @return an item of {@link Tensor#get}
   */
  public static Index all() {
    return Index.Slice.ALL;
  }

  /**
   * A new axis of length 1, as Python's {@code None}.
   *
   * @return an item of {@link Tensor#get}
   */
  public static Index newAxis() {
    return Index.Mark.NEW_AXIS;
  }

  /**
   * As many whole axes as the other items leave, as Python's {@code ...}.
   *
   * @return an item of {@link Tensor#get}
   */
  public static Index ellipsis() {
    return Index.Mark.ELLIPSIS;
  }
}
