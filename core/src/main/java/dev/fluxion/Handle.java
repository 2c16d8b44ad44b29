package dev.fluxion;

import java.util.List;
import java.util.Objects;

/**
 * What was registered, to take it back.
 *
 * <pre>{@code
 * var x = tensor(1.0).requiresGrad(true);
 * var handle = x.registerHook(g -> g.mul(2));
 * x.mul(3).backward();
 * handle.remove();
 * x.mul(3).backward();
 * x.grad();   // tensor(9.)
 * }</pre>
 */
public final class Handle {
  private final Runnable remove;

  private Handle(Runnable remove) {
    this.remove = remove;
  }

  /** Registers something; the same one may be registered twice, and each handle removes its own. */
  static <H> Handle register(List<Entry<H>> all, H hook) {
    var entry = new Entry<>(Objects.requireNonNull(hook, "hook"));
    all.add(entry);
    return new Handle(() -> all.remove(entry));
  }

  static Handle of(List<Handle> parts) {
    return new Handle(() -> parts.forEach(Handle::remove));
  }

  /** A registration; identity tells two of the same hook apart. */
  static final class Entry<H> {
    final H hook;

    Entry(H hook) {
      this.hook = hook;
    }
  }

  /** Takes back what was registered; nothing happens the second time. Allowed inside the hook. */
  public void remove() {
    remove.run();
  }
}
