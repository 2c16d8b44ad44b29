package dev.fluxion.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of a native BLAS that Fluxion calls, over row-major matrices. The first use of this
 * class loads the library, and fails with {@link Library.Missing} as its cause if there is none.
 */
final class Cblas {
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  static final Library LIBRARY =
      Library.load(System.getProperty(Library.PROPERTY), Cblas.class.getClassLoader());
  private static final MethodHandle SGEMM = LIBRARY.function("cblas_sgemm", gemm(JAVA_FLOAT));
  private static final MethodHandle DGEMM = LIBRARY.function("cblas_dgemm", gemm(JAVA_DOUBLE));

  private Cblas() {}

  private static FunctionDescriptor gemm(MemoryLayout number) {
    return FunctionDescriptor.ofVoid(
        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT,
        ADDRESS, JAVA_INT, number, ADDRESS, JAVA_INT);
  }

  /** Loads the library. */
  static void load() {}

  /**
   * {@code out = a b + β out} [(m, k), (k, n) → (m, n)].
   *
   * @param at where the first element of a lies; likewise {@code bt} and {@code o}
   * @param lda how a lies, a {@link Leading}; likewise {@code ldb}; and {@code ldc}, which is
   *     positive
   */
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int at,
      int lda,
      float[] b,
      int bt,
      int ldb,
      float beta,
      float[] out,
      int o,
      int ldc) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          lda < 0 ? TRANSPOSED : AS_IT_IS,
          ldb < 0 ? TRANSPOSED : AS_IT_IS,
          m,
          n,
          k,
          1f,
          MemorySegment.ofArray(a).asSlice(4L * at),
          Math.abs(lda),
          MemorySegment.ofArray(b).asSlice(4L * bt),
          Math.abs(ldb),
          beta,
          MemorySegment.ofArray(out).asSlice(4L * o),
          ldc);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The same of doubles. */
  static void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int at,
      int lda,
      double[] b,
      int bt,
      int ldb,
      double beta,
      double[] out,
      int o,
      int ldc) {
    try {
      DGEMM.invokeExact(
          ROW_MAJOR,
          lda < 0 ? TRANSPOSED : AS_IT_IS,
          ldb < 0 ? TRANSPOSED : AS_IT_IS,
          m,
          n,
          k,
          1d,
          MemorySegment.ofArray(a).asSlice(8L * at),
          Math.abs(lda),
          MemorySegment.ofArray(b).asSlice(8L * bt),
          Math.abs(ldb),
          beta,
          MemorySegment.ofArray(out).asSlice(8L * o),
          ldc);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
