package dev.fluxion.vector;

import dev.fluxion.DType;
import dev.fluxion.kernel.BlockSums;
import dev.fluxion.kernel.Correlator;
import dev.fluxion.kernel.ExprNode;
import dev.fluxion.kernel.ExprSteps;
import dev.fluxion.kernel.Gemm;
import dev.fluxion.kernel.Kernels;
import dev.fluxion.kernel.Loop;
import dev.fluxion.kernel.RowKernels;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kernels by the Vector API. */
public final class VectorKernels implements Kernels {
  /** Products of fewer multiplications are as fast in plain loops. */
  private static final long SMALL = 512;

  /** From so many on these kernels are the faster ones, if the result is not narrow. */
  private static final long LARGE = 1L << 20;

  /** Rows of fewer elements are left to the plain loops. */
  private static final int SHORT = 4;

  private final WarmUp floats = new WarmUp(FloatRehearsal::new, FloatRehearsal.WORK);
  private final WarmUp doubles = new WarmUp(DoubleRehearsal::new, DoubleRehearsal.WORK);
  private final WarmUp floatRows = new WarmUp(RowRehearsal::ofFloats, RowRehearsal.WORK);
  private final WarmUp doubleRows = new WarmUp(RowRehearsal::ofDoubles, RowRehearsal.WORK);
  private final WarmUp floatSums = new WarmUp(FloatCorrelations::new, FloatCorrelations.WORK);
  private final WarmUp doubleSums = new WarmUp(DoubleCorrelations::new, DoubleCorrelations.WORK);
  private final WarmUp floatBlocks = new WarmUp(BlockRehearsal::ofFloats, BlockRehearsal.WORK);
  private final WarmUp doubleBlocks = new WarmUp(BlockRehearsal::ofDoubles, BlockRehearsal.WORK);

  /** For the search for services. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public @Nullable String refusal() {
    try {
      // Not initialised here: that takes 90 ms, which can be spent in the background.
      Class.forName(
          "jdk.incubator.vector.FloatVector", false, VectorKernels.class.getClassLoader());
      return null;
    } catch (ClassNotFoundException e) {
      return "Fluxion is faster with the Vector API: start java with --add-modules"
          + " jdk.incubator.vector.";
    }
  }

  @Override
  public void await() {
    var all =
        List.of(
            floats,
            doubles,
            floatRows,
            doubleRows,
            floatSums,
            doubleSums,
            floatBlocks,
            doubleBlocks);
    all.forEach(WarmUp::hurry);
    all.forEach(WarmUp::await);
  }

  /**
   * With AVX-512, large products: they take 2 to 10 % less time than OpenBLAS on Zen 4, and down to
   * half of it where the result has few rows and b lies in rows, since b is not copied then.
   */
  @Override
  public boolean prefers(Gemm g, DType dtype) {
    if (g.work() < LARGE) {
      return false;
    }
    var rows = g.oj() == 1 ? g : g.turned();
    var warmUp = dtype == DType.FLOAT32 ? floats : doubles;
    return rows.m() >= 32 && rows.n() >= 128 && warmUp.done(g.work()) && Registers.WIDE;
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

  @Override
  public boolean sums(float[] x, int at, int count, double[] out) {
    if (!floatBlocks.done((long) count * BlockSums.SIZE)) {
      return false;
    }
    FloatBlockSums.sums(x, at, count, out);
    return true;
  }

  @Override
  public boolean sums(double[] x, int at, int count, double[] out) {
    if (!doubleBlocks.done((long) count * BlockSums.SIZE)) {
      return false;
    }
    DoubleBlockSums.sums(x, at, count, out);
    return true;
  }

  @Override
  public boolean add(float[] x, int at, int apart, double[] place, int n) {
    boolean done = floatBlocks.done((long) n * BlockSums.ROWS);
    if (done) {
      FloatBlockSums.add(x, at, apart, place, n);
    }
    return done;
  }

  @Override
  public boolean add(double[] x, int at, int apart, double[] place, int n) {
    boolean done = doubleBlocks.done((long) n * BlockSums.ROWS);
    if (done) {
      DoubleBlockSums.add(x, at, apart, place, n);
    }
    return done;
  }

  /**
   * How long a vector is is asked for last, when that is known. An element counts one
   * multiplication only, since there are many kernels of rows to compile, and a few classes are not
   * worth it.
   */
  @Override
  public @Nullable RowKernels rows(DType dtype, int n, int rows) {
    long work = (long) n * rows;
    if (n < SHORT || !(dtype == DType.FLOAT32 ? floatRows : doubleRows).done(work)) {
      return null;
    }
    if (dtype == DType.FLOAT32) {
      return n < FloatTile.LANES.length() ? new FloatShortRows(n) : new FloatRowKernels(n);
    }
    return n < DoubleTile.LANES.length() ? new DoubleShortRows(n) : new DoubleRowKernels(n);
  }

  @Override
  public @Nullable Correlator correlator(DType dtype, long work) {
    if (dtype == DType.FLOAT32) {
      return floatSums.done(work) && FloatCorrelator.suits() ? new FloatCorrelator() : null;
    }
    return doubleSums.done(work) && DoubleCorrelator.suits() ? new DoubleCorrelator() : null;
  }

  /**
   * A loop of vectors, if the formula has one type, float32 or float64, but for truth values that
   * are read, compared, chosen or written. {@code pow}, {@code hypot}, {@code tan} and {@code atan}
   * are calls, and leave it to the plain loop.
   */
  @Override
  public @Nullable Loop loop(String name, Expr body, DType[] inputs, DType output, Loop plain) {
    var type = VectorType.of(inputs, output);
    if (type == null) {
      return null;
    }
    var steps = new ExprSteps(body, inputs, output);
    for (var node : steps.nodes()) {
      boolean truth = node.dtype() == DType.BOOL;
      boolean fits = truth ? isChoice(node) : node.dtype() == type.dtype() && !isCall(node);
      if (!fits) {
        return null;
      }
    }
    // What is not a truth value yet would have to be made one.
    boolean done = steps.nodes().get(steps.root()).dtype() == output;
    return done ? VectorEmitter.emit(name, steps, type, inputs, output, plain) : null;
  }

  private static boolean isChoice(ExprNode node) {
    return switch (node) {
      case ExprNode.Input _, ExprNode.Literal _, ExprNode.Choice _ -> true;
      default -> false;
    };
  }

  private static boolean isCall(ExprNode node) {
    return switch (node) {
      case ExprNode.One(Fn f, _, _) -> f == Fn.TAN || f == Fn.ATAN;
      case ExprNode.Two(Fn f, _, _, _) -> f == Fn.POW || f == Fn.HYPOT;
      default -> false;
    };
  }
}
