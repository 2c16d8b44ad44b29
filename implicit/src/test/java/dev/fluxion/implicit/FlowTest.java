package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.hessian;
import static dev.fluxion.Fluxion.jacfwd;
import static dev.fluxion.Fluxion.jacrev;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static dev.fluxion.implicit.Expect.adjoint;
import static dev.fluxion.implicit.Expect.error;
import static dev.fluxion.implicit.Expect.near;
import static dev.fluxion.implicit.Expect.number;
import static dev.fluxion.implicit.Expect.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fn;
import dev.fluxion.GraphException;
import dev.fluxion.Shape;
import dev.fluxion.ShapeException;
import dev.fluxion.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Trajectories and their derivatives: Flow and Integration. */
class FlowTest {
  /** y = 2·exp(-r). */
  private static final Fn<Tensor, Tensor> DECAY =
      rate -> Implicit.odeSolve((t, y, p) -> y.mul(p).neg(), number(2), rate, 0, 1);

  /** Position and velocity of a mass on a spring; a[2] is the square of the frequency. */
  private static final Fn<Tensor, Tensor> SPRING =
      a ->
          Implicit.odeSolve(
              (t, y, p) -> cat(List.of(y.narrow(0, 1, 1), y.narrow(0, 0, 1).mul(p).neg()), 0),
              a.narrow(0, 0, 2),
              a.at(2),
              0,
              2);

  private static double[] spring(double[] a) {
    double w = Math.sqrt(a[2]);
    double c = Math.cos(2 * w);
    double s = Math.sin(2 * w);
    return new double[] {a[0] * c + a[1] * s / w, -a[0] * w * s + a[1] * c};
  }

  private static Tensor predation(Tensor t, Tensor y, Tensor p) {
    var met = y.at(0).mul(y.at(1));
    return stack(
        List.of(
            y.at(0).mul(p.at(0)).sub(met.mul(p.at(1))), met.mul(p.at(2)).sub(y.at(1).mul(p.at(3)))),
        0);
  }

  private static final Fn<Tensor, Tensor> PREDATION =
      p -> Implicit.odeSolve(FlowTest::predation, vector(1, 1), p, 0, 2);

  /** The same by the classical method of Runge and Kutta in small steps. */
  private static double[] predation(double[] p) {
    int steps = 4000;
    double h = 2.0 / steps;
    double[] y = {1, 1};
    for (int k = 0; k < steps; k++) {
      var a = slope(y, p);
      var b = slope(moved(y, h / 2, a), p);
      var c = slope(moved(y, h / 2, b), p);
      var d = slope(moved(y, h, c), p);
      for (int i = 0; i < 2; i++) {
        y[i] += h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
      }
    }
    return y;
  }

  private static double[] slope(double[] y, double[] p) {
    return new double[] {p[0] * y[0] - p[1] * y[0] * y[1], p[2] * y[0] * y[1] - p[3] * y[1]};
  }

  private static double[] moved(double[] y, double h, double[] d) {
    return new double[] {y[0] + h * d[0], y[1] + h * d[1]};
  }

  @Test
  void decays() {
    double y = 2 * Math.exp(-1);
    near(1e-10, DECAY.apply(number(1)), y);
    near(1e-9, grad(DECAY).apply(number(1)), -y);
    near(1e-9, jvp(DECAY, number(1), number(1)).tangent(), -y);
    near(1e-9, grad(grad(DECAY)).apply(number(1)), y);
    near(1e-9, hessian(DECAY).apply(number(1)), y);
    Fn<Tensor, Tensor> slope = r -> jvp(DECAY, r, number(1)).tangent();
    near(1e-9, jvp(slope, number(1), number(1)).tangent(), y);
    near(1e-9, grad(slope).apply(number(1)), y);
  }

  @Test
  void swings() {
    double[] a = {1, -0.5, 2.5};
    near(1e-9, SPRING.apply(vector(a)), spring(a));
    var want = Expect.differences(FlowTest::spring, 1e-5, a);
    near(1e-8, jacrev(SPRING).apply(vector(a)), want);
    near(1e-8, jacfwd(SPRING).apply(vector(a)), want);
    adjoint(1e-8, SPRING, vector(a), vector(1, 2, -1), vector(0.3, -0.7));
  }

  @Test
  void agreesWithDifferencesOfAnotherMethod() {
    double[] p = {1.5, 1, 1, 3};
    near(1e-9, PREDATION.apply(vector(p)), predation(p));
    var want = Expect.differences(FlowTest::predation, 1e-5, p);
    near(1e-7, jacrev(PREDATION).apply(vector(p)), want);
    near(1e-7, jacfwd(PREDATION).apply(vector(p)), want);
  }

  /** y' = t·y from t0 to t1: y0·exp((t1² - t0²)/2). */
  @Test
  void timesHaveDerivativesToo() {
    Fn<Tensor, Tensor> f =
        a ->
            Implicit.odeSolve(
                (t, y, p) -> y.mul(t), a.at(0), List.of(), a.at(1), a.at(2), Tolerances.DEFAULT);
    double e = Math.exp((1 - 0.25) / 2);
    double[] want = {e, -0.5 * 2 * e, 2 * e};
    near(1e-9, grad(f).apply(vector(2, 0.5, 1)), want);
    near(1e-9, jacfwd(f).apply(vector(2, 0.5, 1)), want);
    // ∂²/∂t1² = y0·(1 + t1²)·e, ∂²/∂t0∂t1 = -y0·t0·t1·e.
    var second = hessian(f).apply(vector(2, 0.5, 1));
    near(1e-8, second.get(2), 1 * e, -0.5 * 2 * e, 2 * 2 * e);
  }

  @Test
  void goesBack() {
    near(1e-10, Implicit.odeSolve((t, y, p) -> y.mul(p), number(3), number(1), 1, 0), 3 / Math.E);
  }

  @Test
  void staysWhereThereIsNoTime() {
    near(0, Implicit.odeSolve((t, y, p) -> y.mul(p), vector(3, 4), number(1), 1, 1), 3, 4);
    var near = Implicit.odeSolve((t, y, p) -> y.mul(p), number(3), number(1), 1, Math.nextUp(1.0));
    near(1e-15, near, 3);
    assertEquals(
        Shape.of(0, 2),
        Implicit.odeSolve((t, y, p) -> y.mul(p), zeros(0, 2), tensor(1.0), 0, 1).shape());
    near(
        1e-15,
        grad((Tensor a) -> Implicit.odeSolve((t, y, p) -> y.mul(p), a, number(5), 1, 1))
            .apply(number(3)),
        1);
  }

  @Test
  void parametersAreTreesOfAnyTypes() {
    record Line(Tensor slope, List<Tensor> offsets) {}
    var p = new Line(tensor(2.0), List.of(vector(1, -1)));
    // y' = 2·t + offsets: y(3) = 9 + 3·offsets.
    var f =
        grad((Line line) ->
            Implicit.odeSolve(
                    (t, y, l) -> l.offsets().getFirst().add(l.slope().mul(t)).add(y.mul(0)),
                    vector(0, 0),
                    line,
                    0,
                    3)
                .sum());
    var ct = f.apply(p);
    assertEquals(DType.FLOAT32, ct.slope().dtype());
    near(1e-6, ct.slope(), 9);
    near(1e-9, ct.offsets().getFirst(), 3, 3);
  }

  @Test
  void statesHaveAnyShape() {
    var y0 = from(new double[][] {{1, 2}, {3, 4}});
    Fn<Tensor, Tensor> f =
        a -> Implicit.odeSolve((t, y, p) -> y.mul(p), a, number(Math.log(2)), 0, 1);
    near(1e-10, f.apply(y0), 2, 4, 6, 8);
    near(1e-9, grad((Tensor a) -> f.apply(a).square().sum()).apply(y0), 8, 16, 24, 32);
  }

  @Test
  void isMapped() {
    double one = 2 * Math.exp(-1);
    double two = 2 * Math.exp(-2);
    var rates = vector(1, 2);
    near(1e-10, vmap(DECAY).apply(rates), one, two);
    near(1e-9, vmap(grad(DECAY)).apply(rates), -one, -two);
    near(1e-9, grad((Tensor r) -> vmap(DECAY).apply(r).sum()).apply(rates), -one, -two);
  }

  @Test
  void keepsFloat32() {
    Fn<Tensor, Tensor> f =
        r -> Implicit.odeSolve((t, y, p) -> y.mul(p).neg(), tensor(2.0), r, 0, 1);
    assertEquals("tensor(0.7358)", f.apply(tensor(1.0)).toString());
    assertEquals("tensor(-0.7358)", grad(f).apply(tensor(1.0)).toString());
  }

  /** Smaller errors cost more evaluations, and keep what they promise. */
  @Test
  void errorsAreChosen() {
    var count = new AtomicInteger();
    int last = 0;
    for (double error : new double[] {1e-4, 1e-8, 1e-12}) {
      count.set(0);
      var y =
          Implicit.odeSolve(
              (t, x, p) -> {
                count.incrementAndGet();
                return x.mul(t.cos());
              },
              number(1),
              List.of(),
              number(0),
              number(10),
              new Tolerances(error, error, 10_000));
      near(10 * error, y, Math.exp(Math.sin(10)));
      assertEquals(true, count.get() > last);
      last = count.get();
    }
  }

  @Test
  void tellsWhyItDoesNotArrive() {
    // y' = y² from 1 is 1/(1 - t).
    error(
        ConvergenceException.class,
        "odeSolve needs steps too small for the type of time on the way from t = 0.0 to 2.0: y may"
            + " have no value there; end earlier, or allow larger errors",
        () -> Implicit.odeSolve((t, y, p) -> y.square(), number(1), List.of(), 0, 2));
    error(
        ConvergenceException.class,
        "odeSolve did not come from t = 0.0 to 100.0 with 50 evaluations of f; allow more, or larger"
            + " errors",
        () ->
            Implicit.odeSolve(
                (t, y, p) -> t.cos().add(y.mul(0)),
                number(1),
                List.of(),
                number(0),
                number(100),
                new Tolerances(1e-10, 1e-10, 50)));
    error(
        ConvergenceException.class,
        "odeSolve needs f(t, y, p) that is finite on the way, got NaN at t = 0.0",
        () -> Implicit.odeSolve((t, y, p) -> y.sqrt(), number(-1), List.of(), 0, 1));
  }

  @Test
  void refusesWhatDoesNotFit() {
    error(
        ShapeException.class,
        "odeSolve needs f(t, y, p) of the shape and type of y, got () for (2)",
        () -> Implicit.odeSolve((t, y, p) -> y.sum(), vector(1, 2), List.of(), 0, 1));
    error(
        ShapeException.class,
        "odeSolve needs times without axes, got (1) and ()",
        () ->
            Implicit.odeSolve(
                (t, y, p) -> y, number(1), List.of(), vector(0), number(1), Tolerances.DEFAULT));
    error(
        DTypeException.class,
        "odeSolve needs floating tensors, got int64; convert with toFloat64() first",
        () -> Implicit.odeSolve((t, y, p) -> y, full(DType.INT64, 1), List.of(), 0, 1));
    Fn<Tensor, Tensor> around =
        w -> Implicit.odeSolve((t, y, p) -> y.mul(w), number(1), List.of(), 0, 1);
    error(
        GraphException.class,
        "a rule gives the derivative by the argument of its function alone, but CustomBackward uses"
            + " another tensor that is followed; make it part of the argument, or detach() it",
        () -> grad(around).apply(number(1)));
    error(
        GraphException.class,
        "an implicit function has derivatives by its parameters alone, but its equation uses another"
            + " tensor that has a tangent; make it part of the parameters, or detach() it",
        () -> jvp(around, number(1), number(1)));
  }
}
