package dev.fluxion;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GradCheck} has found.
 *
 * @param call what was checked, {@code gradcheck} or {@code gradgradcheck}
 * @param reverse the Jacobian by reverse mode
 * @param forward the Jacobian by forward mode
 * @param numeric the Jacobian by differences
 * @param repeats whether a second run has given the same bits, of values and of derivatives
 * @param worst the derivative that differs most, measured by what is allowed; null if there is none
 */
public record GradReport(
    String call,
    Blocks reverse,
    Blocks forward,
    Blocks numeric,
    boolean repeats,
    @Nullable Entry worst) {

  /**
   * One derivative, of an element of the result by an element of the argument, found in three ways.
   *
   * @param output the number of the tensor of the result, of those that are floating
   * @param at the place in it, one position for each axis
   * @param input the number of the tensor of the argument, of those that are checked
   * @param by the place in it
   * @param reverse the derivative by reverse mode
   * @param forward the derivative by forward mode
   * @param numeric the derivative by differences
   * @param allowed how far the first two may be from the third
   */
  public record Entry(
      int output,
      List<Integer> at,
      int input,
      List<Integer> by,
      double reverse,
      double forward,
      double numeric,
      double allowed) {
    /** How much closer than to differences the modes have to be to each other. */
    private static final double AGREEMENT = 1e-3;

    /**
     * Whether the modes are close to the differences and to each other.
     *
     * @return false for NaN, true for equal infinities
     */
    public boolean holds() {
      return excess() <= 1;
    }

    /**
     * The derivative by the mode that is further from the differences.
     *
     * @return {@link #reverse} or {@link #forward}
     */
    public double analytic() {
      return distance(forward, numeric) > distance(reverse, numeric) ? forward : reverse;
    }

    /**
     * How far that one is from the differences.
     *
     * @return the distance, infinite if one of them is NaN
     */
    public double difference() {
      return distance(analytic(), numeric);
    }

    /** The largest of the distances as a multiple of what is allowed. */
    private double excess() {
      double modes = ratio(distance(reverse, forward), AGREEMENT * allowed);
      return Math.max(modes, ratio(difference(), allowed));
    }

    private static double distance(double a, double b) {
      double d = a == b ? 0 : Math.abs(a - b);
      return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }

    private static double ratio(double distance, double allowed) {
      return distance == 0 ? 0 : distance / allowed;
    }

    private String what() {
      if (distance(reverse, numeric) > allowed) {
        return distance(forward, numeric) > allowed
            ? "both modes differ from differences of values"
            : "reverse mode differs from differences of values";
      }
      return distance(forward, numeric) > allowed
          ? "forward mode differs from differences of values"
          : "reverse and forward mode differ";
    }

    /** The place and the three numbers. */
    @Override
    public String toString() {
      return "output %d at %s by input %d at %s: reverse %s, forward %s, numeric %s, allowed ±%s"
          .formatted(
              output,
              at,
              input,
              by,
              PythonNumber.repr(reverse),
              PythonNumber.repr(forward),
              PythonNumber.repr(numeric),
              PythonNumber.scientific(allowed, 1));
    }
  }

  static GradReport of(
      String call,
      Blocks reverse,
      Blocks forward,
      Blocks numeric,
      boolean repeats,
      double rtol,
      double atol) {
    Entry worst = null;
    for (int o = 0; o < numeric.outputs().size(); o++) {
      for (int i = 0; i < numeric.inputs().size(); i++) {
        double[] r = reverse.get(o, i).toDoubleArray();
        double[] f = forward.get(o, i).toDoubleArray();
        double[] n = numeric.get(o, i).toDoubleArray();
        for (int k = 0; k < n.length; k++) {
          var y = numeric.outputs().get(o);
          var x = numeric.inputs().get(i);
          double allowed = atol + rtol * Math.abs(n[k]);
          var entry =
              new Entry(
                  o, place(k / x.size(), y), i, place(k % x.size(), x), r[k], f[k], n[k], allowed);
          worst = worst == null || entry.excess() > worst.excess() ? entry : worst;
        }
      }
    }
    return new GradReport(call, reverse, forward, numeric, repeats, worst);
  }

  /** The positions along the axes of the element with this number. */
  private static List<Integer> place(int number, Shape shape) {
    var place = new Integer[shape.rank()];
    int rest = number;
    for (int k = place.length - 1; k >= 0; k--) {
      place[k] = rest % shape.dim(k);
      rest /= shape.dim(k);
    }
    return Arrays.asList(place);
  }

  /**
   * Whether the derivatives are right, as far as a check can tell.
   *
   * @return true if all of them are within what is allowed and a second run has given the same
   */
  public boolean passed() {
    return repeats && (worst == null || worst.holds());
  }

  /** What was found: the worst derivative and, where the check failed, the Jacobians around it. */
  @Override
  public String toString() {
    if (!repeats) {
      return call
          + " failed: a second run gives other numbers; let the function use no random numbers and"
          + " keep nothing from run to run";
    }
    if (worst == null) {
      return call + " passed: there are no derivatives";
    }
    if (worst.holds()) {
      return call + " passed; worst is " + worst;
    }
    int o = worst.output;
    int i = worst.input;
    return "%s failed: %s\nworst is %s\nreverse\n%s\nforward\n%s\nnumeric\n%s"
        .formatted(
            call,
            worst.what(),
            worst,
            reverse.get(o, i).toString(),
            forward.get(o, i).toString(),
            numeric.get(o, i).toString());
  }
}
