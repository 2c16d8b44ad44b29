package dev.fluxion;

import java.util.List;

/**
 * What tells results of one run of a function from those of another, in the memory of a few
 * numbers: sums of all elements, each with a weight of its own, so that no law of the function,
 * such as one that lets its results add up to 1, hides a difference.
 *
 * @param sum the sum of the finite elements
 * @param size the sum of their magnitudes
 * @param others how many are not finite
 */
record Likeness(double sum, double size, long others) {
  /** More than roundoff, and less than any write that is meant. */
  private static final double TOLERANCE = 1e-6;

  /** The fractional parts of multiples of this number are spread evenly. */
  private static final double GOLDEN = 0.6180339887498949;

  static Likeness of(List<Tensor> results) {
    double sum = 0;
    double size = 0;
    long others = 0;
    double weight = 0;
    for (var y : results) {
      for (double one : y.values().toDoubleArray()) {
        weight += GOLDEN;
        weight -= weight >= 1 ? 1 : 0;
        if (Double.isFinite(one)) {
          sum += one * (1 + weight);
          size += Math.abs(one);
        } else {
          others++;
        }
      }
    }
    return new Likeness(sum, size, others);
  }

  /** Requires a second run to have given what the first one did. */
  void check(List<Tensor> again) {
    var other = of(again);
    double margin = TOLERANCE * Math.max(size, other.size);
    if (others != other.others || Math.abs(sum - other.sum) > margin) {
      throw new GraphException(
          "a checkpoint recomputes what it computed, but its function gives another result than the"
              + " first time; run the pass before writing to what it uses, and let it change nothing"
              + " that it uses");
    }
  }
}
