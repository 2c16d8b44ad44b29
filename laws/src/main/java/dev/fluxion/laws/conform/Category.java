package dev.fluxion.laws.conform;

import dev.fluxion.DTypeException;
import dev.fluxion.GraphException;
import dev.fluxion.IndexException;
import dev.fluxion.ShapeException;
import dev.fluxion.laws.conform.torch.NotSupported;

/** Which exception stands for each category of error that cases name. */
final class Category {
  private Category() {}

  private static Class<? extends RuntimeException> exception(String category) {
    return switch (category) {
      case "shape_mismatch",
          "rank",
          "invalid_shape",
          "empty_reduction",
          "non_contiguous_view",
          "not_square" ->
          ShapeException.class;
      case "dim_out_of_range", "duplicate_dim", "index_out_of_range" -> IndexException.class;
      case "dtype" -> DTypeException.class;
      case "invalid_argument", "out_of_domain", "singular", "not_positive_definite" ->
          IllegalArgumentException.class;
      case "graph_freed",
          "nonscalar_backward",
          "no_grad_fn",
          "no_requires_grad",
          "unused_input",
          "nonleaf_requires_grad",
          "retain_grad_invalid",
          "inplace_version",
          "inplace_on_leaf",
          "inplace_view_of_leaf",
          "inplace_multi_view",
          "inplace_overlap",
          "inference_tensor",
          "hook_invalid",
          "anomaly_nan" ->
          GraphException.class;
      default -> throw new NotSupported("the error category " + category);
    };
  }

  /** Runs {@code action}, which must throw an exception of this category. */
  static void expect(String category, Runnable action) {
    var wanted = exception(category);
    try {
      action.run();
    } catch (NotSupported missing) {
      throw missing;
    } catch (RuntimeException thrown) {
      Mismatch.check(
          wanted.isInstance(thrown),
          "expected " + wanted.getSimpleName() + " for " + category + ", got " + thrown);
      return;
    }
    throw new Mismatch(
        "expected " + wanted.getSimpleName() + " for " + category + ", got no exception");
  }
}
