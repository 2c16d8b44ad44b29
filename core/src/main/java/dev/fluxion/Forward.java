package dev.fluxion;

import dev.fluxion.op.Bilinear;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Indexed;
import dev.fluxion.op.Linear;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What primitives mean for dual numbers: the family's jvp. */
record Forward() implements Interpreter {
  @Override
  public Tensor elementwise(Elementwise op, Level level, Tensor... x) {
    var primals = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals[k] = Dual.primal(x[k], level);
    }
    var y =
        switch (op) {
          case Unary u -> Apply.unary(u, primals[0]);
          case Binary b -> Apply.binary(b, primals[0], primals[1]);
          case Ternary t -> Apply.ternary(t, primals[0], primals[1], primals[2]);
        };
    if (!y.dtype().isFloating()) {
      return y;
    }
    var s = Statement.of(op);
    Tensor tangent = null;
    for (int k = 0; k < x.length; k++) {
      var t = Dual.tangent(x[k], level);
      if (t != null && !s.isZero(k)) {
        var part = s.partial(k, primals, y, t);
        tangent = tangent == null ? part : tangent.add(part);
      }
    }
    return new Dual(level, y, tangent);
  }

  @Override
  public Tensor linear(Linear op, Level level, Tensor x) {
    var primal = Apply.linear(op, Dual.primal(x, level));
    if (!primal.dtype().isFloating()) {
      return primal;
    }
    var t = Dual.tangent(x, level);
    return new Dual(level, primal, t == null ? null : Apply.linear(op, t));
  }

  @Override
  public Tensor bilinear(Bilinear op, Level level, Tensor a, Tensor b) {
    var pa = Dual.primal(a, level);
    var pb = Dual.primal(b, level);
    var ta = Dual.tangent(a, level);
    var tb = Dual.tangent(b, level);
    var byLeft = ta == null ? null : Apply.bilinear(op, ta, pb);
    var byRight = tb == null ? null : Apply.bilinear(op, pa, tb);
    return new Dual(level, Apply.bilinear(op, pa, pb), sum(byLeft, byRight));
  }

  private static @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null ? b : b == null ? a : a.add(b);
  }

  @Override
  public Tensor indexed(Indexed op, Level level, Tensor x, Tensor index) {
    var t = Dual.tangent(x, level);
    var primal = Apply.indexed(op, Dual.primal(x, level), index);
    return new Dual(level, primal, t == null ? null : Apply.indexed(op, t, index));
  }

  @Override
  public Tensor[] opaque(Opaque op, Level level, Tensor... x) {
    var primals = new Tensor[x.length];
    var t = new @Nullable Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals[k] = Dual.primal(x[k], level);
      t[k] = Dual.tangent(x[k], level);
    }
    var values = Apply.opaque(op, primals);
    var tangents = op.jvp(primals, values, t);
    var y = new Tensor[values.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = values[k].dtype().isFloating() ? new Dual(level, values[k], tangents[k]) : values[k];
    }
    return y;
  }

  @Override
  public CustomOp.Ran custom(CustomOp op, Level level, Tensor... x) {
    List<Tensor> primals = new ArrayList<>();
    var t = new @Nullable Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      primals.add(Dual.primal(x[k], level));
      t[k] = Dual.tangent(x[k], level);
    }
    var values = op.run(primals);
    var tangents = op.tangents(primals, t);
    List<Tensor> y = new ArrayList<>();
    for (int k = 0; k < values.size(); k++) {
      var value = values.get(k);
      boolean isDual = value.dtype().isFloating();
      y.add(isDual ? new Dual(level, value, op.isConstant(k) ? null : tangents.get(k)) : value);
    }
    return new CustomOp.Ran(y, null);
  }

  @Override
  public Dual lift(Level level, Tensor x) {
    return new Dual(level, x, null);
  }
}
