package dev.fluxion.blas;

import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Kernels;
import dev.fluxion.kernel.Triangular;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices, triangular systems and factors by a native BLAS and the LAPACK in it:
 * OpenBLAS from the jar {@code org.bytedeco:openblas} with the classifier of the platform, or what
 * {@code -Dfluxion.blas=FILE} names, a library with the interface cblas and 32-bit sizes.
 */
public final class BlasKernels implements Kernels {
  /** For the search for services. */
  public BlasKernels() {}

  @Override
  public String name() {
    return "blas";
  }

  @Override
  public @Nullable String refusal() {
    try {
      Cblas.load();
      return null;
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof Library.Missing missing) {
        return missing.getMessage();
      }
      throw e;
    }
  }

  @Override
  public boolean multiply(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    return FloatBlas.multiply(g, a, at, b, bt, out, o);
  }

  @Override
  public boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    return DoubleBlas.multiply(g, a, at, b, bt, out, o);
  }

  @Override
  public boolean solve(Triangular t, float[] a, int at, float[] b, int bt) {
    return Lapack.solve(t, a, at, b, bt);
  }

  @Override
  public boolean lu(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    return Lapack.lu(m, n, a, at, ld, swaps, from);
  }

  @Override
  public int cholesky(int n, float[] a, int at, int ld) {
    return Lapack.cholesky(n, a, at, ld);
  }

  @Override
  public boolean solve(Triangular t, double[] a, int at, double[] b, int bt) {
    return Lapack.solve(t, a, at, b, bt);
  }

  @Override
  public boolean lu(int m, int n, double[] a, int at, int ld, int[] swaps, int from) {
    return Lapack.lu(m, n, a, at, ld, swaps, from);
  }

  @Override
  public int cholesky(int n, double[] a, int at, int ld) {
    return Lapack.cholesky(n, a, at, ld);
  }
}
