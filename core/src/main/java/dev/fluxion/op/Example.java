package dev.fluxion.op;

import dev.fluxion.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A use of a primitive that the laws try. Every record outside of {@link Elementwise} lists its
 * own, in {@code public static List<Example> examples()}, so that they cover what its components
 * and its operands' shapes can be; elementwise ones follow from {@link Elementwise#domain}.
 *
 * @param op the primitive
 * @param operands what it is applied to
 * @param smoothness how often it can be differentiated there
 */
public record Example(Op op, List<Operand> operands, Smoothness smoothness) {
  private static final int[][] SHAPES = {
    {}, {1}, {3}, {0}, {2, 3}, {2, 1, 3}, {2, 3, 4}, {3, 0}, {2, 0, 3}
  };

  /** A smooth example. */
  static Example of(Op op, Operand first, Operand... others) {
    List<Operand> operands = new ArrayList<>(List.of(first));
    operands.addAll(List.of(others));
    return new Example(op, List.copyOf(operands), Smoothness.TWICE);
  }

  /** A smooth example of one operand, of float64. */
  static Example of(Op op, int... dims) {
    return of(op, Operand.of(dims));
  }

  /** The same where it can be differentiated less often. */
  Example with(Smoothness less) {
    return new Example(op, operands, less);
  }

  /** A primitive that folds axes, bit k for axis k. */
  interface Folding {
    Op over(int axes, boolean keepDims);
  }

  /** Every set of axes of shapes of all kinds, with and without keeping them. */
  static List<Example> folds(Folding op) {
    List<Example> all = new ArrayList<>();
    for (var dims : SHAPES) {
      for (int axes = 0; axes < 1 << dims.length; axes++) {
        all.add(of(op.over(axes, false), dims));
        all.add(of(op.over(axes, true), dims));
      }
    }
    return all;
  }

  /** Those of {@link #folds} in which each result is that of one element at least. */
  static List<Example> foldsOfSome(Folding op) {
    List<Example> some = new ArrayList<>();
    for (var dims : SHAPES) {
      for (int axes = 0; axes < 1 << dims.length; axes++) {
        if (Axes.count(Shape.of(dims), axes) > 0) {
          some.add(of(op.over(axes, false), dims));
          some.add(of(op.over(axes, true), dims));
        }
      }
    }
    return some;
  }

  /** The examples of one list and then those of another. */
  static List<Example> join(List<Example> some, Example... others) {
    List<Example> all = new ArrayList<>(some);
    all.addAll(List.of(others));
    return List.copyOf(all);
  }
}
