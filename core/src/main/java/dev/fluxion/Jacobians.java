package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whole Jacobians: the columns by forward mode, the rows by reverse mode, all of them in one run
 * over a batch of unit vectors.
 */
final class Jacobians {
  private Jacobians() {}

  /** The blocks by one pullback of all unit cotangents. */
  static <P, R> Blocks reverse(Pullback<P, R> f) {
    var y = f.result();
    y.tensors.forEach(Jacobians::checkFloating);
    var rows = vmap((List<Tensor> cts) -> f.pull(cts, true), units(y.tensors));
    var x = f.argument().tensors;
    List<List<Tensor>> blocks = new ArrayList<>();
    int from = 0;
    for (var out : y.tensors) {
      List<Tensor> row = new ArrayList<>();
      for (int k = 0; k < x.size(); k++) {
        var part = rows.get(k).narrow(0, from, out.size());
        row.add(part.reshape(joined(out.shape(), x.get(k).shape())));
      }
      blocks.add(row);
      from += out.size();
    }
    return new Blocks(shapes(y.tensors), shapes(x), blocks);
  }

  /** The blocks by one pushforward of all unit tangents. */
  static <P, R> Blocks forward(Fn<P, R> f, P at) {
    var x = Tree.some("the argument of a Jacobian", at);
    List<Tensor> outputs = new ArrayList<>();
    var columns =
        vmap(
            (List<Tensor> t) -> {
              var tangent = Tree.of(Pushforward.jvp(f, at, x.with(t)).tangent());
              tangent.tensors.forEach(Jacobians::checkFloating);
              outputs.addAll(tangent.tensors);
              return tangent.tensors;
            },
            units(x.tensors));
    List<List<Tensor>> blocks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      List<Tensor> row = new ArrayList<>();
      int from = 0;
      for (var in : x.tensors) {
        var part = columns.get(i).narrow(0, from, in.size());
        var flat = part.reshape(in.size(), outputs.get(i).size()).transpose(0, 1);
        row.add(flat.reshape(joined(outputs.get(i).shape(), in.shape())));
        from += in.size();
      }
      blocks.add(row);
    }
    return new Blocks(shapes(outputs), shapes(x.tensors), blocks);
  }

  /** All directions of one run, whose random numbers are the same for each. */
  private static List<Tensor> vmap(Fn<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
    return new Vmap<>(f, new Integer[] {0}, new Integer[] {0}, true).apply(x);
  }

  /** For each tensor, along a new first axis, all unit vectors of all of them together. */
  static List<Tensor> units(List<Tensor> like) {
    int n = like.stream().mapToInt(Tensor::size).reduce(0, Math::addExact);
    List<Tensor> units = new ArrayList<>();
    int from = 0;
    for (var x : like) {
      int first = from;
      int size = x.size();
      var all = Create.doubles(x.dtype(), Shape.of(n, size), _ -> 0);
      for (int i = 0; i < size; i++) {
        Buffers.set(x.dtype(), all.array(), (first + i) * size + i, 1);
      }
      units.add(all.reshape(x.shape().prepended(n)));
      from += size;
    }
    return units;
  }

  private static void checkFloating(Tensor y) {
    if (!y.dtype().isFloating()) {
      throw Autograd.notFloating(y);
    }
  }

  private static List<Shape> shapes(List<Tensor> x) {
    return x.stream().map(Tensor::shape).toList();
  }

  static Shape joined(Shape a, Shape b) {
    int[] all = Arrays.copyOf(a.toArray(), a.rank() + b.rank());
    System.arraycopy(b.toArray(), 0, all, a.rank(), b.rank());
    return Shape.of(all);
  }
}
