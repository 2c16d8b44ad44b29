package dev.fluxion.laws.conform;

import dev.fluxion.DTypeException;
import dev.fluxion.GraphException;
import dev.fluxion.IndexException;
import dev.fluxion.ShapeException;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.util.regex.Pattern;

/**
 * What stands for each category of error that cases name: a class of exceptions and, where one
 * class has many rules, words that the rule is told with, so that one error cannot pass for
 * another.
 */
record Category(String name, Class<? extends RuntimeException> type, Pattern words) {
  private static Category of(String name) {
    return switch (name) {
      case "custom_function_arity" ->
          new Category(
              name,
              IllegalArgumentException.class,
              Pattern.compile("a cotangent for each tensor of its argument, \\d+, got \\d+"));
      case "custom_function_shape" ->
          new Category(
              name,
              ShapeException.class,
              Pattern.compile("cotangents of the shapes of its arguments.*number \\d+"));
      case "shape_mismatch",
          "rank",
          "invalid_shape",
          "empty_reduction",
          "non_contiguous_view",
          "batch_mismatch",
          "not_square" ->
          any(name, ShapeException.class);
      case "dim_out_of_range", "duplicate_dim", "index_out_of_range" ->
          any(name, IndexException.class);
      case "dtype" -> any(name, DTypeException.class);
      case "invalid_argument", "out_of_domain", "singular", "not_positive_definite" ->
          any(name, IllegalArgumentException.class);
      default -> new Category(name, GraphException.class, Pattern.compile(words(name)));
    };
  }

  private static Category any(String name, Class<? extends RuntimeException> type) {
    return new Category(name, type, Pattern.compile(""));
  }

  private static String words(String graphCategory) {
    return switch (graphCategory) {
      case "graph_freed" -> "freed by the first backward pass";
      case "nonscalar_backward" -> "one element";
      case "no_grad_fn" -> "^(?!register|retainGrad|.*with respect to).*requires a gradient or was";
      case "no_requires_grad" ->
          "with respect to.*requires a gradient|that requires none|^gradcheck needs at least one";
      case "unused_input" -> "is not used";
      case "nonleaf_requires_grad" -> "requiresGrad.* is for leaves";
      case "retain_grad_invalid" -> "^retainGrad";
      case "hook_invalid" -> "^register\\w*Hook";
      case "inplace_version" -> "was written to.* is at version \\d+, expected version \\d+";
      case "inplace_on_leaf" -> "^a leaf that requires a gradient is not written to";
      case "inplace_view_of_leaf" -> "^a view of a leaf .* is not written to";
      case "inplace_multi_view" -> "one of several views .* is not written to";
      case "inplace_overlap" -> "a place of its own";
      case "inference_tensor" -> "inference mode";
      case "anomaly_nan" -> "is NaN";
      case "vmap_control_flow" -> "^\\w+ inside of vmap has no answer";
      default -> throw new NotSupported("the error category " + graphCategory);
    };
  }

  /** Runs {@code action}, which must throw an exception of the category {@code name}. */
  static void expect(String name, Runnable action) {
    var category = of(name);
    try {
      action.run();
    } catch (NotSupported missing) {
      throw missing;
    } catch (RuntimeException thrown) {
      category.check(thrown);
      return;
    }
    throw new Mismatch(category.wanted() + ", got no exception");
  }

  private void check(RuntimeException thrown) {
    Mismatch.check(type.isInstance(thrown), wanted() + ", got " + thrown);
    Mismatch.check(
        words.matcher(String.valueOf(thrown.getMessage())).find(),
        wanted() + " that says \"" + words + "\", got " + thrown);
  }

  private String wanted() {
    return "expected " + type.getSimpleName() + " for " + name;
  }
}
