package dev.fluxion;

import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs of operations, views and writes. They run twice: on tensors, and in a plain
 * interpreter over numbers in memory cells, each a number with its slope along one direction (and
 * the slope of that along another), where a view is a list of cells. The interpreter knows nothing
 * of graphs, versions or bases. What the library refuses, since a saved value was written to, is
 * counted and must stay the lesser part.
 *
 * <p>Over 400 lines, since the interpreter is of use nowhere else.
 */
class RandomWritesTest {
  private static final long SEED = 41;
  private static final int SIDE = 3;

  /** x + εx₁ + δx₂ + εδx₁₂. */
  private record Num(double v, double a, double b, double ab) {
    static Num of(double v) {
      return new Num(v, 0, 0, 0);
    }

    Num plus(Num o) {
      return new Num(v + o.v, a + o.a, b + o.b, ab + o.ab);
    }

    Num times(Num o) {
      return new Num(
          v * o.v, v * o.a + a * o.v, v * o.b + b * o.v, v * o.ab + a * o.b + b * o.a + ab * o.v);
    }

    /** f(x) by its value and first two derivatives. */
    Num map(double f, double f1, double f2) {
      return new Num(f, f1 * a, f1 * b, f1 * ab + f2 * a * b);
    }

    Num sin() {
      return map(Math.sin(v), Math.cos(v), -Math.sin(v));
    }

    Num tanh() {
      double t = Math.tanh(v);
      return map(t, 1 - t * t, -2 * t * (1 - t * t));
    }
  }

  /** A tensor of the interpreter: rows of cells, which views share. */
  private static final class Cells {
    final int rows;
    final int columns;
    final Num[][] at;

    Cells(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      at = new Num[rows * columns][];
    }

    static Cells of(int rows, int columns, Num... values) {
      var x = new Cells(rows, columns);
      for (int i = 0; i < x.at.length; i++) {
        x.at[i] = new Num[] {values[i]};
      }
      return x;
    }

    Num get(int i) {
      return x(i)[0];
    }

    private Num[] x(int i) {
      return Objects.requireNonNull(at[i]);
    }

    Num[] values() {
      var out = new Num[at.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = get(i);
      }
      return out;
    }

    void write(Num[] values) {
      for (int i = 0; i < at.length; i++) {
        x(i)[0] = values[i];
      }
    }

    Cells transposed() {
      var y = new Cells(columns, rows);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y.at[j * rows + i] = at[i * columns + j];
        }
      }
      return y;
    }

    Cells row(int i, int n) {
      var y = new Cells(n, columns);
      System.arraycopy(at, i * columns, y.at, 0, n * columns);
      return y;
    }

    /** The element that broadcasting shows. */
    Num wide(int i, int j) {
      return get((rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j));
    }
  }

  /** What a program does next, and to which of the values it has. */
  record Step(int kind, int x, int y, int place) {}

  private static final int KINDS = 17;

  static List<Step> program(Random random) {
    List<Step> steps = new ArrayList<>();
    int n = random.nextInt(4, 16);
    for (int k = 0; k < n; k++) {
      int known = 2 + k;
      int x = random.nextInt(3) > 0 ? known - 1 - random.nextInt(Math.min(3, known)) : 0;
      steps.add(new Step(random.nextInt(KINDS), x, random.nextInt(known), random.nextInt(SIDE)));
    }
    return steps;
  }

  /** Reads step for step; both readers keep a list of all values, views among them. */
  private static Tensor step(Step s, Tensor x, Tensor y) {
    int rows = x.shape().dim(0);
    int place = s.place % rows;
    return switch (s.kind) {
      case 0 -> x.mul(0.7).add(0.1);
      case 1 -> x.sin();
      case 2 -> fits(x, y) ? x.mul(y) : x.tanh();
      case 3 -> fits(x, y) ? x.add(y) : x.mul(x);
      case 4 -> x.t();
      case 5 -> x.narrow(0, place, 1);
      case 6 -> x.narrow(0, place / 2, rows - place / 2);
      case 7 -> x.t().narrow(0, 0, 1).t();
      case 8 -> x.mul_(-0.8);
      case 9 -> x.sin_();
      case 10 -> fits(x, y) ? x.add_(y) : x.add_(0.3);
      case 11 -> fits(x, y) ? x.mul_(y.copy()) : x.tanh_();
      case 12 -> fits(x, y) ? x.copy_(y) : x.fill_(0.4);
      case 13 -> x.narrow(0, place, 1).zero_();
      case 14 -> x.set_(y.sum().mul(0.1), place, 0);
      case 15 -> x.set_(y.sum().mul(0.1), new int[] {rows - 1, place});
      default -> fits(x, y) ? x.sub_(y, 0.5) : x.square_();
    };
  }

  private static boolean fits(Tensor x, Tensor y) {
    var a = x.shape();
    var b = y.shape();
    return (b.dim(0) == 1 || a.dim(0) == b.dim(0)) && (b.dim(1) == 1 || a.dim(1) == b.dim(1));
  }

  private static Cells step(Step s, Cells x, Cells y) {
    int rows = x.rows;
    int place = s.place % rows;
    boolean fits = (y.rows == 1 || x.rows == y.rows) && (y.columns == 1 || x.columns == y.columns);
    return switch (s.kind) {
      case 0 -> map(x, (v, _) -> v.times(Num.of(0.7)).plus(Num.of(0.1)), x);
      case 1 -> map(x, (v, _) -> v.sin(), x);
      case 2 -> fits ? map(x, Num::times, y) : map(x, (v, _) -> v.tanh(), x);
      case 3 -> fits ? map(x, Num::plus, y) : map(x, Num::times, x);
      case 4 -> x.transposed();
      case 5 -> x.row(place, 1);
      case 6 -> x.row(place / 2, rows - place / 2);
      case 7 -> x.transposed().row(0, 1).transposed();
      case 8 -> into(x, map(x, (v, _) -> v.times(Num.of(-0.8)), x));
      case 9 -> into(x, map(x, (v, _) -> v.sin(), x));
      case 10 -> into(x, fits ? map(x, Num::plus, y) : map(x, (v, _) -> v.plus(Num.of(0.3)), x));
      case 11 -> into(x, fits ? map(x, Num::times, y) : map(x, (v, _) -> v.tanh(), x));
      case 12 -> into(x, fits ? map(x, (_, w) -> w, y) : map(x, (_, _) -> Num.of(0.4), x));
      case 13 -> into(x.row(place, 1), map(x.row(place, 1), (_, _) -> Num.of(0), x));
      case 14 -> {
        var sum = sum(y).times(Num.of(0.1));
        x.x(place * x.columns)[0] = sum;
        yield x;
      }
      case 15 -> {
        var sum = sum(y).times(Num.of(0.1));
        for (int j = 0; j < x.columns; j++) {
          x.x((rows - 1) * x.columns + j)[0] = sum;
          x.x(place * x.columns + j)[0] = sum;
        }
        yield x;
      }
      default ->
          into(
              x, fits ? map(x, (v, w) -> v.plus(w.times(Num.of(-0.5))), y) : map(x, Num::times, x));
    };
  }

  private interface Two {
    Num of(Num x, Num y);
  }

  private static Cells map(Cells x, Two f, Cells y) {
    var out = new Num[x.at.length];
    for (int i = 0; i < out.length; i++) {
      var other = y.rows * y.columns == 0 ? Num.of(0) : y.wide(i / x.columns, i % x.columns);
      out[i] = f.of(x.get(i), other);
    }
    return Cells.of(x.rows, x.columns, out);
  }

  private static Cells into(Cells target, Cells values) {
    target.write(values.values());
    return target;
  }

  private static Num sum(Cells x) {
    var sum = Num.of(0);
    for (int i = 0; i < x.at.length; i++) {
      sum = sum.plus(x.get(i));
    }
    return sum;
  }

  /**
   * The values of a run; the first two are computed from the arguments, so that all is writable.
   */
  static List<Tensor> run(List<Step> steps, Tensor a, Tensor b) {
    List<Tensor> all = new ArrayList<>(List.of(a.mul(1.5), b.add(0.2)));
    for (var s : steps) {
      all.add(step(s, all.get(s.x), all.get(s.y)));
    }
    return all;
  }

  static Tensor loss(List<Tensor> all) {
    Tensor sum = all.getFirst().sum();
    double k = 1;
    for (var x : all) {
      sum = sum.add(x.mul(x).sum().mul(k)).add(x.mul(weights(x)).sum());
      k *= 0.9;
    }
    return sum;
  }

  /** Other ones for each element, so that no sum hides where a slope belongs. */
  private static Tensor weights(Tensor x) {
    return Fluxion.arange(0.5, x.size() + 0.5, 1).toFloat64().reshape(x.shape());
  }

  private static Num loss(List<Step> steps, Cells a, Cells b) {
    List<Cells> all = new ArrayList<>();
    all.add(map(a, (v, _) -> v.times(Num.of(1.5)), a));
    all.add(map(b, (v, _) -> v.plus(Num.of(0.2)), b));
    for (var s : steps) {
      all.add(step(s, all.get(s.x), all.get(s.y)));
    }
    var sum = sum(all.getFirst());
    double k = 1;
    for (var x : all) {
      sum = sum.plus(sum(map(x, Num::times, x)).times(Num.of(k)));
      for (int i = 0; i < x.at.length; i++) {
        sum = sum.plus(x.get(i).times(Num.of(i + 0.5)));
      }
      k *= 0.9;
    }
    return sum;
  }

  private static Cells cells(double[] v, double[] a, double[] b) {
    var out = new Num[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new Num(v[i], a[i], b[i], 0);
    }
    return Cells.of(SIDE, SIDE, out);
  }

  private static double[] random(Random random) {
    return random.doubles(SIDE * SIDE, -1, 1).toArray();
  }

  private static Tensor square(double... values) {
    return from(values).reshape(SIDE, SIDE);
  }

  private static double dot(Tensor x, double[] y) {
    double[] a = x.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * y[i];
    }
    return sum;
  }

  private static void near(double want, double got, String message) {
    assertEquals(want, got, 1e-9 * Math.max(1, Math.abs(want)), message);
  }

  private static final double[] NONE = new double[SIDE * SIDE];

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesAndGradients(boolean inside) {
    int refused = 0;
    int runs = 3000;
    for (int run = 0; run < runs; run++) {
      var random = new Random(SEED + run);
      var steps = program(random);
      var message = "seed " + (SEED + run) + " " + steps;
      double[] a = random(random);
      double[] b = random(random);
      double[] t = random(random);
      double[] u = random(random);
      var want = loss(steps, cells(a, t, u), cells(b, u, t));
      var x = square(a).requiresGrad(true);
      var y = square(b).requiresGrad(true);
      var loss = loss(run(steps, x, y));
      near(want.v, loss.item(), message);
      try {
        var g = grad(List.of(loss), List.of(x, y), createGraph(), Fluxion.unconnectedZeros());
        var gx = Objects.requireNonNull(g.get(0));
        var gy = Objects.requireNonNull(g.get(1));
        near(want.a, dot(gx, t) + dot(gy, u), message);
        near(want.b, dot(gx, u) + dot(gy, t), message);
        if (inside) {
          var slope = gx.mul(square(t)).sum().add(gy.mul(square(u)).sum());
          slope = slope.add(x.sum().mul(0)).add(y.sum().mul(0));
          var h = grad(List.of(slope), List.of(x, y));
          double second =
              dot(Objects.requireNonNull(h.get(0)), u) + dot(Objects.requireNonNull(h.get(1)), t);
          near(want.ab, second, message + " second");
        }
      } catch (GraphException e) {
        if (!isMeant(e)) {
          throw e;
        }
        refused++;
      }
    }
    assertEquals(true, refused < runs * 0.6, "refused " + refused + " of " + runs);
  }

  @Test
  void tangentsOfForwardMode() {
    for (int run = 0; run < 2000; run++) {
      var random = new Random(SEED * 77 + run);
      var steps = program(random);
      var message = "seed " + (SEED * 77 + run) + " " + steps;
      double[] a = random(random);
      double[] b = random(random);
      double[] t = random(random);
      var want = loss(steps, cells(a, t, NONE), cells(b, t, NONE));
      var direction = square(t);
      var got =
          jvp(
              p -> loss(run(steps, p.get(0), p.get(1))),
              List.of(square(a), square(b)),
              List.of(direction, direction));
      near(want.v, got.value().item(), message);
      near(want.a, got.tangent().item(), message);
      assertArrayEquals(t, direction.toDoubleArray(), message);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tangentsOfTangents(boolean constant) {
    int refused = 0;
    for (int run = 0; run < 800; run++) {
      var random = new Random(SEED * 99 + run);
      var steps = program(random);
      var message = "seed " + (SEED * 99 + run) + " " + steps;
      double[] a = random(random);
      double[] b = random(random);
      double[] t = random(random);
      double[] u = random(random);
      var want = loss(steps, cells(a, t, u), cells(b, NONE, u));
      // The second argument is a constant inside, or has a direction of zeros there.
      Fn<List<Tensor>, Tensor> slope =
          q ->
              constant
                  ? jvp(p -> loss(run(steps, p, q.get(1))), q.get(0), square(t)).tangent()
                  : jvp(
                          p -> loss(run(steps, p.get(0), p.get(1))),
                          q,
                          List.of(square(t), square(NONE)))
                      .tangent();
      try {
        var got =
            jvp(slope, List.of(square(a), square(b)), List.of(square(u), square(u))).tangent();
        near(want.ab, got.item(), message);
      } catch (GraphException e) {
        if (!constant || !String.valueOf(e.getMessage()).startsWith("a value with a tangent")) {
          throw e;
        }
        refused++;
      }
    }
    assertEquals(true, refused < 600, "refused " + refused);
  }

  @Test
  void theSameOnTapesAndInRecordings() {
    for (int run = 0; run < 1000; run++) {
      var random = new Random(SEED * 33 + run);
      var steps = program(random);
      var message = "seed " + (SEED * 33 + run) + " " + steps;
      double[] a = random(random);
      double[] b = random(random);
      double[] t = random(random);
      var want = loss(steps, cells(a, t, NONE), cells(b, NONE, NONE));
      var v = Fluxion.variable(square(a));
      var w = square(b);
      var x = square(a).attachGrad();
      var tape = GradientTape.persistent();
      Tensor ofTape;
      Tensor ofRecord;
      List<Tensor> last;
      try (tape) {
        tape.watch(w);
        last = run(steps, v, w);
        ofTape = loss(last);
        try (var _ = Fluxion.record()) {
          ofRecord = loss(run(steps, x, square(b)));
        }
      }
      try {
        var g = tape.gradient(ofTape, v, Fluxion.unconnectedZeros());
        near(want.a, dot(Objects.requireNonNull(g), t), message + " tape");
        // What is asked for last, a view perhaps, is looked at after the tape is closed.
        var part = last.getLast();
        var one = tape.gradient(part.mul(0).add(part), part);
        assertEquals(null, one, message);
        if (ofRecord.requiresGrad()) {
          ofRecord.backward();
        }
        near(want.a, dot(Objects.requireNonNull(x.grad()), t), message + " record");
      } catch (GraphException e) {
        if (!String.valueOf(e.getMessage())
            .startsWith("a value that the gradient needs was written to")) {
          throw e;
        }
      }
    }
  }

  @Test
  void gradientsOfTangentsAndTangentsOfGradients() {
    int refused = 0;
    for (int run = 0; run < 1500; run++) {
      var random = new Random(SEED * 55 + run);
      var steps = program(random);
      var message = "seed " + (SEED * 55 + run) + " " + steps;
      double[] a = random(random);
      double[] b = random(random);
      double[] t = random(random);
      double[] u = random(random);
      var want = loss(steps, cells(a, t, u), cells(b, NONE, NONE));
      try {
        var x = square(a).requiresGrad(true);
        var slope = jvp(p -> loss(run(steps, p, square(b))), x, square(t)).tangent();
        near(want.ab, dot(grad(slope.add(x.sum().mul(0)), x), u), message + " reverse of forward");
      } catch (GraphException e) {
        if (!isMeant(e)) {
          throw e;
        }
        refused++;
      }
      try {
        var got =
            jvp(
                    p -> {
                      p.requiresGrad(true);
                      var g = grad(loss(run(steps, p, square(b))), p, createGraph());
                      return g.mul(square(t)).sum();
                    },
                    square(a),
                    square(u))
                .tangent();
        near(want.ab, got.item(), message + " forward of reverse");
      } catch (GraphException e) {
        if (!isMeant(e)) {
          throw e;
        }
        refused++;
      }
    }
    assertEquals(true, refused < 2000, "refused " + refused);
  }

  /** What the library says it does not do: it is said, and nothing else is wrong. */
  static boolean isMeant(GraphException e) {
    var message = String.valueOf(e.getMessage());
    return message.startsWith("a value that the gradient needs was written to")
        || message.startsWith("a value with a tangent is not written into a tensor without");
  }
}
