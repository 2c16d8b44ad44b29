package dev.fluxion.laws;

import dev.fluxion.Tensor;
import dev.fluxion.op.Example;
import dev.fluxion.op.Opaque;
import dev.fluxion.op.Spec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * An opaque primitive saves what its vjp reads and nothing else: what is saved in vain costs memory
 * until the pass, and forbids writes that are harmless.
 */
final class SavedLaw {
  private SavedLaw() {}

  static void check(Example e, Point at) {
    // Without results that have cotangents there is no node, and no vjp.
    if (e.op() instanceof Opaque op && at.ct().stream().anyMatch(Objects::nonNull)) {
      var y = new OpSubject(op).all(at.x());
      var saved = new Watched(at.x(), y);
      var _ = op.vjp(saved, at.ct().toArray(Tensor[]::new));
      Set<String> stated = new TreeSet<>();
      for (int k = 0; k < at.x().size(); k++) {
        if (op.savesInput(k)) {
          stated.add("operand " + k);
        }
      }
      for (int k = 0; k < y.size(); k++) {
        if (op.savesOutput(k)) {
          stated.add("result " + k);
        }
      }
      Near.require(
          stated.equals(saved.read), () -> "the vjp reads " + saved.read + ", saved are " + stated);
    }
  }

  /** What was saved, everything, and what of it is read. */
  private static final class Watched implements Opaque.Saved {
    private final List<Tensor> x;
    private final List<Tensor> y;
    private final Set<String> read = new TreeSet<>();

    Watched(List<Tensor> x, List<Tensor> y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public int count() {
      return x.size();
    }

    @Override
    public Tensor x(int k) {
      read.add("operand " + k);
      return x.get(k);
    }

    @Override
    public Tensor y(int k) {
      read.add("result " + k);
      return y.get(k);
    }

    @Override
    public Spec spec(int k) {
      return new Spec(x.get(k).shape(), x.get(k).dtype());
    }

    @Override
    public boolean needs(int k) {
      return true;
    }
  }
}
