package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * On whole numbers and truth values an elementwise primitive is exact: its kernel gives what {@link
 * WholeLanes} computes in plain Java, at the ends of the range too. Statements that divide or need
 * a function of the reals are not for whole numbers.
 */
final class WholeLaw {
  private static final List<DType> TYPES =
      List.of(DType.BOOL, DType.UINT8, DType.INT8, DType.INT16, DType.INT32, DType.INT64);

  private WholeLaw() {}

  static void check(Example e, Point at) {
    if (e.op() instanceof Elementwise op && at.x().getFirst().rank() == 0) {
      for (var type : TYPES) {
        check(op, type);
      }
    }
  }

  private static long[] numbers(DType type) {
    return switch (type) {
      case BOOL -> new long[] {0, 1};
      case UINT8 -> new long[] {0, 1, 2, 3, 7, 16, 127, 128, 254, 255};
      case INT8 -> new long[] {0, 1, -1, 2, 3, -7, 12, 127, -128};
      case INT16 -> new long[] {0, 1, -1, 2, 3, -7, 182, 32767, -32768};
      case INT32 -> new long[] {0, 1, -1, 2, 3, -7, 46341, Integer.MAX_VALUE, Integer.MIN_VALUE};
      default -> new long[] {0, 1, -1, 2, 3, -7, 3037000500L, Long.MAX_VALUE, Long.MIN_VALUE};
    };
  }

  private static void check(Elementwise op, DType type) {
    int arity = Ops.arity(op);
    long[][] choices = new long[arity][];
    int n = 1;
    for (int k = 0; k < arity; k++) {
      choices[k] = numbers(op.operand(k, type));
      n *= choices[k].length;
    }
    long[][] x = new long[arity][n];
    for (int k = 0, period = 1; k < arity; period *= choices[k++].length) {
      for (int i = 0; i < n; i++) {
        x[k][i] = choices[k][i / period % choices[k].length];
      }
    }
    long[] expected = new long[n];
    try {
      for (int i = 0; i < n; i++) {
        expected[i] = value(op, type, x, i);
      }
    } catch (UnsupportedOperationException notForWholeNumbers) {
      return;
    }
    List<Tensor> operands = new ArrayList<>();
    for (int k = 0; k < arity; k++) {
      operands.add(Fluxion.wrap(x[k]).to(op.operand(k, type)));
    }
    var got = new OpSubject(op).value(operands).getFirst();
    Near.same(op.name() + " of " + type, got, Fluxion.wrap(expected).to(op.result(type)));
  }

  private static long value(Elementwise op, DType type, long[][] x, int i) {
    var m = new WholeLanes(type);
    return switch (op) {
      case Unary u -> u.f(m, x[0][i]);
      case Binary b -> b.f(m, x[0][i], x[1][i]);
      case Ternary t -> t.f(m, x[0][i], x[1][i], x[2][i]);
    };
  }
}
