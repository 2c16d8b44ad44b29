package dev.fluxion.vector;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** Kernels by the Vector API. */
public final class VectorKernels implements Kernels {
  /** Products of fewer multiplications are as fast in plain loops. */
  private static final long SMALL = 512;

  private final WarmUp floats = new WarmUp("floats", FloatRehearsal::new, FloatRehearsal.WORK);
  private final WarmUp doubles = new WarmUp("doubles", DoubleRehearsal::new, DoubleRehearsal.WORK);

  /** For the search for services. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public @Nullable String refusal() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector");
      return null;
    } catch (ClassNotFoundException e) {
      return "Fluxion is faster with the Vector API: start java with --add-modules"
          + " jdk.incubator.vector.";
    }
  }

  @Override
  public void await() {
    floats.hurry();
    doubles.await();
    floats.await();
  }

  @Override
  public boolean multiply(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    long work = g.work();
    return work >= SMALL && floats.done(work) && FloatGemm.multiply(g, a, at, b, bt, out, o);
  }

  @Override
  public boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    long work = g.work();
    return work >= SMALL && doubles.done(work) && DoubleGemm.multiply(g, a, at, b, bt, out, o);
  }
}
