package dev.fluxion.benchmarks.bar;

import java.util.List;

/** A workload as one library does it, ready to be done again and again. */
public interface Work {
  /**
   * Does the work once: value, gradients, and a step of descent if the problem has one.
   *
   * @return a number that depends on all results that nothing else reads, so that none is left out
   */
  float run();

  /** {@return the value, then the gradient of each leaf, from doing it once} */
  List<float[]> results();
}
