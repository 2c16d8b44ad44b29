package dev.fluxion.peers;

import dev.fluxion.benchmarks.RosenbrockHessian;
import dev.fluxion.benchmarks.Rounds.Subject;
import dev.fluxion.benchmarks.TanhJacobian;
import dev.fluxion.benchmarks.bar.Workload;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table: a name to ask for it by, what is computed, and the share of the time of
 * the better libtorch that Fluxion may take.
 */
enum Row {
  SCALARS(
      "scalars",
      "chain of 1,000 scalar operations, each",
      0.01,
      new Steps(Workload.SCALARS, Workload.CHAIN)),
  VECTORS(
      "vectors",
      "the same with vectors of 16, each",
      0.02,
      new Steps(Workload.VECTORS, Workload.CHAIN)),
  CONTROL_FLOW("control-flow", "f(a) with while and if", 0.05, Workload.CONTROL_FLOW),
  SMALL_MLP("mlp-small", "MLP step 4-16-16-1, batch 16", 0.15, Workload.SMALL_MLP),
  ELEMENTWISE("elementwise", "Σ tanh(x·w + b)·exp(-x·x), 1 M", 0.7, Workload.ELEMENTWISE),
  MATMUL_512("matmul-512", "matmul 512, both gradients", 1.0, Workload.MATMUL_512),
  MATMUL_1024("matmul-1024", "matmul 1024, both gradients", 1.0, Workload.MATMUL_1024),
  MLP_64("mlp-64", "MLP step 784-256-128-10, batch 64", 0.7, Workload.MLP_64),
  MLP_512("mlp-512", "the same, batch 512", 0.9, Workload.MLP_512),
  LSTM("lstm", "LSTM, cell by hand", 0.7, Workload.LSTM),
  LENET("lenet", "LeNet step, batch 64", 0.8, Workload.LENET),
  LAYER_NORM("layernorm", "layer norm of operations, 4096×1024", 0.5, Workload.LAYER_NORM),
  LAYER_NORM_OP("layernorm-op", "layer norm of the library", Double.NaN, Workload.LAYER_NORM_OP),
  SOFTMAX("softmax", "softmax 4096×1024", 1.0, Workload.SOFTMAX),
  HESSIAN(
      "hessian",
      "Hessian of Rosenbrock, n = 100",
      0.05,
      new Matrix(
          RosenbrockHessian.class.getName() + ".hessian",
          "dev.fluxion.peers.libtorch.LibtorchHessian",
          "dev.fluxion.peers.tensorflow.TensorflowHessian.hessian")),
  JACOBIAN(
      "jacobian",
      "Jacobian of a 64→64 tanh layer",
      0.2,
      new Matrix(
          TanhJacobian.class.getName() + ".jacobian",
          "dev.fluxion.peers.libtorch.LibtorchJacobian",
          "dev.fluxion.peers.tensorflow.TensorflowJacobian.jacobian"));

  /** How the libraries do it. */
  private sealed interface Kind {}

  /** A workload, whose time is divided by the number of operations in it. */
  private record Steps(Workload workload, int operations) implements Kind {}

  /** A matrix of derivatives, by benchmarks of its own. */
  private record Matrix(String fluxion, String libtorch, String tensorflow) implements Kind {}

  final String key;
  final String text;

  /** NaN if none is set. */
  final double goal;

  private final Kind kind;

  Row(String key, String text, double goal, Kind kind) {
    this.key = key;
    this.text = text;
    this.goal = goal;
    this.kind = kind;
  }

  Row(String key, String text, double goal, Workload workload) {
    this(key, text, goal, new Steps(workload, 1));
  }

  /** The workload, or null for a matrix. */
  @Nullable Workload workload() {
    return kind instanceof Steps s ? s.workload : null;
  }

  /** What a figure in microseconds is divided by. */
  int operations() {
    return kind instanceof Steps s ? s.operations : 1;
  }

  /** The benchmark of a column, or null if it has none that is built. */
  @Nullable Subject subject(Column column, int threads, Path directory) {
    var subject =
        switch (kind) {
          case Steps s -> steps(s, column, threads, directory);
          case Matrix m -> matrix(m, column, threads, directory);
        };
    return subject != null && isBuilt(subject) ? subject : null;
  }

  private static @Nullable Subject steps(Steps s, Column column, int threads, Path directory) {
    return column.does(s.workload, threads, directory)
        ? new Subject(
            column.steps + ".step",
            Map.of("workload", s.workload.name()),
            column.jvm(threads, directory))
        : null;
  }

  private static @Nullable Subject matrix(Matrix m, Column column, int threads, Path directory) {
    var jvm = column.jvm(threads, directory);
    return switch (column) {
      case FLUXION -> new Subject(m.fluxion, Map.of(), jvm);
      case LIBTORCH -> new Subject(m.libtorch + ".loop", Map.of(), jvm);
      case LIBTORCH_BATCH -> new Subject(m.libtorch + ".batch", Map.of(), jvm);
      case TENSORFLOW -> new Subject(m.tensorflow, Map.of("compiler", "GRAPH"), jvm);
      case TENSORFLOW_XLA -> new Subject(m.tensorflow, Map.of("compiler", "XLA"), jvm);
      // It has no second derivatives, and would loop as libtorch does.
      case DJL -> null;
      case C -> null;
    };
  }

  private static boolean isBuilt(Subject subject) {
    var type = subject.benchmark().substring(0, subject.benchmark().lastIndexOf('.'));
    return isBuilt(type);
  }

  /** Whether a class is in the build. */
  static boolean isBuilt(String type) {
    return Row.class.getResource("/" + type.replace('.', '/') + ".class") != null;
  }
}
