package dev.fluxion.lanes;

/** Reads a statement as a formula. */
public final class Symbolic implements Lanes<Expr> {
  /** The only instance: reading has no state. */
  public static final Symbolic LANES = new Symbolic();

  private Symbolic() {}

  @Override
  public Expr constant(double value) {
    return new Expr.Constant(value);
  }

  @Override
  public Expr unary(Fn f, Expr x) {
    return new Expr.Unary(f, x);
  }

  @Override
  public Expr binary(Fn f, Expr a, Expr b) {
    return new Expr.Binary(f, a, b);
  }

  @Override
  public Expr select(Cmp cmp, Expr a, Expr b, Expr then, Expr otherwise) {
    return new Expr.Select(cmp, a, b, then, otherwise);
  }
}
