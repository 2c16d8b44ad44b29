package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Whole Jacobians, one column or one row at a time. {@link Jacobians} is faster; this runs nothing
 * but the function itself, whatever it does, which is what a check wants.
 */
final class OneByOne {
  private OneByOne() {}

  /** The blocks from derivatives along unit vectors: one for each element of the argument. */
  static Blocks columns(List<Tensor> x, UnaryOperator<List<Tensor>> along) {
    var units = Jacobians.units(x);
    int n = count(x);
    List<List<Tensor>> columns = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      columns.add(along.apply(each(units, i)));
    }
    var like =
        n > 0 ? columns.getFirst() : along.apply(x.stream().map(Fluxion::zerosLike).toList());
    List<List<Tensor>> blocks = new ArrayList<>();
    for (int o = 0; o < like.size(); o++) {
      var y = like.get(o).shape();
      var all = all(columns, o, like.get(o));
      List<Tensor> row = new ArrayList<>();
      int from = 0;
      for (var in : x) {
        var part = all.narrow(0, from, in.size()).reshape(in.size(), y.size()).transpose(0, 1);
        row.add(part.reshape(Jacobians.joined(y, in.shape())));
        from += in.size();
      }
      blocks.add(row);
    }
    return new Blocks(shapes(like), shapes(x), blocks);
  }

  /** The blocks from pullbacks of unit vectors: one for each element of the result. */
  static Blocks rows(List<Tensor> x, List<Tensor> y, UnaryOperator<List<Tensor>> pull) {
    var units = Jacobians.units(y);
    List<List<Tensor>> rows = new ArrayList<>();
    for (int i = 0; i < count(y); i++) {
      rows.add(pull.apply(each(units, i)));
    }
    List<List<Tensor>> blocks = new ArrayList<>();
    int from = 0;
    for (var out : y) {
      List<Tensor> row = new ArrayList<>();
      for (int k = 0; k < x.size(); k++) {
        var part = all(rows, k, x.get(k)).narrow(0, from, out.size());
        row.add(part.reshape(Jacobians.joined(out.shape(), x.get(k).shape())));
      }
      blocks.add(row);
      from += out.size();
    }
    return new Blocks(shapes(y), shapes(x), blocks);
  }

  private static int count(List<Tensor> x) {
    return x.stream().mapToInt(Tensor::size).reduce(0, Math::addExact);
  }

  private static List<Tensor> each(List<Tensor> units, int number) {
    return units.stream().map(all -> all.at(number)).toList();
  }

  /** Tensor k of each line, along a new first axis. */
  private static Tensor all(List<List<Tensor>> lines, int k, Tensor like) {
    return lines.isEmpty()
        ? Create.full(like.dtype(), like.shape().prepended(0), 0)
        : Fluxion.stack(lines.stream().map(line -> line.get(k)).toList(), 0);
  }

  private static List<Shape> shapes(List<Tensor> x) {
    return x.stream().map(Tensor::shape).toList();
  }
}
