package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.op.Example;
import java.util.ArrayList;
import java.util.List;

/**
 * Halves are for storage: every primitive gives of float16 and bfloat16 what it gives of the same
 * numbers in float32, rounded once, to the bit.
 */
final class HalvesLaw {
  private HalvesLaw() {}

  static void check(Example e, Point at) {
    for (var type : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      List<Tensor> halves = new ArrayList<>();
      List<Tensor> wide = new ArrayList<>();
      for (var x : at.x()) {
        var half = x.dtype().isFloating() ? x.to(type) : x;
        halves.add(half);
        wide.add(half.dtype().isFloating() ? half.toFloat32() : half);
      }
      var op = new OpSubject(e.op());
      var got = op.value(halves);
      var expected = op.value(wide);
      for (int k = 0; k < got.size(); k++) {
        Near.same(
            "result " + k + " of " + type, got.get(k), expected.get(k).to(got.get(k).dtype()));
      }
    }
  }
}
