package dev.fluxion;

import dev.fluxion.kernel.Providers;
import dev.fluxion.kernel.Threads;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded where, as static functions of {@link Fluxion}: scopes for try-with-resources, of
 * the thread that opens them, restored on exceptions.
 */
abstract sealed class Scopes extends Functions permits Transforms {
  Scopes() {}

  /**
   * Stops recording until the scope is closed: results do not require gradients.
   *
   * @return a scope for try-with-resources
   */
  public static Scope noGrad() {
    return Modes.enter(Modes.now().quiet(true));
  }

  /**
   * Uses the memory of tensors that are made from here on again, once the scope is closed.
   *
   * @return a scope for try-with-resources
   * @see ReuseScope
   */
  public static ReuseScope reuse() {
    return new ReuseScope();
  }

  /**
   * Records again inside {@link #noGrad()}, until the scope is closed.
   *
   * @return a scope for try-with-resources
   */
  public static Scope enableGrad() {
    return Modes.enter(Modes.now().quiet(false));
  }

  /**
   * Makes numbers with a point this type, on this thread until the scope is closed.
   *
   * @param dtype a floating type
   * @return a scope for try-with-resources
   * @throws DTypeException if the type is not floating
   */
  public static Scope defaultDType(DType dtype) {
    return Modes.enter(Modes.now().defaultDType(Modes.checkedDefault(dtype)));
  }

  /**
   * Makes numbers with a point this type in the whole program, outside of scopes.
   *
   * @param dtype a floating type; float32 at the start
   * @throws DTypeException if the type is not floating
   */
  public static void setDefaultDType(DType dtype) {
    Modes.globalDefaultDType(Modes.checkedDefault(dtype));
  }

  /**
   * The type of numbers with a point, here and now.
   *
   * @return a floating type
   */
  public static DType defaultDType() {
    return Modes.defaultDType();
  }

  /**
   * Lets so many threads work on one operation, in the whole program; the processors' number at the
   * start, or that of {@code -Dfluxion.threads}. Only large operations are split, and their results
   * are the same, bit for bit, whatever the number.
   *
   * @param count the number of threads, the caller's included
   * @throws IllegalArgumentException if it is less than 1
   */
  public static void setThreads(int count) {
    Threads.count(count);
  }

  /**
   * The number of threads that work on one operation.
   *
   * @return 1 or more
   */
  public static int threads() {
    return Threads.count();
  }

  /**
   * The kernels in use, the first asked first, and why others are not: {@code blas}, a native
   * library for products of matrices; {@code vector}, Java's Vector API; {@code plain}, which is
   * always there. {@code -Dfluxion.kernels=plain}, or another list of names, chooses.
   *
   * @return the names, then one sentence for each that was found and cannot work here
   */
  public static String kernels() {
    var refusals = String.join(" ", Providers.refusals());
    var names = String.join(", ", Providers.names());
    return refusals.isEmpty() ? names : names + ". " + refusals;
  }

  /**
   * Records what is computed from {@link Tensor#attachGrad()} leaves until the scope is closed, in
   * training mode: MXNet's {@code autograd.record()}.
   *
   * @return a scope for try-with-resources
   */
  public static Scope record() {
    return record(true);
  }

  /**
   * Records what is computed from {@link Tensor#attachGrad()} leaves until the scope is closed.
   *
   * @param trainMode whether layers behave as in training
   * @return a scope for try-with-resources
   */
  public static Scope record(boolean trainMode) {
    return Modes.enter(Modes.now().recording(true, trainMode));
  }

  /**
   * Stops recording, in every manner, until the scope is closed, in prediction mode: MXNet's {@code
   * autograd.pause()}.
   *
   * @return a scope for try-with-resources
   */
  public static Scope pause() {
    return Modes.enter(Modes.now().recording(false, false));
  }

  /**
   * Lets layers behave as in training until the scope is closed; recording does not change.
   *
   * @return a scope for try-with-resources
   */
  public static Scope trainMode() {
    return Modes.enter(Modes.now().training(true));
  }

  /**
   * Lets layers behave as in prediction until the scope is closed; recording does not change.
   *
   * @return a scope for try-with-resources
   */
  public static Scope predictMode() {
    return Modes.enter(Modes.now().training(false));
  }

  /**
   * Whether a {@link #record()} scope is open on this thread and not paused.
   *
   * @return false outside
   */
  public static boolean isRecording() {
    var now = Modes.now();
    return now.recording() && !now.quiet();
  }

  /**
   * Whether layers behave as in training.
   *
   * @return false outside of {@link #record()} and {@link #trainMode()}
   */
  public static boolean isTraining() {
    return Modes.now().training();
  }

  /**
   * Records nothing, and makes tensors that are never part of a graph, until the scope is closed.
   * Outside of it they are not written to, do not require gradients and are not saved for one; a
   * {@code copy()} of them is as any other tensor.
   *
   * @return a scope for try-with-resources
   */
  public static Scope inferenceMode() {
    return Modes.enter(Modes.now().inference(true));
  }

  /**
   * Lets operations remember the line that called them, and passes fail at the first NaN with the
   * name of the operation and that line, until the scope is closed. Slow; for finding a fault.
   *
   * @return a scope for try-with-resources
   */
  public static Scope anomalyDetection() {
    return Modes.enter(Modes.now().anomaly(true));
  }

  /**
   * Keeps what a function makes of each value that operations save for their gradients, in place of
   * the value, until the scope is closed: to store it smaller, or elsewhere.
   *
   * @param pack from the value, a constant, to what is kept
   * @param unpack from what is kept to the value, called when a pass reads it
   * @return a scope for try-with-resources
   */
  public static Scope savedTensorsHooks(
      Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    return Modes.enter(Modes.now().saving(new Saving(pack, unpack)));
  }

  /**
   * A task that runs in the modes of this thread as they are now, on whichever thread. A new thread
   * otherwise starts with none: it records.
   *
   * @param task what to run
   * @return the task in these modes
   */
  public static Runnable wrap(Runnable task) {
    Objects.requireNonNull(task, "task");
    var now = Modes.now();
    var level = Modes.level();
    return () -> {
      var before = Modes.goTo(level);
      try (var _ = Modes.enter(now)) {
        task.run();
      } finally {
        Modes.goTo(before);
      }
    };
  }

  /**
   * A variable of {@link GradientTape}s: they follow it without being told. A copy.
   *
   * @param value its value at first; {@link Tensor#assign_} gives it others
   * @return a new tensor
   * @throws DTypeException if the elements are not floating
   */
  public static Tensor variable(Tensor value) {
    return value.detach().copy().follow(Manners.TAPED, GradReq.ADD);
  }

  /**
   * The same value as a constant: no gradient flows through it, in either mode. A view.
   *
   * @param x a tensor
   * @return {@link Tensor#detach()} of it
   */
  public static Tensor stopGradient(Tensor x) {
    return x.detach();
  }

  /**
   * Calls a function once per pass with the gradients of several tensors, when the pass has
   * computed all that it computes.
   *
   * @param tensors recorded tensors
   * @param hook receives a gradient for each, null for one that the pass did not reach
   * @return a handle that removes the hook
   * @throws GraphException if one is not recorded
   */
  public static Handle registerMultiGradHook(
      List<Tensor> tensors, Consumer<List<@Nullable Tensor>> hook) {
    return Hooks.many(tensors, hook);
  }
}
