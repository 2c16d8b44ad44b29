package dev.fluxion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complex number {@code re + i·im} of tensors that looks like its real part: an argument a small
 * step off the real axis, and what is computed from it.
 */
final class Stepped extends Lifted {
  final Tensor re;

  /** Null for an exact zero. */
  final @Nullable Tensor im;

  Stepped(Level level, Tensor re, @Nullable Tensor im) {
    super(level);
    this.re = re;
    this.im = im;
  }

  /** Both parts; a tensor that is not of this level is real. */
  static Complex complex(Tensor x, Level level) {
    return x instanceof Stepped s && s.level == level
        ? new Complex(s.re, s.im)
        : new Complex(x, null);
  }

  @Override
  Tensor value() {
    return re;
  }

  @Override
  List<Tensor> parts() {
    return im == null ? List.of(re) : List.of(re, im);
  }

  @Override
  Stepped withNode(@Nullable Node other) {
    var alias = new Stepped(level, re, im);
    alias.node = other;
    return alias;
  }

  /** The same number: the imaginary part is of the value, not of what is known about it. */
  @Override
  Tensor constant(boolean sharesVersion) {
    return new Stepped(
        level, re.constant(sharesVersion), im == null ? null : im.constant(sharesVersion));
  }
}
