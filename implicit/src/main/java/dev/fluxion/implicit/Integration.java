package dev.fluxion.implicit;

import static dev.fluxion.Fluxion.from;

import dev.fluxion.Tensor;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;

/**
 * Integrates numbers, by the pair of Dormand and Prince of order 8 with error estimates of orders 5
 * and 3 (Hairer, Nørsett and Wanner 1993, Solving ordinary differential equations I, II.10).
 */
final class Integration<P> implements OrdinaryDifferentialEquation {
  private static final String RULE = "odeSolve needs f(t, y, p) of the shape and type of y";

  private final Dynamics<P> f;
  private final P p;
  private final Unknown state;

  private Integration(Dynamics<P> f, Flow<P> flow) {
    this.f = f;
    this.p = flow.p();
    this.state = Unknown.like(flow.y0());
  }

  static <P> Tensor run(Dynamics<P> f, Flow<P> flow, Tolerances tolerances) {
    double t0 = flow.t0().item();
    double t1 = flow.t1().item();
    var y0 = flow.y0().toDoubleArray();
    var equation = new Integration<>(f, flow);
    return equation.state.tensor(equation.end(t0, y0, t1, tolerances));
  }

  private double[] end(double t0, double[] y0, double t1, Tolerances asked) {
    double ulp = Math.ulp(Math.max(Math.abs(t0), Math.abs(t1)));
    double length = Math.abs(t1 - t0);
    if (t0 == t1 || y0.length == 0) {
      return y0;
    }
    if (length <= 2000 * ulp) {
      // Too short for the integrator, and for any error to be seen.
      return Unknown.moved(y0, t1 - t0, computeDerivatives(t0, y0));
    }
    var errors = asked.within(state.dtype());
    var integrator =
        new DormandPrince853Integrator(4 * ulp, length, errors.absolute(), errors.relative());
    integrator.setMaxEvaluations(asked.evaluations());
    try {
      return integrator.integrate(this, new ODEState(t0, y0), t1).getPrimaryState();
    } catch (MathIllegalStateException e) {
      throw stopped(
          "odeSolve did not come from t = "
              + t0
              + " to "
              + t1
              + " with "
              + asked.evaluations()
              + " evaluations of f; allow more, or larger errors",
          e);
    } catch (MathIllegalArgumentException e) {
      throw stopped(
          "odeSolve needs steps too small for the type of time on the way from t = "
              + t0
              + " to "
              + t1
              + ": y may have no value there; end earlier, or allow larger errors",
          e);
    }
  }

  private static ConvergenceException stopped(String message, RuntimeException cause) {
    var e = new ConvergenceException(message);
    e.initCause(cause);
    return e;
  }

  @Override
  public int getDimension() {
    return state.size();
  }

  @Override
  public double[] computeDerivatives(double t, double[] y) {
    var time = from(new double[] {t}).to(state.dtype()).reshape();
    var slope = state.checked(RULE, f.apply(time, state.tensor(y), p)).toDoubleArray();
    for (double one : slope) {
      if (!Double.isFinite(one)) {
        throw new ConvergenceException(
            "odeSolve needs f(t, y, p) that is finite on the way, got " + one + " at t = " + t);
      }
    }
    return slope;
  }
}
