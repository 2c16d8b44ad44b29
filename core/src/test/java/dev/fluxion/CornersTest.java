package dev.fluxion;

import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.gradOutputs;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Every operation at empty, 0-d and one-element shapes, differentiated in every way once and twice.
 */
class CornersTest {
  private static final Map<String, UnaryOperator<Tensor>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("sum", Tensor::sum);
    ALL.put("sum(0)", x -> x.sum(0));
    ALL.put("sum(-1, true)", x -> x.sum(-1, true));
    ALL.put("mean", Tensor::mean);
    ALL.put("mean(0)", x -> x.mean(0));
    ALL.put("prod", Tensor::prod);
    ALL.put("prod(0)", x -> x.prod(0));
    ALL.put("prod(-1, true)", x -> x.prod(-1, true));
    ALL.put("logSumExp(0)", x -> x.logSumExp(0));
    ALL.put("logSumExp(-1, true)", x -> x.logSumExp(-1, true));
    ALL.put("softmax(0)", x -> x.softmax(0));
    ALL.put("softmax(-1)", x -> x.softmax(-1));
    ALL.put("cumsum", x -> x.cumsum(-1));
    ALL.put("norm", Tensor::norm);
    ALL.put("max", Tensor::max);
    ALL.put("max(0)", x -> x.max(0).values());
    ALL.put("min(-1)", x -> x.min(-1, true).values());
    ALL.put("flip", x -> x.flip(0));
    ALL.put("unbind(0)", x -> x.unbind(0).isEmpty() ? x.neg() : x.unbind(0).getFirst());
    ALL.put("unbind(-1)", x -> x.unbind(-1).isEmpty() ? x.neg() : x.unbind(-1).getLast());
    ALL.put("expand", x -> x.expand(widened(3, x)));
    ALL.put("expand to nothing", x -> x.expand(widened(0, x)));
    ALL.put("cat", x -> cat(List.of(x, x.mul(2)), 0));
    ALL.put("stack", x -> stack(List.of(x, x.mul(2)), -1));
    ALL.put("transpose", x -> x.transpose(0, -1));
    ALL.put("flatten", Tensor::flatten);
    ALL.put("squeeze", Tensor::squeeze);
    ALL.put("squeeze(0)", x -> x.squeeze(0));
    ALL.put("unsqueeze", x -> x.unsqueeze(-1));
    ALL.put("copy", Tensor::copy);
    ALL.put("mask", x -> x.get(x.detach().gt(0)));
    ALL.put("no positions", x -> x.get(new int[0]));
    ALL.put("slice", x -> x.get(slice(0, 1)));
    ALL.put("narrow", x -> x.narrow(-1, 0, 0));
    ALL.put("indexSelect", x -> x.indexSelect(-1, tensor(new int[0])));
    ALL.put("gather", x -> x.gather(0, zeros(DType.INT64, x.shape().toArray())));
    ALL.put("where", x -> where(x.gt(0), x, 0));
    ALL.put("clamp", x -> x.clamp(0, 1));
    ALL.put("exp", Tensor::exp);
    ALL.put("relu", Tensor::relu);
    ALL.put("add", x -> x.add(x));
    ALL.put("mul", x -> x.mul(tensor(2.0)));
    ALL.put("pow", x -> x.pow(x));
    ALL.put("softplus", Tensor::softplus);
    ALL.put("cast", Tensor::toFloat64);
    ALL.put("matmul", x -> x.matmul(x.transpose(0, -1)));
    ALL.put("dot", x -> x.flatten().dot(x.flatten()));
    ALL.put("outer", x -> x.flatten().outer(x.flatten()));
  }

  /** What is refused, and by what: everything else must work. */
  private static final Set<String> NEED_ELEMENTS = Set.of("max", "max(0)", "min(-1)");

  private static final Set<String> NEED_AXES =
      Set.of(
          "unbind(0)",
          "unbind(-1)",
          "cat",
          "mask",
          "no positions",
          "slice",
          "narrow",
          "indexSelect",
          "matmul");

  private static int[] widened(int n, Tensor x) {
    return Grid.with(x.shape().toArray(), 0, n);
  }

  private static boolean refuses(String name, int[] dims) {
    if (dims.length == 0) {
      return NEED_AXES.contains(name);
    }
    boolean empty =
        switch (name) {
          case "max" -> Grid.count(dims) == 0;
          case "max(0)" -> dims[0] == 0;
          default -> dims[dims.length - 1] == 0;
        };
    return NEED_ELEMENTS.contains(name) && empty || dims.length > 2 && name.equals("matmul");
  }

  @Test
  void everyOperationAtEveryShape() {
    for (int[] dims : new int[][] {{0}, {0, 3}, {3, 0}, {2, 0, 3}, {}, {1}, {1, 1}}) {
      ALL.forEach((name, f) -> {
        var at = name + " of " + Arrays.toString(dims);
        try {
          differentiate(at, f, dims);
          assertEquals(false, refuses(name, dims), at + " should be refused");
        } catch (IllegalArgumentException | GraphException e) {
          if (!refuses(name, dims)) {
            throw new AssertionError(at, e);
          }
        }
      });
    }
  }

  private static void differentiate(String at, UnaryOperator<Tensor> f, int[] dims) {
    var x = ones(dims).requiresGrad(true);
    var y = f.apply(x);
    var head = onesLike(y);
    y.backward(head);
    assertEquals(x.shape(), Expect.gradOf(x).shape(), at);
    var first = grad(f.apply(x), x, gradOutputs(head), createGraph());
    double[] want = Expect.gradOf(x).toDoubleArray();
    Expect.near(1e-6, first, want);
    if (first.requiresGrad()) {
      var second = grad(first, x, gradOutputs(onesLike(x)), retainGraph());
      assertEquals(x.shape(), second.shape(), at);
    }
    Fn<Tensor, Tensor> forward = f::apply;
    var value = jvp(forward, x.detach(), onesLike(x));
    Expect.near(0, value.value(), y.toDoubleArray());
    assertEquals(y.shape(), value.tangent().shape(), at);
    // Both modes weigh the same Jacobian with ones on either side; the mean of nothing is NaN.
    double forwards = x.size() == 0 ? 0 : value.tangent().sum().item();
    assertEquals(first.sum().item(), forwards, 1e-5, at);
    Fn<Tensor, Tensor> reverse =
        p -> grad(f.apply(p.requiresGrad(true)), p, gradOutputs(head), createGraph());
    assertEquals(x.shape(), jvp(reverse, x.detach(), onesLike(x)).tangent().shape(), at);
    var outside = x.detach().requiresGrad(true);
    var slope = jvp(forward, outside, onesLike(x)).tangent();
    if (slope.requiresGrad()) {
      assertEquals(x.shape(), grad(slope, outside, gradOutputs(head)).shape(), at);
    }
  }
}
