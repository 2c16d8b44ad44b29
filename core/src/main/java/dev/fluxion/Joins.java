package dev.fluxion;

import java.util.ArrayList;
import java.util.List;

/** What {@code cat} and {@code stack} check. */
final class Joins {
  private Joins() {}

  /** The tensors as one type. */
  static Tensor[] promoted(String call, List<Tensor> tensors) {
    if (tensors.isEmpty()) {
      throw new ShapeException(call + " needs at least one tensor, got none");
    }
    var dtype = tensors.get(0).dtype();
    for (var x : tensors) {
      dtype = Align.wider(dtype, x.dtype());
    }
    var out = new Tensor[tensors.size()];
    for (int k = 0; k < out.length; k++) {
      out[k] = tensors.get(k).to(dtype);
    }
    return out;
  }

  static int axis(Tensor[] x, int axis) {
    for (var one : x) {
      if (one.rank() == 0) {
        throw new ShapeException("cat needs tensors with axes, got a 0-d one; use stack");
      }
    }
    return x[0].shape().axis(axis);
  }

  static Tensor[] checked(Tensor[] x, int axis) {
    for (var one : x) {
      boolean fits = one.rank() == x[0].rank();
      for (int k = 0; fits && k < one.rank(); k++) {
        fits = k == axis || one.shape().dim(k) == x[0].shape().dim(k);
      }
      if (!fits) {
        throw new ShapeException(
            "cat needs equal lengths except along axis " + axis + ", got the shapes " + shapes(x));
      }
    }
    return x;
  }

  static void checkEqual(Tensor[] x) {
    for (var one : x) {
      if (!one.shape().equals(x[0].shape())) {
        throw new ShapeException("stack needs tensors of one shape, got " + shapes(x));
      }
    }
  }

  private static String shapes(Tensor[] x) {
    List<String> shapes = new ArrayList<>();
    for (var one : x) {
      shapes.add(one.shape().toString());
    }
    return String.join(" and ", shapes);
  }
}
