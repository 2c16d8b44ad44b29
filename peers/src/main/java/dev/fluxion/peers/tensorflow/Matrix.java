package dev.fluxion.peers.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A graph from a point [n] to a matrix [n, n], with a session that runs it. The point is fed, so
 * that nothing can be computed ahead of time, and the matrix is fetched, so that nothing is left
 * out.
 */
final class Matrix implements AutoCloseable {
  /** The graph from n copies [n, n] of the point, one in each row, to the matrix. */
  interface Body {
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> copies, Operand<TFloat32> identity);
  }

  private final Graph graph = new Graph();
  private final Operand<TFloat32> input;
  private final Operand<TFloat32> output;
  private final Session session;
  private final TFloat32 point;

  Matrix(float[] point, Compiler compiler, Body body) {
    int n = point.length;
    var tf = Ops.create(graph);
    var identity = new float[n][n];
    for (int i = 0; i < n; i++) {
      identity[i][i] = 1;
    }
    input = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(n)));
    var copies = tf.broadcastTo(input, tf.constant(new int[] {n, n}));
    output = body.of(tf, copies, tf.constant(identity));
    session = new Session(graph, compiler.config());
    this.point = TFloat32.vectorOf(point);
  }

  /** The first number of the matrix. */
  float first() {
    try (var result = session.runner().feed(input, point).fetch(output).run()) {
      return ((TFloat32) result.get(0)).getFloat(0, 0);
    }
  }

  /** All numbers of the matrix, for a check. */
  float[] numbers() {
    try (var result = session.runner().feed(input, point).fetch(output).run()) {
      var matrix = (TFloat32) result.get(0);
      var numbers = new float[(int) matrix.size()];
      matrix.copyTo(DataBuffers.of(numbers, false, false));
      return numbers;
    }
  }

  @Override
  public void close() {
    point.close();
    session.close();
    graph.close();
  }
}
