package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.stopGradient;
import static dev.fluxion.Fluxion.variable;
import static dev.fluxion.Fluxion.zeros;

import dev.fluxion.DType;
import dev.fluxion.GradientTape;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Prose about TensorFlow's manner: tapes, and the Jacobians that they give. */
final class TapeScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.ofEntries(
          Map.entry("unwatched constant gives none", TapeScenarios::unwatched),
          Map.entry("variables are watched automatically", TapeScenarios::watched),
          Map.entry("watch_accessed_variables=False", TapeScenarios::toldOnly),
          Map.entry("persistent tape", TapeScenarios::persistent),
          Map.entry("nested tapes", TapeScenarios::nested),
          Map.entry("list of targets is summed", TapeScenarios::targets),
          Map.entry("batch_jacobian shape error", TapeScenarios::unlike),
          Map.entry("stop_recording", TapeScenarios::stopped),
          Map.entry("reset", TapeScenarios::reset),
          Map.entry("stop_gradient", TapeScenarios::cut));

  private TapeScenarios() {}

  private static Tensor number(double value) {
    return full(DType.FLOAT64, value);
  }

  /** The derivative of {@code f} at {@code x}, by a tape that is told of nothing. */
  private static @Nullable Tensor slope(UnaryOperator<Tensor> f, Tensor x) {
    var tape = new GradientTape();
    try (tape) {
      var y = f.apply(x);
      return tape.gradient(y, x);
    }
  }

  private static void unwatched(Results results) {
    results.tensor("dy_dx", slope(x -> x.mul(x), number(3)));
  }

  private static void watched(Results results) {
    results.tensor("dy_dx", slope(x -> x.mul(x), variable(number(3))));
  }

  private static void toldOnly(Results results) {
    var x = variable(number(2));
    var w = variable(number(5));
    var tape = new GradientTape(true, false);
    Tensor y;
    Tensor z;
    try (tape) {
      tape.watch(x);
      y = x.mul(x);
      z = w.mul(w).mul(w);
    }
    results.tensor("dy_dx", tape.gradient(y, x));
    results.tensor("dz_dw", tape.gradient(z, w));
  }

  private static void persistent(Results results) {
    var x = number(3);
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      tape.watch(x);
      y = x.mul(x);
      z = y.mul(y);
    }
    results.tensor("dz_dx", tape.gradient(z, x));
    results.tensor("dy_dx", tape.gradient(y, x));
  }

  private static void nested(Results results) {
    var x = number(5);
    var outer = new GradientTape();
    Tensor first;
    try (outer) {
      outer.watch(x);
      var inner = new GradientTape();
      Tensor y;
      try (inner) {
        inner.watch(x);
        y = x.mul(x);
      }
      first = Objects.requireNonNull(inner.gradient(y, x));
    }
    results.tensor("dy_dx", first);
    results.tensor("d2y_dx2", outer.gradient(first, x));
  }

  private static void targets(Results results) {
    var x = variable(number(2));
    var tape = new GradientTape();
    Tensor square;
    Tensor inverse;
    try (tape) {
      square = x.square();
      inverse = x.reciprocal();
    }
    results.tensor("grad", tape.gradient(List.of(square, inverse), List.of(x)).getFirst());
  }

  private static void unlike(Results results) {
    var source = variable(zeros(DType.FLOAT64, 3, 2));
    try (var tape = new GradientTape()) {
      var target = source.reshape(2, 3);
      results.error(() -> tape.batchJacobian(target, source));
    }
  }

  private static void stopped(Results results) {
    var x = variable(number(4));
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      try (var _ = tape.stopRecording()) {
        y = x.square();
      }
    }
    results.tensor("grad", tape.gradient(y, x));
  }

  private static void reset(Results results) {
    var x = variable(number(3));
    var tape = GradientTape.persistent();
    Tensor y;
    Tensor z;
    try (tape) {
      y = x.mul(x);
      tape.reset();
      z = x.mul(x).mul(x);
    }
    results.tensor("dy", tape.gradient(y, x));
    results.tensor("dz", tape.gradient(z, x));
  }

  private static void cut(Results results) {
    results.tensor("grad", slope(x -> x.mul(stopGradient(x.mul(x))), variable(number(2))));
  }

  /** {@code xyz + x³} at (1, 2, 3); {@code (r₀r₁, r₀ + r₁)} of the rows (1, 2) and (3, 4). */
  static void jacobians(Results results) {
    var x = variable(from(new double[] {1, 2, 3}));
    var outer = new GradientTape();
    Tensor slope;
    try (outer) {
      slope = Objects.requireNonNull(slope(p -> p.prod().add(p.at(0).pow(3)), x));
    }
    results.tensor("H", outer.jacobian(slope, x));

    var rows = variable(from(new double[][] {{1, 2}, {3, 4}}));
    var tape = new GradientTape();
    Tensor y;
    try (tape) {
      y = stack(List.of(rows.prod(1, false), rows.sum(1)), 1);
    }
    results.tensor("Jbatch", tape.batchJacobian(y, rows));
  }
}
