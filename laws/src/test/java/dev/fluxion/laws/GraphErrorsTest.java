package dev.fluxion.laws;

import static dev.fluxion.Fluxion.allowUnused;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.inputs;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fluxion;
import dev.fluxion.GraphException;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What is said where a derivative is asked for that there is none of, or no longer. */
class GraphErrorsTest {
  private static final String FREED =
      "the values that MulBackward0 saved are freed by the first backward pass through them; call"
          + " backward(retainGraph()) the first time to run a second pass";

  private static Tensor leaf(int... shape) {
    return ones(DType.FLOAT64, shape).requiresGrad(true);
  }

  private static Tensor constant(int... shape) {
    return ones(DType.FLOAT64, shape);
  }

  @TestFactory
  Stream<DynamicTest> passes() {
    return Misuse.tests(
        graph(
            "backward without a gradient needs an output of one element, got the shape (2); pass a"
                + " gradient of that shape, or sum() first",
            () -> leaf(2).mul(2).backward()),
        graph(notRecorded("backward", "(2)"), () -> constant(2).sum().mul(constant(2)).backward()),
        graph(notRecorded("grad", "()"), () -> grad(constant(), leaf())),
        graph(
            notRecorded("the gradient with respect to a tensor", "(3)"),
            () -> grad(leaf(), constant(3))),
        graph(
            "each input of grad leads to an output, but input 1 of shape (3) is not used by any; pass unconnectedZeros() for"
                + " zeros, or, with lists, allowUnused() for null",
            () -> unused()),
        graph(FREED, () -> twice()),
        graph(FREED, () -> third()),
        shape(
            "the gradient of an output has the shape of its tensor, (2), got (3)",
            () -> leaf(2).mul(2).backward(constant(3))),
        type(
            "the gradient of an output has the type of its tensor, float64, got float32",
            () -> leaf(2).mul(2).backward(ones(DType.FLOAT32, 2))));
  }

  private static String notRecorded(String call, String shape) {
    return call
        + " needs a tensor that requires a gradient or was computed from one, got a constant of"
        + " shape "
        + shape
        + "; call requiresGrad(true) on a leaf before computing";
  }

  private static void unused() {
    var x = leaf();
    grad(List.of(x.mul(2)), List.of(x, leaf(3)));
  }

  private static void twice() {
    var x = leaf();
    var y = x.mul(x);
    y.backward();
    y.backward();
  }

  private static void third() {
    var x = leaf();
    var y = x.mul(x);
    y.backward(retainGraph());
    y.backward();
    y.backward();
  }

  @TestFactory
  Stream<DynamicTest> options() {
    var x = leaf();
    return Misuse.tests(
        argument(
            "backward takes retainGraph(), createGraph() and inputs(…); gradOutputs and allowUnused"
                + " are options of grad",
            () -> x.mul(x).backward(allowUnused())),
        argument(
            "grad names its inputs in its second argument; inputs(…) is an option of backward",
            () -> grad(x.mul(x), x, inputs(x))),
        argument(
            "allowUnused() may give null and goes with lists: grad(List.of(y), List.of(x),"
                + " allowUnused())",
            () -> grad(x.mul(x), x, allowUnused())),
        argument(
            "grad needs one gradient per output, null where it is 1, got 2 for 1",
            () -> grad(x.mul(x), x, gradOutputs(constant(), constant()))),
        graph(
            "inputs(…) names leaves that require gradients, got a tensor of shape (3) that requires"
                + " none; use grad(y, x) for the gradient of an intermediate result",
            () -> x.mul(x).backward(inputs(constant(3)))),
        graph(
            "inputs(…) names leaves that require gradients, got a tensor of shape () that was"
                + " computed; use grad(y, x) for the gradient of an intermediate result",
            () -> x.mul(x).backward(inputs(x.mul(2)))));
  }

  @TestFactory
  Stream<DynamicTest> tensors() {
    var x = leaf(2);
    var y = x.mul(x);
    var view = y.flatten();
    return Misuse.tests(
        graph(
            "requiresGrad(false) is for leaves, got the result of "
                + y.gradFn()
                + "; use detach() for the value without its history",
            () -> y.requiresGrad(false)),
        graph(
            "grad(…) sets the gradient of a leaf, got the result of " + y.gradFn(),
            () -> y.grad(constant(2))),
        shape("a gradient has the shape of its tensor, (2), got (3)", () -> x.grad(constant(3))),
        type(
            "a gradient has the type of its tensor, float64, got float32",
            () -> x.grad(ones(DType.FLOAT32, 2))),
        graph(notRecorded("retainGrad", "(3)"), () -> constant(3).retainGrad()),
        graph(
            "detach_() is not for views, got the result of "
                + view.gradFn()
                + "; use detach(), which returns a new one",
            () -> view.detach_()));
  }

  @TestFactory
  Stream<DynamicTest> writes() {
    return Misuse.tests(
        graph(
            "a leaf that requires a gradient is not written to while it is recorded, got one of shape"
                + " (2); write to detach() or inside noGrad()",
            () -> leaf(2).zero_()),
        graph(
            "a view of a leaf that requires a gradient is not written to while it is recorded, got one"
                + " of shape (2); write to detach() or inside noGrad()",
            () -> leaf(3).narrow(0, 0, 2).zero_()),
        graph(
            "a write needs each element in a place of its own, got an expanded tensor of shape (3);"
                + " write to a copy()",
            () -> constant(1).expand(3).zero_()),
        graph(
            "a value with a tangent is not written into a tensor without, of shape (2); compute a new"
                + " one, or start from zerosLike(x).add(x.mul(0))",
            () -> jvp(x -> constant(2).copy_(x), constant(2), constant(2))),
        graph(
            "a value that the gradient needs was written to: a tensor of shape (2) and type float64,"
                + " saved by MulBackward0, is at version 1, expected version 0; write to a copy()"
                + " instead",
            () -> writtenTo()));
  }

  private static void writtenTo() {
    var c = constant(2);
    var y = leaf(2).mul(c).sum();
    c.zero_();
    y.backward();
  }

  @TestFactory
  Stream<DynamicTest> forward() {
    return Misuse.tests(
        shape(
            "a tangent has the shape of its tensor, (2), got (3)",
            () -> jvp(x -> x, constant(2), constant(3))),
        type(
            "a tangent has the type of its tensor, float64, got float32",
            () -> jvp(x -> x, constant(2), ones(DType.FLOAT32, 2))),
        type(
            "only floating tensors have gradients, got int64; convert with toFloat32() first",
            () -> jvp(x -> x, ones(DType.INT64, 2), ones(DType.INT64, 2))),
        argument(
            "the tangent of jvp has the structure [*], * for a tensor, got []",
            () -> jvp(x -> x.getFirst(), List.of(constant(2)), List.of())));
  }

  @TestFactory
  Stream<DynamicTest> scopes() {
    return Misuse.tests(
        graph(
            "scopes are closed once each, the innermost first, got another one; open them with"
                + " try-with-resources",
            () -> crossed()));
  }

  @SuppressWarnings("try") // closing by hand, out of order, is what is tried
  private static void crossed() {
    try (var outer = noGrad()) {
      try (var _ = Fluxion.enableGrad()) {
        outer.close();
      }
    }
  }

  private static Misuse graph(String message, Executable call) {
    return new Misuse(GraphException.class, message, call);
  }

  private static Misuse shape(String message, Executable call) {
    return new Misuse(ShapeException.class, message, call);
  }

  private static Misuse type(String message, Executable call) {
    return new Misuse(DTypeException.class, message, call);
  }

  private static Misuse argument(String message, Executable call) {
    return new Misuse(IllegalArgumentException.class, message, call);
  }
}
