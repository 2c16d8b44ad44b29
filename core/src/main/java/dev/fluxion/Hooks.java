package dev.fluxion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs what users have registered on tensors and nodes, and checks what it returns. */
final class Hooks {
  private Hooks() {}

  /** The cotangent after all hooks, each of which sees what the one before has made of it. */
  static Tensor replace(List<Handle.Entry<Function<Tensor, @Nullable Tensor>>> hooks, Tensor ct) {
    var seen = ct;
    for (var hook : hooks) {
      var other = hook.hook.apply(seen);
      if (other != null) {
        Autograd.checkLike("what a hook returns", other, ct);
        seen = other;
      }
    }
    return seen;
  }

  /** The cotangents of a node's results after its pre-hooks. */
  static @Nullable Tensor[] before(Node node, Object held) {
    @Nullable Tensor[] outputs =
        held instanceof Tensor[] parts ? parts : new @Nullable Tensor[] {(Tensor) held};
    var extras = node.extras;
    if (extras != null) {
      for (var hook : extras.before) {
        var others = hook.hook.apply(view(outputs));
        if (others != null) {
          outputs = checked("a node's pre-hook", others, outputs);
        }
      }
    }
    return outputs;
  }

  /** Shows what a node has filed to its hooks, looks for NaN, and files it for good. */
  static void after(
      Interior node, List<ReversePass.Filed> filed, @Nullable Tensor[] outputs, ReversePass pass) {
    var inputs = new @Nullable Tensor[node.count()];
    int next = 0;
    for (int k = 0; k < inputs.length && next < filed.size(); k++) {
      if (node.edge(k) == filed.get(next).edge()) {
        inputs[k] = filed.get(next++).ct();
      }
    }
    if (pass.anomaly) {
      checkNotNaN(node, inputs);
    }
    var extras = node.extras;
    if (extras != null) {
      for (var hook : extras.after) {
        var others = hook.hook.apply(view(inputs), view(outputs));
        if (others != null) {
          inputs = checked("a node's hook", others, inputs);
        }
      }
    }
    for (int k = 0; k < inputs.length; k++) {
      var edge = node.edge(k);
      var ct = inputs[k];
      if (edge != null && ct != null) {
        pass.file(edge, ct, false);
      }
    }
  }

  private static List<@Nullable Tensor> view(@Nullable Tensor[] tensors) {
    List<@Nullable Tensor> list = new ArrayList<>();
    for (var x : tensors) {
      list.add(x);
    }
    return Collections.unmodifiableList(list);
  }

  private static @Nullable Tensor[] checked(
      String what, List<@Nullable Tensor> others, @Nullable Tensor[] old) {
    if (others.size() != old.length) {
      throw new IllegalArgumentException(
          what + " returns null or " + old.length + " cotangents, got " + others.size());
    }
    var out = new @Nullable Tensor[old.length];
    for (int k = 0; k < old.length; k++) {
      var other = others.get(k);
      var was = old[k];
      if (other != null && was != null) {
        Autograd.checkLike("what " + what + " returns", other, was);
      }
      out[k] = other;
    }
    return out;
  }

  private static void checkNotNaN(Interior node, @Nullable Tensor[] inputs) {
    for (int k = 0; k < inputs.length; k++) {
      var ct = inputs[k];
      if (ct != null && ct.values().ne(ct.values()).any().booleanValue()) {
        var extras = node.extras;
        var place = extras == null || extras.madeAt == null ? "" : ", made at " + extras.madeAt;
        throw new GraphException(
            "a gradient is NaN: "
                + node.name()
                + " returned NaN for its input "
                + k
                + place
                + (place.isEmpty() ? "; run the forward part under anomalyDetection() too" : ""));
      }
    }
  }

  static Handle many(List<Tensor> tensors, Consumer<List<@Nullable Tensor>> hook) {
    Objects.requireNonNull(hook, "hook");
    for (var x : tensors) {
      if (x.node() == null) {
        throw Autograd.notRecorded("registerMultiGradHook", x);
      }
    }
    var key = new Object();
    List<Handle> handles = new ArrayList<>();
    for (int k = 0; k < tensors.size(); k++) {
      int place = k;
      handles.add(
          tensors
              .get(k)
              .registerHook(ct -> {
                var all = ReversePass.current().gathered(key, tensors.size(), hook);
                all.set(place, ct);
                return null;
              }));
    }
    return Handle.of(handles);
  }
}
