package dev.fluxion;

/**
 * In which manners a value is followed, as a set of bits: that of a node is the union over its
 * recorded inputs. A node is recording where one of its bits is on, so programs in several manners
 * mix.
 */
final class Manners {
  /** PyTorch's: leaves marked with {@code requiresGrad}, everywhere but inside {@code noGrad}. */
  static final int ALWAYS = 1;

  /** MXNet's: leaves marked with {@code attachGrad}, inside {@code record} only. */
  static final int SCOPED = 2;

  /** TensorFlow's: variables, while a tape of this thread records that follows them. */
  static final int TAPED = 4;

  /** TensorFlow's: tensors that a tape watches, while any tape of this thread records. */
  static final int WATCHED = 8;

  private Manners() {}
}
