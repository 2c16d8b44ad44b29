package dev.fluxion.laws.conform;

import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.isRecording;
import static dev.fluxion.Fluxion.isTraining;
import static dev.fluxion.Fluxion.pause;
import static dev.fluxion.Fluxion.predictMode;
import static dev.fluxion.Fluxion.record;
import static dev.fluxion.Fluxion.trainMode;

import dev.fluxion.GradReq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Prose about MXNet's manner: gradients attached, what is recorded, which mode layers are in. */
final class MxnetScenarios {
  static final Map<String, Consumer<Results>> WRITTEN =
      Map.of(
          "grad_req='write' overwrites",
          results -> twice(results, GradReq.WRITE),
          "grad_req='add' accumulates",
          results -> twice(results, GradReq.ADD),
          "outside record nothing is tracked",
          MxnetScenarios::unrecorded,
          "record/pause nest and restore",
          MxnetScenarios::nested,
          "train_mode/predict_mode do not touch recording",
          MxnetScenarios::modes);

  private MxnetScenarios() {}

  /** The gradient of a sum, asked for twice. */
  private static void twice(Results results, GradReq request) {
    var x = from(new double[] {1, 2}).attachGrad(request);
    for (int pass = 1; pass <= 2; pass++) {
      try (var _ = record()) {
        var y = x.sum();
        y.backward();
      }
      results.tensor("grad_after_" + pass, x.grad());
    }
  }

  private static void unrecorded(Results results) {
    var x = from(new double[] {1, 2}).attachGrad();
    var y = x.mul(x);
    results.error(y::backward);
  }

  private static void nested(Results results) {
    var recording = new ArrayList<Boolean>();
    var training = new ArrayList<Boolean>();
    try (var _ = record()) {
      note(recording, training);
      try (var _ = pause()) {
        note(recording, training);
      }
      note(recording, training);
    }
    note(recording, training);
    results.flags("is_recording", recording);
    results.flags("is_training", training);
  }

  private static void note(List<Boolean> recording, List<Boolean> training) {
    recording.add(isRecording());
    training.add(isTraining());
  }

  private static void modes(Results results) {
    var pairs = new ArrayList<Boolean>();
    try (var _ = record()) {
      try (var _ = predictMode()) {
        note(pairs, pairs);
      }
      try (var _ = record(false)) {
        note(pairs, pairs);
      }
    }
    try (var _ = trainMode()) {
      note(pairs, pairs);
    }
    results.flags("pairs", pairs);
  }
}
