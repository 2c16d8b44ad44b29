package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.derivatives;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessianBlocks;
import static dev.fluxion.Fluxion.hvp;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacobian;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.vjp;
import static dev.fluxion.Fluxion.vmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fluxion.Fn;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step {@code functional} of a program: a function of functions, by the name of its {@code api}.
 *
 * @param f what it is applied to, from the list of arguments to that of results
 * @param x the arguments
 * @param v the tangents or cotangents, if it takes any
 * @param step what else the case says: along which axes to map
 * @param wanted the number of tensors that the case names
 */
record FunctionalSteps(
    Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x, List<Tensor> v, JsonNode step, int wanted) {

  /** The tensors that the case names, in their order; blocks row by row. */
  List<Tensor> results() {
    var api = step.path("api").asText();
    return switch (api) {
      case "jacobian" -> rows(y -> jacobian(y).apply(x));
      case "jacrev" -> rows(y -> jacrev(y).apply(x));
      case "jacfwd" -> rows(y -> jacfwd(y).apply(x));
      case "hessian" -> flat(hessianBlocks(only()).apply(x).rows());
      case "hessian_fwd_over_rev" -> columnsOfGradients();
      case "hvp" -> hvp(only(), x, v);
      case "vjp" -> {
        var at = vjp(f, x);
        yield withValues(at.value(), at.pullback().apply(v));
      }
      case "jvp" -> {
        var at = jvp(f, x, v);
        yield withValues(at.value(), at.tangent());
      }
      case "vmap" -> vmap(f).in(axes("in_dims", x.size())).out(axes("out_dims", 0)).apply(x);
      case "vmap_grad" -> sampleGradients();
      case "nth_derivative" ->
          derivatives((Tensor p) -> only().apply(List.of(p)), step.path("n").asInt())
              .apply(x.getFirst());
      default -> throw new NotSupported("functional " + api);
    };
  }

  /** The function, where it has one result. */
  private Fn<List<Tensor>, Tensor> only() {
    return p -> f.apply(p).getFirst();
  }

  /** For each result of the function one row of blocks. */
  private List<Tensor> rows(Fn<Fn<List<Tensor>, Tensor>, List<Tensor>> jacobian) {
    int results = Math.max(1, wanted / x.size());
    List<List<Tensor>> rows = new ArrayList<>();
    for (int k = 0; k < results; k++) {
      int number = k;
      rows.add(jacobian.apply(p -> f.apply(p).get(number)));
    }
    return flat(rows);
  }

  private List<Tensor> columnsOfGradients() {
    List<List<Tensor>> rows = new ArrayList<>();
    for (int k = 0; k < x.size(); k++) {
      int number = k;
      rows.add(jacfwd((List<Tensor> p) -> grad(only()).apply(p).get(number)).apply(x));
    }
    return flat(rows);
  }

  /** Gradients by as many of the first arguments as the case names; the others are constants. */
  private List<Tensor> sampleGradients() {
    Fn<List<Tensor>, List<Tensor>> one =
        p -> {
          var constants = p.subList(wanted, p.size());
          Fn<List<Tensor>, Tensor> y =
              q -> {
                var all = new ArrayList<>(q);
                all.addAll(constants);
                return only().apply(all);
              };
          return grad(y).apply(List.copyOf(p.subList(0, wanted)));
        };
    return vmap(one).in(axes("in_dims", x.size())).out(axes("out_dims", 0)).apply(x);
  }

  private List<Tensor> withValues(List<Tensor> values, List<Tensor> derivatives) {
    return wanted == derivatives.size() ? derivatives : flat(List.of(values, derivatives));
  }

  /** The axes of a field that is a number, a list of numbers and nulls, or not there. */
  private @Nullable Integer[] axes(String field, int count) {
    var given = step.has(field) ? step.path(field) : step.path("attrs").path(field);
    if (!given.isArray()) {
      return new Integer[] {given.asInt(0)};
    }
    var axes = new @Nullable Integer[given.size()];
    for (int k = 0; k < axes.length; k++) {
      axes[k] = given.path(k).isNull() ? null : Integer.valueOf(given.path(k).asInt());
    }
    Mismatch.check(
        count == 0 || axes.length == count,
        field + ": expected " + count + " axes, got " + axes.length);
    return axes;
  }

  private static List<Tensor> flat(List<List<Tensor>> rows) {
    return rows.stream().flatMap(List::stream).toList();
  }
}
