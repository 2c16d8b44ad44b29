package dev.fluxion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reverse pass is asked to do besides: {@link Fluxion#retainGraph()}, {@link
 * Fluxion#createGraph()}, {@link Fluxion#inputs}, {@link Fluxion#allowUnused()}, {@link
 * Fluxion#unconnectedZeros()}, {@link Fluxion#gradOutputs}.
 */
public abstract sealed class PassOption {
  private PassOption() {}

  static final class RetainGraph extends PassOption {}

  static final class CreateGraph extends PassOption {}

  static final class AllowUnused extends PassOption {}

  static final class UnconnectedZeros extends PassOption {}

  static final class Inputs extends PassOption {
    final List<Tensor> leaves;

    Inputs(List<Tensor> leaves) {
      this.leaves = leaves;
    }
  }

  static final class GradOutputs extends PassOption {
    final List<@Nullable Tensor> gradients;

    GradOutputs(List<@Nullable Tensor> gradients) {
      this.gradients = gradients;
    }
  }

  /** The options of one call, sorted out. */
  static final class All {
    boolean retain;
    boolean create;
    boolean allowUnused;
    boolean zeros;
    @Nullable List<Tensor> inputs;
    @Nullable List<@Nullable Tensor> gradients;

    All(PassOption... options) {
      for (var option : options) {
        switch (option) {
          case RetainGraph _ -> retain = true;
          case CreateGraph _ -> create = true;
          case AllowUnused _ -> allowUnused = true;
          case UnconnectedZeros _ -> zeros = true;
          case Inputs in -> inputs = in.leaves;
          case GradOutputs out -> gradients = out.gradients;
        }
      }
      retain |= create;
    }
  }
}
