package dev.fluxion.kernel;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;

/**
 * Sine and cosine, as steps.
 *
 * <p>With n the whole number nearest to x/(π/2), {@code x = n·π/2 + r + c}, {@code |r| ≤ π/4}: by
 * the last two bits of n the result is ±sin or ±cos of {@code r + c}. π/2 has three parts here; a
 * product with the first is exact under fma, which holds up to the {@code limit}. Beyond it the
 * functions of {@code Math} are called, for the elements that lie there. Polynomials: fdlibm {@code
 * k_sin.c}, {@code k_cos.c} for double, Cephes {@code sinf.c} for float. Largest errors found in
 * units of the last place: 0.9 of floats, 0.78 of doubles.
 */
final class Circular {
  private static final double[] FLOAT_SIN = {-1.9515295891E-4, 8.3321608736E-3, -1.6666654611E-1};

  private static final double[] DOUBLE_SIN = {
    1.58969099521155010221e-10,
    -2.50507602534068634195e-08,
    2.75573137070700676789e-06,
    -1.98412698298579493134e-04,
    8.33333333332248946124e-03,
    -1.66666666666666324348e-01
  };

  private static final double[] FLOAT_COS = {
    2.443315711809948E-5, -1.388731625493765E-3, 4.166664568298827E-2
  };

  private static final double[] DOUBLE_COS = {
    -1.13596475577881948265e-11,
    2.08757232129817482790e-09,
    -2.75573143513906633035e-07,
    2.48015872894767294178e-05,
    -1.38888888888741095749e-03,
    4.16666666666666019037e-02
  };

  private final StepWriter w;

  Circular(StepWriter w) {
    this.w = w;
  }

  /** {@code sin x}. */
  int sin(int x) {
    int n = quarters(x);
    int y = turned(x, n, n);
    int near = w.choice(Cmp.LT, w.abs(x), w.format.tiny(), x, y);
    return w.guarded(near, Fn.SIN, x, limit());
  }

  /** {@code cos x = sin(x + π/2)}. */
  int cos(int x) {
    int n = quarters(x);
    return w.guarded(turned(x, n, w.plus(n, 1)), Fn.COS, x, limit());
  }

  private double limit() {
    return w.either(0x1p17, 0x1p30);
  }

  private int quarters(int x) {
    return w.minus(w.nearest(x, 2 / Math.PI), w.format.shifter());
  }

  /** {@code sin(x + (m - n)·π/2)} for whole m. */
  private int turned(int x, int n, int m) {
    int top = w.scaled(n, w.either(-0x1.921fb6p0, -0x1.921fb54442d18p0), x);
    double middle = w.either(0x1.777a5cp-25, -0x1.1a62633145c07p-54);
    double low = w.either(0x1.ee59dap-50, 0x1.f1976b7ed8fbcp-110);
    int product = w.times(n, middle);
    int productRest = w.scaled(n, middle, w.one(Fn.NEG, product));
    int r = w.add(top, product);
    int c = w.add(w.lost(top, product, r), w.scaled(n, low, productRest));
    int z = w.mul(r, r);
    int half = w.half(m);
    int odd = w.scaled(half, -2, m);
    int y = w.choice(Cmp.EQ, odd, 0, sine(r, z, c), cosine(r, z, c));
    int negative = w.scaled(w.half(half), -2, half);
    return w.mul(y, w.scaled(negative, -2, w.literal(1)));
  }

  /** {@code sin(r + c) ≈ r + (c + r·(r²·p(r²)))}. */
  private int sine(int r, int z, int c) {
    int p = w.polynomial(z, w.isFloat() ? FLOAT_SIN : DOUBLE_SIN);
    return w.add(r, w.fma(r, w.mul(z, p), c));
  }

  /** {@code cos(r + c) ≈ 1 - r²/2 + (r⁴·p(r²) - r·c)}, with the rounding error of the first sum. */
  private int cosine(int r, int z, int c) {
    int p = w.polynomial(z, w.isFloat() ? FLOAT_COS : DOUBLE_COS);
    int half = w.times(z, 0.5);
    int one = w.sub(w.literal(1), half);
    int error = w.sub(w.sub(w.literal(1), one), half);
    int rest = w.fma(w.mul(z, z), p, w.fma(w.one(Fn.NEG, r), c, error));
    return w.add(one, rest);
  }
}
