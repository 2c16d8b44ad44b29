package dev.fluxion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reverse passes as users start them: the checks, the seeds, and the words of what is refused. */
final class Autograd {
  private Autograd() {}

  static List<@Nullable Tensor> none(int n) {
    return Collections.nCopies(n, null);
  }

  /** Adds the gradient of the roots to their leaves. */
  static void backward(
      List<Tensor> roots, List<? extends @Nullable Tensor> gradients, PassOption... options) {
    var all = new PassOption.All(options);
    if (all.gradients != null || all.allowUnused || all.zeros) {
      throw new IllegalArgumentException(
          "backward takes retainGraph(), createGraph() and inputs(…); gradOutputs and allowUnused are"
              + " options of grad");
    }
    var seeds = seeds("backward", roots, gradients, all.create);
    if (all.inputs == null) {
      roots.forEach(Autograd::checkReaches);
    } else if (all.inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs(…) names at least one leaf, got none");
    }
    var pass = new ReversePass(all.retain, all.create);
    if (all.inputs != null) {
      pass.restrict(nodes(roots), leaves(all.inputs));
    }
    run(pass, roots, seeds);
  }

  /**
   * That a pass to all leaves leaves none out: inside of a forward derivative it does not reach
   * those that were marked outside, since their graph lies below the dual numbers.
   */
  private static void checkReaches(Tensor root) {
    if (root instanceof Lifted l && dependsOnOutside(l, l)) {
      throw new GraphException(
          "backward inside of jvp or vmap reaches leaves that were marked inside of it, but this"
              + " tensor depends on others too; name the leaves with inputs(…), or mark them inside");
    }
  }

  private static boolean dependsOnOutside(Lifted x, Lifted of) {
    for (var part : x.parts()) {
      if (isOutside(part, of)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part of a lifted tensor depends on leaves that were marked outside of its level. */
  private static boolean isOutside(Tensor part, Lifted of) {
    var node = part.node;
    boolean outside =
        node != null && (!node.level.isWithin(of.level) || (node.manners & Manners.MIXED) != 0);
    return outside || part instanceof Lifted l && dependsOnOutside(l, of);
  }

  /** The gradients of the outputs with respect to the inputs; no {@code grad()} changes. */
  static List<@Nullable Tensor> grad(
      List<Tensor> outputs, List<Tensor> inputs, PassOption... options) {
    var all = new PassOption.All(options);
    if (all.inputs != null) {
      throw new IllegalArgumentException(
          "grad names its inputs in its second argument; inputs(…) is an option of backward");
    }
    var gradients = all.gradients == null ? none(outputs.size()) : all.gradients;
    var seeds = seeds("grad", outputs, gradients, all.create);
    Set<Node> targets = new NodeSet();
    for (var x : inputs) {
      if (x.node() == null) {
        throw notRecorded("the gradient with respect to a tensor", x);
      }
      targets.add(Objects.requireNonNull(x.node()));
    }
    var pass = new ReversePass(all.retain, all.create);
    var reached = pass.capture(nodes(outputs), targets);
    if (!all.allowUnused && !all.zeros) {
      for (int k = 0; k < inputs.size(); k++) {
        if (!reached.contains(inputs.get(k).node())) {
          pass.abandon();
          throw unused(k, inputs.get(k));
        }
      }
    }
    run(pass, outputs, seeds);
    List<@Nullable Tensor> results = new ArrayList<>();
    for (var x : inputs) {
      results.add(result(pass, x, reached, all.zeros));
    }
    return Collections.unmodifiableList(results);
  }

  /** What arrived; zeros where the way there is constant, null where there is none. */
  private static @Nullable Tensor result(
      ReversePass pass, Tensor x, Set<Node> reached, boolean zeros) {
    var node = Objects.requireNonNull(x.node());
    var ct = pass.captured(node);
    return ct == null && (zeros || reached.contains(node)) ? Fluxion.zerosLike(x) : ct;
  }

  private static void run(ReversePass pass, List<Tensor> roots, List<Tensor> seeds) {
    for (int k = 0; k < seeds.size(); k++) {
      pass.file(Objects.requireNonNull(roots.get(k).node()), seeds.get(k), false);
    }
    pass.run();
  }

  private static List<Node> nodes(List<Tensor> x) {
    List<Node> nodes = new ArrayList<>();
    for (var one : x) {
      nodes.add(Objects.requireNonNull(one.node()));
    }
    return nodes;
  }

  private static Set<Node> leaves(List<Tensor> inputs) {
    Set<Node> leaves = new NodeSet();
    for (var x : inputs) {
      if (!(x.node() instanceof Leaf)) {
        throw new GraphException(
            "inputs(…) names leaves that require gradients, got a tensor of shape "
                + x.shape()
                + (x.node() == null ? " that requires none" : " that was computed")
                + "; use grad(y, x) for the gradient of an intermediate result");
      }
      leaves.add(Objects.requireNonNull(x.node()));
    }
    return leaves;
  }

  private static List<Tensor> seeds(
      String call,
      List<Tensor> roots,
      List<? extends @Nullable Tensor> gradients,
      boolean recording) {
    if (gradients.size() != roots.size()) {
      throw new IllegalArgumentException(
          call
              + " needs one gradient per output, null where it is 1, got "
              + gradients.size()
              + " for "
              + roots.size());
    }
    List<Tensor> seeds = new ArrayList<>();
    for (int k = 0; k < roots.size(); k++) {
      var root = roots.get(k);
      if (root.node() == null) {
        throw notRecorded(call, root);
      }
      seeds.add(seed(call, root, gradients.get(k), recording));
    }
    return seeds;
  }

  private static Tensor seed(
      String call, Tensor root, @Nullable Tensor gradient, boolean recording) {
    if (gradient != null) {
      checkLike("the gradient of an output", gradient, root);
      // A pass that is not recorded has constants for results, so it starts from one.
      return recording || gradient.node == null ? gradient : gradient.withNode(null);
    }
    // Only what MXNet's manner alone has recorded counts as its sum, as it does there.
    if (root.size() != 1 && !Manners.isScopedOnly(Objects.requireNonNull(root.node()))) {
      throw new GraphException(
          call
              + " without a gradient needs an output of one element, got the shape "
              + root.shape()
              + "; pass a gradient of that shape, or sum() first");
    }
    return Create.full(root.dtype(), root.shape(), 1);
  }

  static void checkLike(String what, Tensor gradient, Tensor x) {
    if (!gradient.shape().equals(x.shape())) {
      throw new ShapeException(
          what + " has the shape of its tensor, " + x.shape() + ", got " + gradient.shape());
    }
    if (gradient.dtype() != x.dtype()) {
      throw new DTypeException(
          what + " has the type of its tensor, " + x.dtype() + ", got " + gradient.dtype());
    }
  }

  /** What a leaf may be. */
  static void checkLeaf(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw notFloating(x);
    }
    if (x instanceof Dense d && d.isInference()) {
      throw new GraphException(
          "a tensor made in inference mode requires no gradient; make a copy() outside of it first");
    }
  }

  static int version(Tensor x) {
    var values = x.values();
    if (values.isInference() && !Modes.now().inference()) {
      throw new GraphException(
          "writes to a tensor made in inference mode are not counted; make a copy() first");
    }
    return values.writes();
  }

  static GraphException savedInference(Tensor x) {
    return new GraphException(
        "a tensor made in inference mode is not saved for a gradient, got one of shape "
            + x.shape()
            + "; make a copy() first");
  }

  static DTypeException notFloating(Tensor x) {
    return new DTypeException(
        "only floating tensors have gradients, got "
            + x.dtype()
            + "; convert with toFloat32() first");
  }

  static GraphException notALeaf(Tensor x) {
    return new GraphException(
        "requiresGrad(false) is for leaves, got the result of "
            + x.gradFn()
            + "; use detach() for the value without its history");
  }

  static GraphException gradOfResult(Tensor x) {
    return new GraphException(
        "grad(…) sets the gradient of a leaf, got the result of " + x.gradFn());
  }

  static GraphException detachOfView(Tensor x) {
    return new GraphException(
        "detach_() is not for views, got the result of "
            + x.gradFn()
            + "; use detach(), which returns a new one");
  }

  static GraphException notRecorded(String call, Tensor x) {
    return new GraphException(
        call
            + " needs a tensor that requires a gradient or was computed from one, got a constant of"
            + " shape "
            + x.shape()
            + (x instanceof Lifted
                ? "; inside of jvp and vmap leaves count that were marked inside of it, as its argument may be"
                : "; call requiresGrad(true) on a leaf before computing"));
  }

  private static GraphException unused(int k, Tensor x) {
    return new GraphException(
        "each input of grad leads to an output, but input "
            + k
            + " of shape "
            + x.shape()
            + " is not used by any; pass unconnectedZeros() for zeros, or, with lists, allowUnused() for"
            + " null");
  }
}
