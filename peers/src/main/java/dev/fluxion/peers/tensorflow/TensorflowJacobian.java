package dev.fluxion.peers.tensorflow;

import dev.fluxion.benchmarks.Agreement;
import dev.fluxion.benchmarks.TanhLayer;
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
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/** The Jacobian of {@link TanhLayer} by TensorFlow. */
@State(Scope.Thread)
public class TensorflowJacobian {
  private static final int N = TanhLayer.N;

  /** What is done to the graph. */
  @Param({"GRAPH", "XLA"})
  public Compiler compiler = Compiler.GRAPH;

  private final TanhLayer layer = TanhLayer.drawn();

  @SuppressWarnings("NullAway.Init") // JMH sets up before all else
  private Matrix jacobian;

  /** Builds the graph, checks the result. */
  @Setup
  public void setUp() {
    jacobian = new Matrix(layer.point(), compiler, this::rows);
    Agreement.check("TensorFlow's Jacobian", jacobian.numbers(), layer.jacobian());
  }

  /** Frees the graph. */
  @TearDown
  public void close() {
    jacobian.close();
  }

  /** {@return the first number of the Jacobian} */
  @Benchmark
  public float jacobian() {
    return jacobian.first();
  }

  /** Row i of the result is the derivative of output i at copy i of the point. */
  private Operand<TFloat32> rows(Ops tf, Operand<TFloat32> copies, Operand<TFloat32> identity) {
    var weights = new float[N][N];
    for (int i = 0; i < N; i++) {
      System.arraycopy(layer.weights(), i * N, weights[i], 0, N);
    }
    var product = tf.linalg.matMul(copies, tf.constant(weights), MatMul.transposeB(true));
    var y = tf.math.tanh(tf.math.add(product, tf.constant(layer.bias())));
    return tf.gradients(y, List.of(copies), Gradients.dx(List.of(identity))).dy(0);
  }
}
