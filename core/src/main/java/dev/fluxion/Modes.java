package dev.fluxion;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is switched on or off for a thread, and the innermost level. Read behind a count of the open
 * scopes of all threads, so it costs nothing while none is open.
 */
final class Modes {
  /**
   * One setting of all modes; identity tells scopes apart.
   *
   * @param quiet whether nothing is recorded: inside {@code noGrad}, {@code pause} and a pass
   * @param inner whether functions of functions record their arguments, also where all else is
   *     quiet
   * @param every whether all manners record: inside a pass that is recorded
   * @param recording whether a {@code record} scope is open and not paused
   * @param training whether layers behave as in training
   * @param inference whether tensors are made that are never part of a graph
   * @param anomaly whether nodes remember where they were made, and passes look for NaN
   * @param tapes the tapes that record, the innermost first
   * @param saving what saved values go through
   * @param defaultDType the type of numbers with a point, null for that of the program
   * @param reuse what is told of new tensors, whose memory is used again later
   */
  record State(
      boolean quiet,
      boolean inner,
      boolean every,
      boolean recording,
      boolean training,
      boolean inference,
      boolean anomaly,
      Tapes tapes,
      @Nullable Saving saving,
      @Nullable DType defaultDType,
      @Nullable ReuseScope reuse) {
    static final State INITIAL =
        new State(false, true, false, false, false, false, false, Tapes.NONE, null, null, null);

    /** The manners that record. */
    int manners() {
      int others =
          quiet || inference
              ? 0
              : (every ? Manners.EVERY : Manners.ALWAYS)
                  | (recording ? Manners.SCOPED : 0)
                  | (tapes.isRecording() ? Manners.WATCHED : 0)
                  | (tapes.followVariables() ? Manners.TAPED : 0);
      return inner ? others | Manners.INNER : others;
    }

    /**
     * That of a pass: a recorded one follows what it meets in every manner, another one in none.
     */
    State pass(boolean record) {
      return new State(
          !record,
          record,
          record,
          recording,
          training,
          false,
          anomaly,
          tapes,
          saving,
          defaultDType,
          reuse);
    }

    /** That of a function whose arguments are followed, whatever is off around it. */
    State following() {
      return new State(
          quiet || inference,
          true,
          every,
          recording,
          training,
          false,
          anomaly,
          tapes,
          saving,
          defaultDType,
          reuse);
    }

    State quiet(boolean on) {
      return new State(
          on,
          !on,
          every,
          recording,
          training,
          inference,
          anomaly,
          tapes,
          saving,
          defaultDType,
          reuse);
    }

    State recording(boolean on, boolean train) {
      return new State(
          !on, on, every, on, train, inference, anomaly, tapes, saving, defaultDType, reuse);
    }

    State training(boolean on) {
      return new State(
          quiet,
          inner,
          every,
          recording,
          on,
          inference,
          anomaly,
          tapes,
          saving,
          defaultDType,
          reuse);
    }

    State inference(boolean on) {
      return new State(
          on, !on, every, recording, training, on, anomaly, tapes, saving, defaultDType, reuse);
    }

    State anomaly(boolean on) {
      return new State(
          quiet,
          inner,
          every,
          recording,
          training,
          inference,
          on,
          tapes,
          saving,
          defaultDType,
          reuse);
    }

    State tapes(Tapes others) {
      return new State(
          quiet,
          inner,
          every,
          recording,
          training,
          inference,
          anomaly,
          others,
          saving,
          defaultDType,
          reuse);
    }

    State saving(@Nullable Saving other) {
      return new State(
          quiet,
          inner,
          every,
          recording,
          training,
          inference,
          anomaly,
          tapes,
          other,
          defaultDType,
          reuse);
    }

    State reuse(ReuseScope scope) {
      return new State(
          quiet,
          inner,
          every,
          recording,
          training,
          inference,
          anomaly,
          tapes,
          saving,
          defaultDType,
          scope);
    }

    State defaultDType(DType dtype) {
      return new State(
          quiet, inner, every, recording, training, inference, anomaly, tapes, saving, dtype,
          reuse);
    }
  }

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final ThreadLocal<Modes> CURRENT = ThreadLocal.withInitial(Modes::new);
  private static volatile DType globalDType = DType.FLOAT32;

  private final Thread thread = Thread.currentThread();
  private State state = State.INITIAL;
  private int manners = State.INITIAL.manners();
  private Level level = Level.NONE;

  /** Whether any scope is open on any thread: while not, all modes are as at the start. */
  static boolean anyOpen() {
    return OPEN.get() != 0;
  }

  /** The modes, here and now. */
  static State now() {
    return OPEN.get() == 0 ? State.INITIAL : CURRENT.get().state;
  }

  /** The manners that record, here and now. */
  static int manners() {
    return OPEN.get() == 0 ? Manners.ALWAYS | Manners.INNER : CURRENT.get().manners;
  }

  static DType defaultDType() {
    var scoped = now().defaultDType;
    return scoped == null ? globalDType : scoped;
  }

  static DType checkedDefault(DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException("the default type is a floating one, got " + dtype);
    }
    return dtype;
  }

  static void globalDefaultDType(DType dtype) {
    globalDType = dtype;
  }

  /** Opens a scope with this setting. */
  static Scope enter(State within) {
    var modes = CURRENT.get();
    var scope = new Scope(modes, modes.state, within);
    modes.set(within);
    OPEN.incrementAndGet();
    return scope;
  }

  private void set(State other) {
    state = other;
    manners = other.manners();
  }

  boolean isIn(State within) {
    return Thread.currentThread() == thread && state == within;
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
    set(before);
    OPEN.decrementAndGet();
  }

  /** Opens a level inside the open ones of this thread. */
  static Level openLevel(Interpreter meaning) {
    var modes = CURRENT.get();
    return modes.level = Level.within(modes.level, meaning);
  }

  static void closeLevel(Level level) {
    level.close();
    CURRENT.get().level = Objects.requireNonNull(level.outer);
  }

  /** Puts this thread inside of a level that another one has opened; returns where it was. */
  static Level goTo(Level other) {
    var modes = CURRENT.get();
    var before = modes.level;
    modes.level = other;
    return before;
  }

  /** The innermost open level of this thread. */
  static Level level() {
    return CURRENT.get().level;
  }
}
