package dev.fluxion.peers.tensorflow;

import dev.fluxion.benchmarks.Agreement;
import dev.fluxion.benchmarks.Rosenbrock;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;

/** The Hessian of {@link Rosenbrock} by TensorFlow. */
@State(Scope.Thread)
public class TensorflowHessian {
  private static final int N = Rosenbrock.N;

  /** What is done to the graph. */
  @Param({"GRAPH", "XLA"})
  public Compiler compiler = Compiler.GRAPH;

  @SuppressWarnings("NullAway.Init") // JMH sets up before all else
  private Matrix hessian;

  /** Builds the graph, checks the result. */
  @Setup
  public void setUp() {
    hessian = new Matrix(Rosenbrock.point(), compiler, TensorflowHessian::rows);
    Agreement.check("TensorFlow's Hessian", hessian.numbers(), Rosenbrock.hessian());
  }

  /** Frees the graph. */
  @TearDown
  public void close() {
    hessian.close();
  }

  /** {@return the first number of the Hessian} */
  @Benchmark
  public float hessian() {
    return hessian.first();
  }

  /** Row i of the result is the derivative of element i of the gradient at copy i of the point. */
  private static Operand<TFloat32> rows(
      Ops tf, Operand<TFloat32> copies, Operand<TFloat32> identity) {
    var size = tf.constant(new int[] {N, N - 1});
    var left = tf.slice(copies, tf.constant(new int[] {0, 0}), size);
    var right = tf.slice(copies, tf.constant(new int[] {0, 1}), size);
    var valley = tf.math.square(tf.math.sub(right, tf.math.square(left)));
    var slope = tf.math.square(tf.math.sub(left, tf.constant(1f)));
    var terms = tf.math.add(tf.math.mul(tf.constant(100f), valley), slope);
    // Given ones: those that TensorFlow makes by itself depend on the terms, by an operation that
    // has
    // no gradient.
    var ones = tf.fill(size, tf.constant(1f));
    var gradient =
        tf.gradients(terms, List.of(copies), Gradients.dx(List.of(ones))).<TFloat32>dy(0);
    return tf.gradients(gradient, List.of(copies), Gradients.dx(List.of(identity))).dy(0);
  }
}
