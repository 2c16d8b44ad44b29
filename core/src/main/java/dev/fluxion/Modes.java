package dev.fluxion;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is switched on or off for a thread: recording, the default type, the innermost forward
 * level. Read behind a count of the open scopes of all threads, so it costs nothing while none is
 * open.
 */
final class Modes {
  /** One setting of all modes; a new object per scope, so identity tells scopes apart. */
  static final class State {
    final boolean recording;
    final @Nullable DType defaultDType;

    State(boolean recording, @Nullable DType defaultDType) {
      this.recording = recording;
      this.defaultDType = defaultDType;
    }
  }

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final ThreadLocal<Modes> CURRENT = ThreadLocal.withInitial(Modes::new);
  private static volatile DType globalDType = DType.FLOAT32;

  private final Thread thread = Thread.currentThread();
  private State state = new State(true, null);
  private Level level = Level.NONE;

  /** Whether operations on inputs that require gradients are recorded, here and now. */
  static boolean recording() {
    return OPEN.get() == 0 || CURRENT.get().state.recording;
  }

  static DType defaultDType() {
    var scoped = OPEN.get() == 0 ? null : CURRENT.get().state.defaultDType;
    return scoped == null ? globalDType : scoped;
  }

  static DType checkedDefault(DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException("the default type is float32 or float64, got " + dtype);
    }
    return dtype;
  }

  static void globalDefaultDType(DType dtype) {
    globalDType = dtype;
  }

  static Scope recording(boolean on) {
    var modes = CURRENT.get();
    return modes.enter(new State(on, modes.state.defaultDType));
  }

  static Scope defaultDType(DType dtype) {
    var modes = CURRENT.get();
    return modes.enter(new State(modes.state.recording, dtype));
  }

  private Scope enter(State within) {
    var scope = new Scope(this, state, within);
    state = within;
    OPEN.incrementAndGet();
    return scope;
  }

  void leave(State within, State before) {
    if (Thread.currentThread() != thread) {
      throw new GraphException(
          "a scope is closed by the thread that opened it, "
              + thread.getName()
              + ", got "
              + Thread.currentThread().getName());
    }
    if (state != within) {
      throw new GraphException(
          "scopes are closed once each, the innermost first, got another one; open them with"
              + " try-with-resources");
    }
    state = before;
    OPEN.decrementAndGet();
  }

  /** Opens a level of forward differentiation inside the open ones of this thread. */
  static Level openLevel() {
    var modes = CURRENT.get();
    return modes.level = Level.within(modes.level);
  }

  static void closeLevel(Level level) {
    level.close();
    CURRENT.get().level = java.util.Objects.requireNonNull(level.outer);
  }

  /** The innermost open level of this thread. */
  static Level level() {
    return CURRENT.get().level;
  }
}
