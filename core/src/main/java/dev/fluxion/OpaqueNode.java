package dev.fluxion;

import dev.fluxion.op.Opaque;
import dev.fluxion.op.Spec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The node of an opaque operation: any number of inputs and outputs, and what its vjp asks to save.
 */
final class OpaqueNode extends Joint {
  private final Opaque op;
  private final Spec[] specs;
  private final @Nullable Object[] x;
  private final @Nullable Object[] y;
  private final boolean[] follows;
  private final int[] versions;
  private final boolean saves;

  OpaqueNode(Opaque op, @Nullable Node[] edges, Tensor[] inputs, Tensor[] outputs) {
    super(edges, outputs.length);
    this.op = op;
    specs = new Spec[inputs.length];
    x = new @Nullable Object[inputs.length];
    y = new @Nullable Object[outputs.length];
    versions = new int[inputs.length + outputs.length];
    boolean any = false;
    for (int k = 0; k < inputs.length; k++) {
      specs[k] = new Spec(inputs[k].shape(), inputs[k].dtype());
      x[k] = op.savesInput(k) ? save(inputs[k]) : null;
      versions[k] = version(x[k]);
      any |= x[k] != null;
    }
    follows = new boolean[outputs.length];
    for (int k = 0; k < outputs.length; k++) {
      follows[k] = outputs[k].dtype().isFloating() && !op.isConstant(k);
      y[k] = op.savesOutput(k) ? save(outputs[k]) : null;
      versions[inputs.length + k] = version(y[k]);
      any |= y[k] != null;
    }
    saves = any;
  }

  Opaque op() {
    return op;
  }

  @Override
  public String name() {
    return op.nodeName();
  }

  @Override
  boolean saves() {
    return saves;
  }

  @Override
  void keepSaved() {
    keep(x);
    keep(y);
  }

  @Override
  void pull(ReversePass pass, @Nullable Tensor[] ct) {
    var saved = new Residuals(pass);
    var results = op.vjp(saved, ct);
    for (int k = 0; k < count(); k++) {
      var edge = edge(k);
      var result = results[k];
      if (edge != null && result != null && pass.wants(edge)) {
        pass.file(edge, result, pass.isNew(result) && !isShared(result, k, results, ct, saved));
      }
    }
    if (saves && !pass.retain) {
      Arrays.fill(x, null);
      Arrays.fill(y, null);
    }
  }

  /** Whether a rule gave out a tensor that somebody else holds too. */
  private static boolean isShared(
      Tensor result, int k, @Nullable Tensor[] results, @Nullable Tensor[] ct, Residuals saved) {
    for (int i = 0; i < results.length; i++) {
      if (i != k && results[i] == result) {
        return true;
      }
    }
    return Arrays.asList(ct).contains(result) || saved.gave(result);
  }

  private final class Residuals implements Opaque.Saved {
    private final ReversePass pass;
    private final java.util.Set<Tensor> given =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());

    Residuals(ReversePass pass) {
      this.pass = pass;
    }

    boolean gave(Tensor result) {
      return given.contains(result);
    }

    @Override
    public int count() {
      return OpaqueNode.this.count();
    }

    @Override
    public Tensor x(int k) {
      return give(unpack(x[k], versions[k], edge(k), pass));
    }

    @Override
    public Tensor y(int k) {
      var out = y[k];
      if (out == null) {
        throw freedException();
      }
      return give(unpack(out, versions[x.length + k], follows[k] ? of(k) : null, pass));
    }

    private Tensor give(Tensor residual) {
      given.add(residual);
      return residual;
    }

    @Override
    public Spec spec(int k) {
      return specs[k];
    }

    @Override
    public boolean needs(int k) {
      return pass.wants(edge(k));
    }
  }
}
