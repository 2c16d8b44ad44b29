package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.customVjp;
import static dev.fluxion.Fluxion.zerosLike;

import dev.fluxion.Flat;
import dev.fluxion.Fn;
import dev.fluxion.GraphException;
import dev.fluxion.Residuals;
import dev.fluxion.Tensor;

/**
 * Keeps rules from losing derivatives. A rule knows those by its arguments; a user's function may
 * also use tensors from around it, and the solution forgets how it depends on them.
 */
final class Closed {
  private Closed() {}

  /** An argument without what follows it: what only follows it is its rule's affair. */
  static <A> A detached(A argument) {
    var flat = Flat.of(argument);
    return flat.with(flat.tensors().stream().map(Tensor::detach).toList());
  }

  /**
   * A known solution, after a look at what the user's function makes of the rule's argument without
   * its history: a node or a tangent in there comes from elsewhere.
   */
  static <A> Tensor over(Tensor known, Fn<A, Tensor> function, A argument) {
    var value = function.apply(detached(argument));
    var nothing =
        customVjp((Tensor x) -> new Residuals<>(zerosLike(x).sum(), x), (x, _) -> zerosLike(x))
            .jvp((_, _) -> refuse())
            .apply(value);
    // Nodes of others lead to the result now, and the core refuses them.
    return known.add(nothing);
  }

  private static Tensor refuse() {
    throw new GraphException(
        "an implicit function has derivatives by its parameters alone, but its equation uses"
            + " another tensor that has a tangent; make it part of the parameters, or detach() it");
  }
}
