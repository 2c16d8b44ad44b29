package dev.fluxion.benchmarks.bar;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a workload.
 *
 * @param leaves what gradients are taken of
 * @param constants data without gradients; labels come last
 * @param cotangent that of the value, of its shape; null for a single number, whose cotangent is 1
 * @param rate the step of gradient descent that is made, 0 for none
 * @param expected the value, then the gradient of each leaf, before a step
 */
public record Problem(
    List<Numbers> leaves,
    List<Numbers> constants,
    @Nullable Numbers cotangent,
    double rate,
    Supplier<List<Expected>> expected) {

  /** {@return whether the gradients are used for a step} */
  public boolean descends() {
    return rate > 0;
  }

  /**
   * Checks the results of a library.
   *
   * @param who its name, for the message
   * @param results the value, then the gradient of each leaf
   * @throws IllegalStateException if they are not those expected
   */
  public void check(String who, List<float[]> results) {
    var right = expected.get();
    if (right.size() != results.size()) {
      throw new IllegalStateException(
          who + " needs " + right.size() + " results, got " + results.size());
    }
    for (int k = 0; k < right.size(); k++) {
      var what = k == 0 ? "'s value" : "'s gradient of leaf " + (k - 1);
      right.get(k).check(who + what, results.get(k));
    }
  }
}
