package dev.fluxion.op;

import dev.fluxion.Tensor;
import dev.fluxion.kernel.Strided;
import dev.fluxion.kernel.Triangles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code X} with {@code T X = B} [(…, n, n), (…, n, k) → (…, n, k), equal batch axes], where T is a
 * triangle of the first operand; infinities and NaN where its diagonal has a 0. The other triangle
 * is not read, and its derivative is 0.
 *
 * @param upper whether T is the upper triangle
 * @param unit whether the diagonal of T is 1, whatever lies there
 */
public record TriangularSolve(boolean upper, boolean unit) implements Opaque {
  @Override
  public String name() {
    return "SolveTriangular";
  }

  @Override
  public String nodeName() {
    return "LinalgSolveTriangularBackward0";
  }

  @Override
  public Spec[] result(Spec... x) {
    return new Spec[] {x[1]};
  }

  @Override
  public Strided[] value(Strided... x) {
    var y = Triangles.solve(Factors.real(x[0]), Factors.real(x[1]), upper, unit);
    return new Strided[] {Factors.as(x[1], y)};
  }

  /** {@code X' = T⁻¹ (B' − T' X)}. */
  @Override
  public @Nullable Tensor[] jvp(Tensor[] x, Tensor[] y, @Nullable Tensor[] t) {
    var ta = t[0] == null ? null : triangle(t[0]).matmul(y[0]).neg();
    var tb = Rules.sum(t[1], ta);
    return new @Nullable Tensor[] {tb == null ? null : Rules.apply(this, x[0], tb)};
  }

  @Override
  public @Nullable Tensor[] vjp(Saved saved, @Nullable Tensor[] ct) {
    if (ct[0] == null) {
      return new @Nullable Tensor[] {null, null};
    }
    var turned = new TriangularSolve(!upper, unit);
    var b = Rules.apply(turned, saved.x(0).transpose(-1, -2), ct[0]);
    var a = saved.needs(0) ? triangle(b.matmul(saved.y(0).transpose(-1, -2))).neg() : null;
    return new @Nullable Tensor[] {a, b};
  }

  private Tensor triangle(Tensor x) {
    return Rules.apply(new Triangle(upper, unit ? upper ? 1 : -1 : 0), x);
  }

  @Override
  public boolean savesInput(int k) {
    return k == 0;
  }

  @Override
  public boolean savesOutput(int k) {
    return true;
  }

  @Override
  public Opaque batched(int n, Spec... x) {
    return this;
  }

  /** What the laws try. */
  public static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (var upper : List.of(false, true)) {
      for (var unit : List.of(false, true)) {
        var op = new TriangularSolve(upper, unit);
        all.add(Example.of(op, Operand.regular(3, 3), Operand.of(3, 2)));
        all.add(Example.of(op, Operand.regular(2, 2, 2), Operand.of(2, 2, 1)));
      }
      var op = new TriangularSolve(upper, false);
      all.add(Example.of(op, Operand.regular(1, 1), Operand.of(1, 3)));
      all.add(Example.of(op, Operand.regular(19, 19), Operand.of(19, 1)));
      all.add(Example.of(op, Operand.of(0, 0), Operand.of(0, 2)));
      all.add(Example.of(op, Operand.regular(2, 2), Operand.of(2, 0)));
      all.add(Example.of(op, Operand.of(0, 2, 2), Operand.of(0, 2, 1)));
    }
    return all;
  }
}
