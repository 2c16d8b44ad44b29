package dev.fluxion.op;

/**
 * A primitive: a record that says what its value, its shape and its derivative are, and nothing
 * about recording, modes, broadcasting or promotion. Its components are what the user said (axes, a
 * target shape), never what the operands show, so equal requests are equal records.
 *
 * <p>The family it belongs to derives the rest: jvp, vjp, kernels, recording.
 */
public sealed interface Op permits Bilinear, Elementwise, Indexed, Linear, Opaque {
  /**
   * The name in messages and of the nodes of a graph: the simple name of the record, unless PyTorch
   * calls the operation by another.
   */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The name of its nodes in a graph, PyTorch's. */
  default String nodeName() {
    return name() + "Backward0";
  }
}
