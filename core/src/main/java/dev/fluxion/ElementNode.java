package dev.fluxion;

import dev.fluxion.op.Expand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The node of an elementwise operation. One class per number of operands, to keep the small ones
 * small.
 */
abstract sealed class ElementNode extends Interior
    permits ElementNode.One, ElementNode.Two, ElementNode.Three {
  final Statement statement;

  /** The result, where a partial reads it. */
  private @Nullable Object y;

  /** Of the result; -1 if it is not saved. */
  private int yVersion;

  private ElementNode(
      Statement statement,
      int depth,
      Level level,
      int manners,
      @Nullable Node first,
      @Nullable Node second,
      @Nullable Tensor y) {
    super(depth, level, manners, first, second);
    this.statement = statement;
    this.y = y == null ? null : save(y);
    this.yVersion = y == null ? -1 : version(this.y);
  }

  @Override
  public final String name() {
    return statement.op.nodeName();
  }

  @Override
  final int count() {
    return statement.arity;
  }

  /** Whether argument {@code a} is read by the partial of any input that is recording. */
  static boolean saves(Statement s, int a, boolean... recording) {
    for (int k = 0; k < s.arity; k++) {
      if (recording[k] && s.uses(k, a)) {
        return true;
      }
    }
    return false;
  }

  final @Nullable Tensor result(ReversePass pass) {
    return savesResult() ? unpack(y, yVersion, this, pass) : null;
  }

  @Override
  void keepSaved() {
    keep(y);
  }

  final boolean savesResult() {
    return yVersion >= 0;
  }

  final void dropResult() {
    y = null;
  }

  /** Lets a tensor that the result was written into stand for it, so that later writes are seen. */
  final void resultIs(Tensor target) {
    if (y instanceof Tensor) {
      y = target;
      yVersion = version(target);
    }
  }

  /** Files {@code ct · ∂f/∂operand}; {@code over} allows it to be computed in the memory of ct. */
  final void file(
      ReversePass pass,
      int operand,
      Node edge,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor c,
      @Nullable Tensor out,
      Tensor ct,
      boolean over,
      boolean owned) {
    if (statement.isIdentity(operand)) {
      pass.file(edge, ct, owned);
    } else if (!pass.recording
        && ct instanceof Dense t
        && dense(a)
        && dense(b)
        && dense(c)
        && dense(out)) {
      var sum = t.isLarge() && statement.canPullAdd(operand) ? pass.sum(edge) : null;
      if (sum == null) {
        pass.file(edge, Run.pull(statement, operand, a, b, c, out, t, over), true);
      } else {
        Run.pullAdd(statement, operand, a, b, c, out, t, sum);
      }
    } else {
      pass.enter();
      var x = new Tensor[] {blank(a, ct), blank(b, ct), blank(c, ct)};
      pass.file(edge, statement.partial(operand, x, blank(out, ct), ct), !pass.recording);
    }
  }

  /**
   * Files the cotangent of an operand that was broadcast as a sum at once, beyond the edge, instead
   * of one that is as large as the result.
   *
   * @return false, and nothing done, if it has to be filed at the edge
   */
  final boolean sums(
      ReversePass pass,
      int operand,
      @Nullable Node edge,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Tensor out,
      Tensor ct) {
    if (!(edge instanceof LinearNode one)
        || !(one.op() instanceof Expand expand)
        || statement.isIdentity(operand)
        || pass.recording
        || !(ct instanceof Dense t && t.isLarge() && dense(a) && dense(b) && dense(out))
        || !pass.passesThrough(one)) {
      return false;
    }
    int axes = expand.summed(one.operand());
    if (axes != 0) {
      var beyond = one.edge();
      var shape = one.operand().shape();
      pass.file(beyond, Run.pullSum(statement, operand, a, b, null, out, t, axes, shape), true);
    }
    return axes != 0;
  }

  private static boolean dense(@Nullable Tensor x) {
    return x == null || x instanceof Dense;
  }

  /** Stands in for an operand that the partial does not read. */
  private static Tensor blank(@Nullable Tensor x, Tensor ct) {
    return x == null ? ct : x;
  }

  static final class One extends ElementNode {
    private @Nullable Object x;
    private final int version;

    One(Statement s, Node edge, Tensor x, Tensor y) {
      super(s, edge.depth + 1, edge.level, edge.manners, edge, null, s.uses(0, 1) ? y : null);
      this.x = s.uses(0, 0) ? save(x) : null;
      this.version = version(this.x);
    }

    @Override
    boolean saves() {
      return statement.uses(0, 0) || statement.uses(0, 1);
    }

    @Override
    void keepSaved() {
      super.keepSaved();
      keep(x);
    }

    @Override
    void pull(ReversePass pass, Tensor ct, boolean owned) {
      var edge = Objects.requireNonNull(first);
      var in = statement.uses(0, 0) ? unpack(x, version, edge, pass) : null;
      file(pass, 0, edge, in, null, null, result(pass), ct, owned, owned);
      if (!pass.retain) {
        x = null;
        dropResult();
      }
    }
  }

  static final class Two extends ElementNode {
    private @Nullable Object a;
    private @Nullable Object b;
    private final int aVersion;
    private final int bVersion;

    Two(Statement s, @Nullable Node left, @Nullable Node right, Tensor a, Tensor b, Tensor y) {
      super(
          s,
          depth(left, right),
          level(left, right),
          manners(left, right),
          left,
          right,
          saved(s, 2, left, right) ? y : null);
      this.a = saved(s, 0, left, right) ? save(a) : null;
      this.b = saved(s, 1, left, right) ? save(b) : null;
      this.aVersion = version(this.a);
      this.bVersion = version(this.b);
    }

    private static boolean saved(Statement s, int x, @Nullable Node left, @Nullable Node right) {
      return left != null && s.uses(0, x) || right != null && s.uses(1, x);
    }

    @Override
    boolean saves() {
      return saved(statement, 0, first, second)
          || saved(statement, 1, first, second)
          || saved(statement, 2, first, second);
    }

    @Override
    void keepSaved() {
      super.keepSaved();
      keep(a, b);
    }

    @Override
    void pull(ReversePass pass, Tensor ct, boolean owned) {
      var left = first;
      var right = second;
      var x = saved(statement, 0, left, right) ? unpack(a, aVersion, left, pass) : null;
      var z = saved(statement, 1, left, right) ? unpack(b, bVersion, right, pass) : null;
      var y = result(pass);
      boolean toLeft = pass.wants(left) && !sums(pass, 0, left, x, z, y, ct);
      boolean toRight = pass.wants(right) && !sums(pass, 1, right, x, z, y, ct);
      boolean alone = owned && !(toLeft && toRight);
      boolean passesOn = toLeft && statement.isIdentity(0);
      if (toLeft && left != null) {
        file(pass, 0, left, x, z, null, y, ct, alone, alone);
      }
      if (toRight && right != null) {
        file(pass, 1, right, x, z, null, y, ct, owned && !passesOn, alone);
      }
      if (!pass.retain) {
        a = null;
        b = null;
        dropResult();
      }
    }
  }

  static final class Three extends ElementNode {
    private final @Nullable Node[] edges;
    private final @Nullable Object[] x = new @Nullable Object[3];
    private final int[] versions = new int[3];
    private final boolean[] saved = new boolean[3];
    private final boolean saves;

    Three(Statement s, @Nullable Node[] edges, Tensor[] operands, Tensor y) {
      super(
          s,
          1 + Math.max(depth(edges[0], edges[1]) - 1, depth(edges[2], null) - 1),
          Level.innermost(level(edges[0], edges[1]), level(edges[2], null)),
          manners(edges[0], edges[1]) | manners(edges[1], edges[2]) | manners(edges[0], edges[2]),
          edges[0],
          edges[1],
          saves(s, 3, edges[0] != null, edges[1] != null, edges[2] != null) ? y : null);
      this.edges = edges;
      boolean any = savesResult();
      for (int k = 0; k < 3; k++) {
        if (saves(s, k, edges[0] != null, edges[1] != null, edges[2] != null)) {
          x[k] = save(operands[k]);
          saved[k] = true;
          any = true;
        }
        versions[k] = version(x[k]);
      }
      this.saves = any;
    }

    @Override
    @Nullable Node more(int k) {
      return edges[k];
    }

    @Override
    boolean saves() {
      return saves;
    }

    @Override
    void keepSaved() {
      super.keepSaved();
      keep(x);
    }

    @Override
    void pull(ReversePass pass, Tensor ct, boolean owned) {
      var in = new @Nullable Tensor[3];
      for (int k = 0; k < 3; k++) {
        in[k] = saved[k] ? unpack(x[k], versions[k], edges[k], pass) : null;
      }
      var y = result(pass);
      for (int k = 0; k < 3; k++) {
        var edge = edges[k];
        if (edge != null && pass.wants(edge) && !statement.isZero(k)) {
          file(pass, k, edge, in[0], in[1], in[2], y, ct, false, false);
        }
      }
      if (!pass.retain) {
        java.util.Arrays.fill(x, null);
        dropResult();
      }
    }
  }
}
