package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.DType;
import dev.fluxion.Node;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Kinds {@code scenario} and {@code semantics}: prose, so each is written here by hand, under its
 * title, once Fluxion has what it speaks of.
 */
final class Scenarios {
  private static final Map<String, Consumer<Results>> WRITTEN =
      Map.ofEntries(
          Map.entry("nested forward levels", Scenarios::nestedForward),
          Map.entry(
              "nested forward differentiation must not confuse perturbations",
              Scenarios::perturbationConfusion),
          Map.entry("dual numbers", Scenarios::dualNumbers),
          Map.entry(
              "Hessian-vector product by forward over reverse", Scenarios::forwardOverReverse),
          Map.entry("gradient and value", Scenarios::gradientAndValue),
          Map.entry(
              "grad of a vector-valued function", results -> results.error(Scenarios::nonScalar)),
          Map.entry(
              "grad of a non-scalar function is an error",
              results -> results.error(Scenarios::nonScalar)),
          Map.entry(
              "grad of an integer argument is an error",
              results -> results.error(() -> full(DType.INT64, 3).requiresGrad(true))),
          Map.entry("grad mode restored after an exception", Scenarios::gradMode),
          Map.entry("walking the graph", Scenarios::graph),
          Map.entry("x^5 at 2 up to order 6", Scenarios::fifthPower),
          Map.entry("three steps of SGD with momentum 0.9, lr 0.1", Scenarios::momentum),
          Map.entry("gradient through one inner gradient step", Scenarios::innerStep),
          Map.entry("forward accumulator (jvp)", Scenarios::accumulator),
          Map.entry("list of targets is summed", Scenarios::targets),
          Map.entry("stop_gradient", Scenarios::stopGradient));

  private Scenarios() {}

  static void run(JsonNode json) {
    var written = WRITTEN.get(json.path("title").asText());
    if (written == null) {
      throw new NotSupported("prose that is not written as a test yet");
    }
    written.accept(new Results(json.path("expected")));
  }

  private static Tensor number(double value) {
    return full(DType.FLOAT64, value);
  }

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private static Tensor slope(UnaryOperator<Tensor> f, double at) {
    return slope(f, number(at));
  }

  private static Tensor slope(UnaryOperator<Tensor> f, Tensor at) {
    return jvp(x -> f.apply(x), at, onesLike(at)).tangent();
  }

  /** Torch refuses nested levels and says that having them is better: d²x³/dx² at 2. */
  private static void nestedForward(Results results) {
    var second = slope(x -> slope(y -> y.mul(y).mul(y), x), 2);
    results.instead("the second derivative of x^3 at 2", second.item(), 12);
  }

  private static void perturbationConfusion(Results results) {
    results.tensor("classic", slope(x -> x.mul(slope(y -> x.add(y), 1)), 1));
    results.tensor("xxy", slope(x -> x.mul(slope(y -> x.mul(y), 2)), 3));
  }

  /** What torch calls no tangent is one of zeros here. */
  private static void dualNumbers(Results results) {
    var x = from(new double[] {1, 2});
    var t = from(new double[] {1, 0});
    var pushed = jvp(p -> p.sin().mul(p), x, t);
    results.tensor("primal", pushed.value());
    results.tensor("tangent", pushed.tangent());
    results.flag("constant_tangent_is_none", isZero(jvp(p -> x.sin(), x, t).tangent()));
    results.flag("detach_tangent_is_none", isZero(jvp(p -> p.detach(), x, t).tangent()));
  }

  private static boolean isZero(Tensor tangent) {
    return tangent.eq(0).all().booleanValue();
  }

  private static void forwardOverReverse(Results results) {
    var x = from(new double[] {1, 2});
    var v = from(new double[] {1, -1});
    var pushed =
        jvp(
            p -> {
              var leaf = p.requiresGrad(true);
              return grad(leaf.mul(leaf).mul(leaf).sum(), leaf, createGraph());
            },
            x,
            v);
    results.tensor("hvp", pushed.tangent());
  }

  private static void gradientAndValue(Results results) {
    var x = leaf(1, 2);
    var value = x.square().sum();
    results.tensor("grad", grad(value, x));
    results.tensor("value", value);
  }

  private static void nonScalar() {
    var x = leaf(1, 2);
    grad(x.mul(x), x);
  }

  private static void gradMode(Results results) {
    try (var _ = noGrad()) {
      throw new IllegalArgumentException("thrown in the scope");
    } catch (IllegalArgumentException _) {
      results.flag("enabled_after_exception", leaf(1).neg().requiresGrad());
    }
  }

  private static void graph(Results results) {
    var lines = new ArrayList<String>();
    walk(leaf(2).mul(leaf(3)).add(from(new double[] {1})).exp().gradFn(), "", lines);
    results.texts("tree", lines, name -> name.replace("torch::autograd::", ""));
  }

  private static void walk(@Nullable Node node, String indent, List<String> lines) {
    lines.add(indent + (node == null ? "None" : node.name()));
    if (node != null) {
      node.inputs().forEach(input -> walk(input, indent + "  ", lines));
    }
  }

  private static void fifthPower(Results results) {
    var x = number(2).requiresGrad(true);
    var y = x.pow(5);
    var derivatives = new double[6];
    for (int order = 0; order < derivatives.length; order++) {
      y = grad(y, x, createGraph());
      derivatives[order] = y.item();
    }
    results.numbers("derivatives", derivatives);
  }

  private static void momentum(Results results) {
    var target = from(new double[] {3, 2});
    var w = leaf(1, -1);
    var velocity = from(new double[] {0, 0});
    var path = new ArrayList<Tensor>();
    for (int step = 0; step < 3; step++) {
      var slope = grad(w.sub(target).square().sum(), w);
      velocity = velocity.mul(0.9).add(slope);
      w = w.detach().sub(velocity.mul(0.1)).requiresGrad(true);
      path.add(w);
    }
    results.tensors("w", path);
  }

  private static void innerStep(Results results) {
    var goal = leaf(1.5);
    var w = leaf(0);
    var inner = grad(w.sub(goal).square().sum(), w, createGraph());
    var stepped = w.sub(inner.mul(0.1));
    results.tensor("w1", stepped);
    results.tensor("meta_grad", grad(stepped.square().sum(), goal));
  }

  private static void accumulator(Results results) {
    var pushed =
        jvp(
            in -> stack(List.of(in.get(0).mul(in.get(1)), in.get(0).add(in.get(1))), 0),
            List.of(number(2), number(3)),
            List.of(number(1), number(0)));
    results.tensor("jvp", pushed.tangent());
  }

  private static void targets(Results results) {
    var x = number(2).requiresGrad(true);
    var gradients = grad(List.of(x.square(), x.reciprocal()), List.of(x));
    results.tensor("grad", gradients.getFirst());
  }

  private static void stopGradient(Results results) {
    var x = number(2).requiresGrad(true);
    results.tensor("grad", grad(x.mul(x.mul(x).detach()), x));
  }
}
