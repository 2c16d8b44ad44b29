package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Copies;
import dev.fluxion.kernel.FreeLists;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import dev.fluxion.op.Linear;
import org.jspecify.annotations.Nullable;

/** A tensor that holds numbers: an array, a layout, a type. A view shares the array of its base. */
final class Dense extends Tensor {
  private final Object array;
  final Layout layout;
  private final DType dtype;

  /** The tensor that owns the array and counts its writes; null if that is this one. */
  final @Nullable Dense base;

  /** How often the array has been written to, and the two bits below; the owner's counts. */
  private int version;

  /** The array has been given up, and may be another tensor's by now. */
  private static final int RELEASED = 1 << 31;

  /** The array is never given up. */
  private static final int KEPT = 1 << 30;

  /** A tensor whose array nobody else has. */
  Dense(Object array, Layout layout, DType dtype) {
    this(array, layout, dtype, null);
    if (Modes.anyOpen()) {
      var reuse = Modes.now().reuse();
      if (reuse != null) {
        reuse.made(this);
      }
    }
  }

  private Dense(Object array, Layout layout, DType dtype, @Nullable Dense base) {
    this.array = array;
    this.layout = layout;
    this.dtype = dtype;
    this.base = base;
    if (Modes.anyOpen() && base == null && Modes.now().inference()) {
      origin = INFERENCE;
    }
  }

  /** A tensor over an array that others have too. */
  static Dense over(Object array, Layout layout, DType dtype) {
    var x = new Dense(array, layout, dtype, null);
    x.keep();
    return x;
  }

  static Dense of(Strided x) {
    return new Dense(x.array(), x.layout(), x.dtype());
  }

  /** The tensor of a kernel's result, which is a view of this one if it lies in the same array. */
  Dense derive(Strided x, Linear op, boolean several) {
    if (x.array() != array) {
      return of(x);
    }
    var y = view(x.layout());
    y.origin = new View(this, op, several);
    return y;
  }

  /** The elements, which lie in it as the layout says. */
  Object array() {
    if ((base == null ? version : base.version) < 0) {
      throw released();
    }
    return array;
  }

  /** The same memory with a count of writes of its own. */
  private Dense apart() {
    keep();
    return over(array(), layout, dtype);
  }

  @Override
  void keep() {
    owner().version |= KEPT;
  }

  /** Whether the array may be given up: all of it, and nobody else has it for longer. */
  boolean isKept() {
    return base != null || (version & (KEPT | RELEASED)) != 0;
  }

  private GraphException released() {
    return new GraphException(
        "the memory of a tensor made inside reuse() is used again once the scope is closed, got one"
            + " of shape "
            + shape()
            + " and type "
            + dtype
            + " after that; keep(…) it before the scope ends");
  }

  /** Gives the array up: no use of this tensor, or of a view of it, succeeds any more. */
  void release() {
    // Twice given up, it would be used for two tensors.
    if (version >= 0) {
      version |= RELEASED;
      FreeLists.give(array);
    }
  }

  /**
   * This tensor's memory in another one's hands, under a layout; this one is of no use any more.
   */
  Dense handOver(Layout other) {
    version |= RELEASED;
    return new Dense(array, other, dtype);
  }

  boolean isReleased() {
    return owner().version < 0;
  }

  /** Whether the array is of a kind and length that is worth giving up. */
  boolean isLarge() {
    return array instanceof float[] f && f.length >= FreeLists.LEAST
        || array instanceof double[] d && d.length >= FreeLists.LEAST;
  }

  /** Copies the elements of another tensor of this shape and type, from other memory. */
  void copyFrom(Dense x) {
    Copies.copy(x.dtype, x.array(), x.layout, dtype, array(), layout);
  }

  /** The same memory and version seen through a layout, without history. */
  Dense view(Layout other) {
    return new Dense(array, other, dtype, base == null ? this : base);
  }

  /**
   * The same values without history, and without holding on to that of the tensor itself, as a view
   * would. Where the memory is another tensor's a copy, else the memory, with a count of writes of
   * its own: for results that only the caller has.
   */
  Dense forgotten() {
    var owner = base == null ? this : base;
    return owner.node == null && node == null
        ? withNode(null)
        : base == null ? apart() : of(strided().copy(dtype));
  }

  Strided strided() {
    return new Strided(array(), layout, dtype);
  }

  /** Whether it was made in inference mode, and so is never part of a graph. */
  boolean isInference() {
    return (base == null ? this : base).origin == INFERENCE;
  }

  /** The tensor whose memory this one shows. */
  Dense owner() {
    return base == null ? this : base;
  }

  int writes() {
    return (base == null ? version : base.version) & ~KEPT;
  }

  void written() {
    if (base == null) {
      version++;
    } else {
      base.version++;
    }
  }

  double doubleAt(int number) {
    return Buffers.asDouble(dtype, array(), layout.position(number));
  }

  long longAt(int number) {
    return Buffers.asLong(dtype, array(), layout.position(number));
  }

  @Override
  public Shape shape() {
    return layout.shape();
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  Dense values() {
    return this;
  }

  @Override
  Dense withNode(@Nullable Node other) {
    var alias = view(layout);
    alias.node = other;
    return alias;
  }

  @Override
  Dense constant(boolean sharesVersion) {
    return sharesVersion ? view(layout) : apart();
  }
}
