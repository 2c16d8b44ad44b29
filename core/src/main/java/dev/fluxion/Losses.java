package dev.fluxion;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The losses of a choice among classes, which stand along the axis after that of the samples. */
final class Losses {
  private Losses() {}

  static Tensor crossEntropy(Tensor x, Tensor target, LossOptions o) {
    Fold.floating(x, "crossEntropy");
    if (x.rank() == 0) {
      throw shapes("crossEntropy", x, target);
    }
    var logs = x.logSoftmax(axis(x));
    if (target.dtype().isFloating()) {
      return ofProbabilities(logs, target, o);
    }
    var picked = new Picked("crossEntropy", logs, target, o);
    var loss = picked.loss();
    if (o.labelSmoothing() > 0) {
      double share = o.labelSmoothing() / x.shape().dim(axis(x));
      loss = loss.mul(1 - o.labelSmoothing()).add(picked.ofAllClasses().mul(share));
    }
    return picked.folded(loss);
  }

  static Tensor nllLoss(Tensor logs, Tensor target, LossOptions o) {
    Fold.floating(logs, "nllLoss");
    if (logs.rank() == 0) {
      throw shapes("nllLoss", logs, target);
    }
    if (o.labelSmoothing() > 0) {
      throw new IllegalArgumentException(
          "nllLoss has no label smoothing, got " + o.labelSmoothing() + "; use crossEntropy");
    }
    var picked = new Picked("nllLoss", logs, target, o);
    return picked.folded(picked.loss());
  }

  private static int axis(Tensor x) {
    return x.rank() == 1 ? 0 : 1;
  }

  private static Tensor ofProbabilities(Tensor logs, Tensor target, LossOptions o) {
    if (!target.shape().equals(logs.shape())) {
      throw shapes("crossEntropy", logs, target);
    }
    int axis = axis(logs);
    int classes = logs.shape().dim(axis);
    double smoothing = o.labelSmoothing();
    var wanted = smoothing > 0 ? target.mul(1 - smoothing).add(smoothing / classes) : target;
    var weights = weights("crossEntropy", o, logs);
    var weighed = weights == null ? logs : logs.mul(weights);
    var losses = weighed.mul(wanted).sum(axis).neg();
    return switch (o.reduction()) {
      case NONE -> losses;
      case SUM -> losses.sum();
      case MEAN -> losses.mean();
    };
  }

  /** The weights along the axis of the classes. */
  private static @Nullable Tensor weights(String call, LossOptions o, Tensor x) {
    var weight = o.weight();
    if (weight == null) {
      return null;
    }
    int classes = x.shape().dim(axis(x));
    if (!weight.shape().equals(Shape.of(classes))) {
      throw new ShapeException(
          call + " needs weights of shape (" + classes + "), got " + weight.shape());
    }
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, 1);
    dims[axis(x)] = classes;
    return weight.reshape(dims);
  }

  /** Losses of targets that are numbers of classes. */
  private static final class Picked {
    private final LossOptions options;
    private final Tensor logs;
    private final int axis;
    private final Tensor at;
    private final @Nullable Tensor ignored;
    private final @Nullable Tensor weights;

    Picked(String call, Tensor logs, Tensor target, LossOptions o) {
      if (!target.dtype().isInteger()) {
        throw new DTypeException(
            call
                + " needs targets of whole numbers"
                + (call.equals("crossEntropy") ? " or probabilities" : "")
                + ", got "
                + target.dtype());
      }
      this.options = o;
      this.logs = logs;
      this.axis = axis(logs);
      int[] dims = logs.shape().toArray();
      dims[axis] = 1;
      var wide = target.rank() + 1 == logs.rank() ? target.unsqueeze(axis) : target;
      if (wide == target || !wide.shape().equals(Shape.of(dims))) {
        throw shapes(call, logs, target);
      }
      this.weights = weights(call, o, logs);
      var out = wide.eq(o.ignoreIndex());
      this.ignored = out.values().any().values().doubleAt(0) != 0 ? out : null;
      this.at = ignored == null ? wide : Fluxion.where(out, 0, wide).toInt64();
      check(call, at.values(), logs.shape().dim(axis));
    }

    private static void check(String call, Tensor at, int classes) {
      for (long one : at.toLongArray()) {
        if (one < 0 || one >= classes) {
          throw new IndexException(
              call + " needs targets in [0, " + (classes - 1) + "], got " + one);
        }
      }
    }

    /** Of the class that was wanted, with an axis of length 1 for the classes. */
    Tensor loss() {
      var picked = logs.gather(axis, at).neg();
      return counted(weights == null ? picked : picked.mul(weight()));
    }

    /** The sum over all classes, as if each were wanted. */
    Tensor ofAllClasses() {
      var all = weights == null ? logs : logs.mul(weights);
      return counted(all.sum(axis, true).neg());
    }

    private Tensor weight() {
      return Objects.requireNonNull(weights)
          .flatten()
          .indexSelect(0, at.flatten())
          .reshape(at.shape());
    }

    private Tensor counted(Tensor losses) {
      return ignored == null ? losses : Fluxion.where(ignored, 0, losses);
    }

    Tensor folded(Tensor losses) {
      return switch (options.reduction()) {
        case NONE -> losses.squeeze(axis);
        case SUM -> losses.sum();
        case MEAN -> weights == null && ignored == null ? losses.mean() : mean(losses);
      };
    }

    /** Weighed by what counts; 0 / 0 where nothing does. */
    private Tensor mean(Tensor losses) {
      var total =
          weights != null
              ? counted(weight()).sum()
              : Fluxion.sub(at.size(), Objects.requireNonNull(ignored).sum());
      return losses.sum().div(total);
    }
  }

  private static ShapeException shapes(String call, Tensor x, Tensor target) {
    return new ShapeException(
        call
            + " needs (N, C, …) and targets (N, …), (C) and ()"
            + (call.equals("crossEntropy") ? ", or probabilities (N, C, …)" : "")
            + ", got "
            + x.shape()
            + " and "
            + target.shape());
  }
}
