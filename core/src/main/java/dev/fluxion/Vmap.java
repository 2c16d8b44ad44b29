package dev.fluxion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function mapped over an axis of its arguments: {@code y[i] = f(x[i])}, all computed at once.
 * {@link Fluxion#vmap} makes it; its methods say along which axes, and return another one.
 *
 * <p>Inside, the function sees tensors without that axis. What would need the numbers of a single
 * one has no answer there and is refused: {@code item()} and its kin, branches, selection by a bool
 * tensor that is mapped; {@code where} chooses in place of a branch. Random numbers differ along
 * the axis unless {@link #sameRandomness()}. Writes go into tensors that have the axis; into those
 * that have not, only what is the same for all.
 *
 * <pre>{@code
 * var a = tensor(new double[][] {{1, 2}, {3, 4}});
 * vmap((Tensor row) -> row.dot(row)).apply(a);                  // tensor([ 5., 25.])
 * Fn<List<Tensor>, Tensor> dot = p -> p.get(0).dot(p.get(1));
 * vmap(dot).in(0, null).apply(List.of(a, tensor(1.0, 10.0)));   // tensor([21., 43.])
 * }</pre>
 *
 * @param <P> the argument: a tensor or a tree of tensors
 * @param <R> the result: a tensor or a tree of tensors
 */
public final class Vmap<P, R> implements Fn<P, R> {
  private static final long serialVersionUID = 1;

  /** What is mapped. */
  private final Fn<P, R> f;

  /** The axes of the arguments, one for all or one for each. */
  private final @Nullable Integer[] in;

  /** The axes of the results. */
  private final @Nullable Integer[] out;

  /** Whether random numbers are the same for all. */
  private final boolean same;

  Vmap(Fn<P, R> f, @Nullable Integer[] in, @Nullable Integer[] out, boolean same) {
    this.f = f;
    this.in = in;
    this.out = out;
    this.same = same;
  }

  /**
   * Along which axes of the arguments to map.
   *
   * @param axes one for all tensors, or one for each in their order; may be negative; null for a
   *     tensor that is the same for all
   * @return the function mapped so
   */
  public Vmap<P, R> in(@Nullable Integer... axes) {
    return new Vmap<>(f, axes.clone(), out, same);
  }

  /**
   * Where the axis stands in the results.
   *
   * @param axes one for all tensors, or one for each in their order; may be negative; null for a
   *     result that is the same for all
   * @return the function mapped so
   */
  public Vmap<P, R> out(@Nullable Integer... axes) {
    return new Vmap<>(f, in, axes.clone(), same);
  }

  /**
   * Lets random numbers be the same for all.
   *
   * @return the function mapped so
   */
  public Vmap<P, R> sameRandomness() {
    return new Vmap<>(f, in, out, true);
  }

  /**
   * Maps the function.
   *
   * @param x the arguments, with the axis; all of one length along it
   * @return the results, with the axis
   * @throws ShapeException if lengths differ
   * @throws IndexException if a tensor has no such axis
   * @throws IllegalArgumentException if no tensor is mapped, or the number of axes is not that of
   *     tensors
   */
  @Override
  public R apply(P x) {
    var argument = Tree.some("the argument of vmap", x);
    var axes = spread("arguments", in, argument.tensors.size());
    int size = size(argument.tensors, axes);
    var level = Modes.openLevel(new Batching(size, same));
    try {
      List<Tensor> lifted = new ArrayList<>();
      for (int k = 0; k < axes.length; k++) {
        var one = Lifted.settle(argument.tensors.get(k));
        var axis = axes[k];
        lifted.add(axis == null ? one : new Batched(level, Moves.moveAxis(one, axis, 0)));
      }
      var result = Tree.of(f.apply(argument.with(lifted)));
      return result.with(results(result.tensors, level));
    } finally {
      Modes.closeLevel(level);
    }
  }

  private List<Tensor> results(List<Tensor> y, Level level) {
    var axes = spread("results", out, y.size());
    List<Tensor> all = new ArrayList<>();
    for (int k = 0; k < axes.length; k++) {
      var one = Lifted.settle(y.get(k));
      var axis = axes[k];
      if (axis != null) {
        all.add(Moves.moveAxis(((Batching) level.meaning()).all(level, one), 0, axis));
      } else if (Batching.isOf(level, one)) {
        throw new IllegalArgumentException(
            "a result of vmap without an axis is the same for all, got one that differs, number "
                + k);
      } else {
        all.add(one);
      }
    }
    return all;
  }

  private static @Nullable Integer[] spread(String what, @Nullable Integer[] axes, int n) {
    if (axes.length == n) {
      return axes;
    }
    if (axes.length != 1) {
      throw new IllegalArgumentException(
          "vmap takes one axis for all "
              + what
              + " or one for each, got "
              + axes.length
              + " for "
              + n
              + " tensors");
    }
    var all = new @Nullable Integer[n];
    Arrays.fill(all, axes[0]);
    return all;
  }

  private static int size(List<Tensor> x, @Nullable Integer[] axes) {
    List<Integer> sizes = new ArrayList<>();
    for (int k = 0; k < axes.length; k++) {
      var axis = axes[k];
      if (axis != null) {
        sizes.add(x.get(k).shape().dim(axis));
      }
    }
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("vmap maps at least one tensor, got none with an axis");
    }
    if (sizes.stream().distinct().count() > 1) {
      throw new ShapeException(
          "vmap needs one length along the mapped axes of all tensors, got " + sizes);
    }
    return sizes.getFirst();
  }
}
