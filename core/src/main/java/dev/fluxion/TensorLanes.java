package dev.fluxion;

import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import dev.fluxion.op.Abs;
import dev.fluxion.op.Add;
import dev.fluxion.op.Atan;
import dev.fluxion.op.Cos;
import dev.fluxion.op.Div;
import dev.fluxion.op.Eq;
import dev.fluxion.op.Exp;
import dev.fluxion.op.Expm1;
import dev.fluxion.op.Ge;
import dev.fluxion.op.Gt;
import dev.fluxion.op.Hypot;
import dev.fluxion.op.Le;
import dev.fluxion.op.Log;
import dev.fluxion.op.Log1p;
import dev.fluxion.op.Lt;
import dev.fluxion.op.Maximum;
import dev.fluxion.op.Minimum;
import dev.fluxion.op.Mul;
import dev.fluxion.op.Ne;
import dev.fluxion.op.Neg;
import dev.fluxion.op.Pow;
import dev.fluxion.op.Sigmoid;
import dev.fluxion.op.Sin;
import dev.fluxion.op.Sqrt;
import dev.fluxion.op.Sub;
import dev.fluxion.op.Tan;
import dev.fluxion.op.Tanh;

/** Reads a rule as tensor operations, which are recorded, or carry tangents, as any others. */
final class TensorLanes implements Lanes<Tensor> {
  private static final TensorLanes FLOAT32 = new TensorLanes(DType.FLOAT32);
  private static final TensorLanes FLOAT64 = new TensorLanes(DType.FLOAT64);

  private final DType dtype;

  private TensorLanes(DType dtype) {
    this.dtype = dtype;
  }

  /** The reader for a type; a rule over halves is read over float32. */
  static TensorLanes of(DType dtype) {
    return dtype == DType.FLOAT64 ? FLOAT64 : FLOAT32;
  }

  @Override
  public Tensor constant(double value) {
    return Create.scalar(value, dtype);
  }

  @Override
  public Tensor unary(Fn f, Tensor x) {
    return Apply.unary(
        switch (f) {
          case NEG -> new Neg();
          case ABS -> new Abs();
          case SQRT -> new Sqrt();
          case EXP -> new Exp();
          case EXPM1 -> new Expm1();
          case LOG -> new Log();
          case LOG1P -> new Log1p();
          case SIN -> new Sin();
          case COS -> new Cos();
          case TAN -> new Tan();
          case SIGMOID -> new Sigmoid();
          case TANH -> new Tanh();
          case ATAN -> new Atan();
          case ADD, SUB, MUL, DIV, POW, HYPOT, MIN, MAX -> throw wrongArity(f);
        },
        x);
  }

  @Override
  public Tensor binary(Fn f, Tensor a, Tensor b) {
    return Align.binary(
        switch (f) {
          case ADD -> new Add();
          case SUB -> new Sub();
          case MUL -> new Mul();
          case DIV -> new Div();
          case POW -> new Pow();
          case HYPOT -> new Hypot();
          case MIN -> new Minimum();
          case MAX -> new Maximum();
          case NEG, ABS, SQRT, EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, SIGMOID, TANH, ATAN ->
              throw wrongArity(f);
        },
        a,
        b);
  }

  @Override
  public Tensor select(Cmp cmp, Tensor a, Tensor b, Tensor then, Tensor otherwise) {
    return Align.where(compare(cmp, a, b), then, otherwise);
  }

  private static Tensor compare(Cmp cmp, Tensor a, Tensor b) {
    if (a.dtype() == DType.BOOL && cmp == Cmp.NE) {
      return a;
    }
    return Align.binary(
        switch (cmp) {
          case EQ -> new Eq();
          case NE -> new Ne();
          case LT -> new Lt();
          case LE -> new Le();
          case GT -> new Gt();
          case GE -> new Ge();
        },
        a,
        b);
  }

  private static IllegalArgumentException wrongArity(Fn f) {
    return new IllegalArgumentException(f + " takes " + f.arity() + " lanes, got another number");
  }
}
