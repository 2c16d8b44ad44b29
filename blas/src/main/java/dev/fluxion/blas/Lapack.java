package dev.fluxion.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.fluxion.kernel.Kernels;
import dev.fluxion.kernel.Triangular;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of LAPACK that Fluxion calls, and the triangular systems of BLAS, from the library
 * of {@link Cblas}; any may be missing there. LAPACK is called as Fortran has it, which copies
 * nothing: its C interface would turn matrices of rows round.
 */
final class Lapack {
  private static final int ROW_MAJOR = 101;
  private static final int COLUMN_MAJOR = 102;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;
  private static final int UPPER = 121;
  private static final int LOWER = 122;
  private static final int NOT_UNIT = 131;
  private static final int UNIT = 132;
  private static final int LEFT = 141;

  /**
   * How much work, in the units of {@link Triangular#work}, is still a short call: a millisecond or
   * two.
   */
  private static final long FLOATS = 1L << 25;

  private static final long DOUBLES = 1L << 24;

  private static final FunctionDescriptor GETRF =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  /** With the length of the text at the end, as compilers of Fortran pass it. */
  private static final FunctionDescriptor POTRF =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  private static final @Nullable MethodHandle STRSM = find("cblas_strsm", trsm(JAVA_FLOAT));
  private static final @Nullable MethodHandle DTRSM = find("cblas_dtrsm", trsm(JAVA_DOUBLE));
  private static final @Nullable MethodHandle SGETRF = find("sgetrf_", GETRF);
  private static final @Nullable MethodHandle DGETRF = find("dgetrf_", GETRF);
  private static final @Nullable MethodHandle SPOTRF = find("spotrf_", POTRF);
  private static final @Nullable MethodHandle DPOTRF = find("dpotrf_", POTRF);

  private Lapack() {}

  private static FunctionDescriptor trsm(MemoryLayout number) {
    return FunctionDescriptor.ofVoid(
        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS,
        JAVA_INT, ADDRESS, JAVA_INT);
  }

  private static @Nullable MethodHandle find(String name, FunctionDescriptor type) {
    return Cblas.LIBRARY.optional(name, type);
  }

  /** {@code B := T⁻¹ B}; false if it cannot be said, or takes long, or is faster elsewhere. */
  static boolean solve(Triangular t, float[] a, int at, float[] b, int bt) {
    var f = STRSM;
    int lda = Leading.of(t.m(), t.m(), t.ti(), t.tj());
    int ldb = Leading.of(t.m(), t.n(), t.bi(), t.bj());
    // Of one column, OpenBLAS makes less than the loops do.
    if (f == null || lda == 0 || ldb == 0 || t.n() == 1 || t.work() > FLOATS) {
      return false;
    }
    // Seen by columns, what lies in rows is its transpose.
    boolean turned = lda < 0 != ldb < 0;
    try {
      f.invokeExact(
          ldb < 0 ? COLUMN_MAJOR : ROW_MAJOR,
          LEFT,
          t.upper() == turned ? LOWER : UPPER,
          turned ? TRANSPOSED : AS_IT_IS,
          t.unit() ? UNIT : NOT_UNIT,
          t.m(),
          t.n(),
          1f,
          MemorySegment.ofArray(a).asSlice(4L * at),
          Math.abs(lda),
          MemorySegment.ofArray(b).asSlice(4L * bt),
          Math.abs(ldb));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return true;
  }

  /** {@code P A = L U} of columns, in place; false if that is missing, or takes long. */
  static boolean lu(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    var f = SGETRF;
    if (f == null || (long) m * n * n > FLOATS) {
      return false;
    }
    int[] sizes = {m, n, ld, 0};
    var all = MemorySegment.ofArray(sizes);
    try {
      f.invokeExact(
          all,
          all.asSlice(4),
          MemorySegment.ofArray(a).asSlice(4L * at),
          all.asSlice(8),
          MemorySegment.ofArray(swaps).asSlice(4L * from),
          all.asSlice(12));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    check("getrf", sizes[3]);
    for (int j = from; j < from + n; j++) {
      // Fortran counts from 1.
      swaps[j]--;
    }
    return true;
  }

  /** {@code A = L Lᵀ} of rows, in place, as {@link Kernels#cholesky} has it. */
  static int cholesky(int n, float[] a, int at, int ld) {
    var f = SPOTRF;
    if (f == null || (long) n * n * n > 2 * FLOATS) {
      return Kernels.DECLINED;
    }
    int[] sizes = {n, ld, 0};
    var all = MemorySegment.ofArray(sizes);
    try {
      f.invokeExact(
          // The lower triangle of rows is the upper one of columns.
          MemorySegment.ofArray(new byte[] {'U'}),
          all,
          MemorySegment.ofArray(a).asSlice(4L * at),
          all.asSlice(4),
          all.asSlice(8),
          1L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    check("potrf", sizes[2]);
    return sizes[2];
  }

  /** {@code B := T⁻¹ B}; false if it cannot be said, or takes long, or is faster elsewhere. */
  static boolean solve(Triangular t, double[] a, int at, double[] b, int bt) {
    var f = DTRSM;
    int lda = Leading.of(t.m(), t.m(), t.ti(), t.tj());
    int ldb = Leading.of(t.m(), t.n(), t.bi(), t.bj());
    // Of one column, OpenBLAS makes less than the loops do.
    if (f == null || lda == 0 || ldb == 0 || t.n() == 1 || t.work() > DOUBLES) {
      return false;
    }
    // Seen by columns, what lies in rows is its transpose.
    boolean turned = lda < 0 != ldb < 0;
    try {
      f.invokeExact(
          ldb < 0 ? COLUMN_MAJOR : ROW_MAJOR,
          LEFT,
          t.upper() == turned ? LOWER : UPPER,
          turned ? TRANSPOSED : AS_IT_IS,
          t.unit() ? UNIT : NOT_UNIT,
          t.m(),
          t.n(),
          1d,
          MemorySegment.ofArray(a).asSlice(8L * at),
          Math.abs(lda),
          MemorySegment.ofArray(b).asSlice(8L * bt),
          Math.abs(ldb));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return true;
  }

  /** {@code P A = L U} of columns, in place; false if that is missing, or takes long. */
  static boolean lu(int m, int n, double[] a, int at, int ld, int[] swaps, int from) {
    var f = DGETRF;
    if (f == null || (long) m * n * n > DOUBLES) {
      return false;
    }
    int[] sizes = {m, n, ld, 0};
    var all = MemorySegment.ofArray(sizes);
    try {
      f.invokeExact(
          all,
          all.asSlice(4),
          MemorySegment.ofArray(a).asSlice(8L * at),
          all.asSlice(8),
          MemorySegment.ofArray(swaps).asSlice(4L * from),
          all.asSlice(12));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    check("getrf", sizes[3]);
    for (int j = from; j < from + n; j++) {
      // Fortran counts from 1.
      swaps[j]--;
    }
    return true;
  }

  /** {@code A = L Lᵀ} of rows, in place, as {@link Kernels#cholesky} has it. */
  static int cholesky(int n, double[] a, int at, int ld) {
    var f = DPOTRF;
    if (f == null || (long) n * n * n > 2 * DOUBLES) {
      return Kernels.DECLINED;
    }
    int[] sizes = {n, ld, 0};
    var all = MemorySegment.ofArray(sizes);
    try {
      f.invokeExact(
          // The lower triangle of rows is the upper one of columns.
          MemorySegment.ofArray(new byte[] {'U'}),
          all,
          MemorySegment.ofArray(a).asSlice(8L * at),
          all.asSlice(4),
          all.asSlice(8),
          1L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    check("potrf", sizes[2]);
    return sizes[2];
  }

  private static void check(String function, int info) {
    if (info < 0) {
      throw new AssertionError(function + " refuses its argument " + -info);
    }
  }
}
