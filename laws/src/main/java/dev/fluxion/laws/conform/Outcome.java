package dev.fluxion.laws.conform;

import java.util.List;

/** What became of a case. */
sealed interface Outcome {
  /**
   * All agreed, but for what the notes say: gradients at non-finite points whose pattern of NaN and
   * infinity depends on the formula used.
   */
  record Passed(List<String> notes) implements Outcome {}

  /** Something differs: the first difference, on one line. */
  record Failed(String difference) implements Outcome {}

  /** Fluxion lacks something that the case uses. */
  record Unsupported(String reason) implements Outcome {}
}
