package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.DoubleLanes;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.lanes.Symbolic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Many kernels in one JVM, called in turn until all are compiled. They must stay right, whatever
 * the JIT makes of them beside each other and on their way from the interpreter.
 */
class EmittedTogetherTest {
  private static final int N = 2000;
  private static final int ROUNDS = 400;

  /** A statement of two lanes, as primitives have them. */
  private interface Statement {
    <V> V f(Lanes<V> m, V x, V y);
  }

  private record Function(Fn f) implements Statement {
    @Override
    public <V> V f(Lanes<V> m, V x, V y) {
      return f.arity() == 1 ? m.unary(f, x) : m.binary(f, x, y);
    }
  }

  private record Comparison(Cmp cmp) implements Statement {
    @Override
    public <V> V f(Lanes<V> m, V x, V y) {
      return m.select(cmp, x, y, m.mul(x, m.constant(2)), m.neg(y));
    }
  }

  private record Composite(int number) implements Statement {
    @Override
    public <V> V f(Lanes<V> m, V x, V y) {
      var c = m.constant(number);
      return switch (number) {
        case 0 -> m.mul(m.tanh(m.add(m.mul(x, y), c)), m.exp(m.neg(m.mul(x, x))));
        case 1 -> m.mul(x, m.mul(m.sub(m.constant(1), y), y));
        case 2 -> m.add(m.max(x, m.constant(0)), m.log1p(m.exp(m.neg(m.abs(x)))));
        case 3 -> m.select(Cmp.GT, x, m.constant(0), y, m.constant(0));
        case 4 -> m.min(m.max(x, m.neg(m.abs(y))), m.abs(y));
        case 5 -> m.div(x, m.add(m.sqrt(m.abs(y)), c));
        case 6 -> m.neg(m.div(m.mul(x, y), m.add(m.mul(y, y), c)));
        default -> m.hypot(m.sub(x, c), m.mul(y, c));
      };
    }
  }

  private record Kernel(Statement s, DType dtype, Loop loop, Object out) {}

  @Test
  void eightyKernelsCalledInTurnStayRight() {
    var statements = new ArrayList<Statement>();
    for (var f : Fn.values()) {
      statements.add(new Function(f));
    }
    for (var cmp : Cmp.values()) {
      statements.add(new Comparison(cmp));
    }
    for (int i = 0; i < 13; i++) {
      statements.add(new Composite(i));
    }
    var kernels = new ArrayList<Kernel>();
    for (var s : statements) {
      for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        var body = s.f(Symbolic.LANES, new Expr.Arg(0), new Expr.Arg(1));
        var loop = Emitter.emit("Together", body, new DType[] {dtype, dtype}, dtype);
        kernels.add(new Kernel(s, dtype, loop, Buffers.allocate(dtype, N)));
      }
    }
    assertEquals(80, kernels.size());
    var random = new Random(1);
    double[] x = (double[]) Naive.random(random, DType.FLOAT64, N);
    double[] y = (double[]) Naive.random(random, DType.FLOAT64, N);
    float[] u = new float[N];
    float[] v = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = u[i] = (float) (x[i] * 3);
      y[i] = v[i] = (float) (y[i] * 3);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (var k : kernels) {
        boolean narrow = k.dtype == DType.FLOAT32;
        call(k.loop, narrow ? u : x, narrow ? v : y, k.out, round % 4);
        if (round < 4 || round >= ROUNDS - 4) {
          check(k, x, y, round % 4);
        }
      }
    }
  }

  /** Every kernel meets every arrangement, so that each has compiled code for it in the end. */
  private static void call(Loop loop, Object x, Object y, Object out, int way) {
    switch (way) {
      case 0 -> loop.run(x, 0, 1, y, 0, 1, out, 0, 1, N);
      case 1 -> loop.run(x, 0, 1, y, 5, 0, out, 0, 1, N);
      case 2 -> loop.run(x, N - 1, -1, y, 0, 1, out, 0, 1, N);
      default -> {
        for (int i = 0; i < N; i++) {
          loop.run(x, i, 1, y, N - 1 - i, 1, out, i, 1, 1);
        }
      }
    }
  }

  private static void check(Kernel k, double[] x, double[] y, int way) {
    boolean narrow = k.dtype == DType.FLOAT32;
    for (int i = 0; i < N; i++) {
      double a = x[way == 2 ? N - 1 - i : i];
      double b = y[way == 1 ? 5 : way == 3 ? N - 1 - i : i];
      double expected = k.s.f(DoubleLanes.LANES, a, b);
      // A float's steps are rounded each: some ulps of what was added and taken away on the way.
      double slack = (narrow ? 0x1p-21 : 0x1p-50) * (1 + Math.abs(expected) + Math.abs(a * b));
      double actual = Naive.real(k.out, i);
      boolean close = Math.abs(expected - actual) <= slack;
      if (!close) {
        assertEquals(narrow ? (float) expected : expected, actual, () -> k.s + " " + k.dtype);
      }
    }
  }
}
