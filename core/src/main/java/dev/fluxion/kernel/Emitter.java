package dev.fluxion.kernel;

import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;

/**
 * Makes the loop of a formula: a hidden class with one method per way its operands may lie, so that
 * the common ways are loops the JIT vectorises. Its {@code run} computes one element by itself,
 * since 0-d tensors are most of the calls. Else it looks at offsets and strides once and calls one
 * of
 *
 * <ul>
 *   <li>{@code aligned}: {@code out[i] = f(a[i], b[i])}, all strides 1 and all offsets equal;
 *   <li>{@code repeatedM}: the same, but the inputs whose bits are set in M have stride 0 and are
 *       read once, before the loop (of two or three inputs; each combination doubles the code);
 *   <li>{@code shifted}: all strides 1, any offsets;
 *   <li>{@code strided}: anything.
 * </ul>
 *
 * <p>Offsets that are equal and not only zero matter: arrays can overlap only if they are one
 * array, and then {@code aligned} touches only its own element at each step, which is all the proof
 * that C2 wants. It has no such proof for {@code shifted}: an addition of floats takes 0.34 ns
 * there, 0.1 in {@code aligned}, 0.7 in {@code strided}.
 *
 * <p>What C2 does not vectorise, loops with exponentials, logarithms, sines, cosines or selects and
 * all others where operands are shifted, asks the {@link Providers} for a faster form once it has
 * done enough, and uses it from when it is ready ({@link Swap}). It gives the same bits.
 */
public final class Emitter {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final ClassDesc LOOP = ClassDesc.of("dev.fluxion.kernel.Loop");
  private static final int MAX_INPUTS = 5;

  /** Elements that are worth a thread: of sums and products, which take some 0.3 ns each. */
  private static final int CHEAP = 1 << 18;

  /** The same of exponentials and the like, a nanosecond or more. */
  private static final int DEAR = 1 << 16;

  private Emitter() {}

  /**
   * The loop {@code out[i] = body(inputs[0][i], inputs[1][i], …)}. It overrides the {@code run} of
   * its number of inputs, also if the formula does not read some of them.
   *
   * <p>Every type computes in itself: float32 in float, integers wrap around. Exponentials, {@code
   * sigmoid}, {@code tanh}, logarithms, {@code sin} and {@code cos} are arithmetic, with errors of
   * less than one unit in the last place, made for processors that have a fused multiply-add;
   * {@code tan} and {@code atan} are those of {@code Math}. Only halves are floats in between, and
   * are rounded once, when they are stored. bool and whole numbers up to int32 may meet in one
   * formula. Comparisons with NaN are false but for {@code NE}; minimum and maximum of NaN are NaN;
   * both branches of a select are computed. {@code pow} and {@code hypot} are those of {@link
   * dev.fluxion.lanes.Arithmetic}.
   *
   * <p>The instructions of a formula have to fit 8000 bytes, beyond which the JVM does not compile
   * them: some 1000 steps.
   *
   * {@snippet :
   * var x = new Expr.Arg(0);
   * var square = new Expr.Binary(Fn.MUL, x, x);
   * var loop = Emitter.emit("Square", square, new DType[] {FLOAT32}, FLOAT32);
   * loop.run(new float[] {1, 2, 3}, 0, 1, out, 0, 1, 3);   // out: 1, 4, 9
   * }
   *
   * @param name what the class is called, between {@code Emitted$} and the name of a type, for JVM
   *     flags and profilers; need not be unique
   * @param body the formula; argument k is input k
   * @param inputs the types of the inputs, at most 5
   * @param output the type of the result
   * @throws IllegalArgumentException if types meet that must not, a function has no meaning for its
   *     type, a constant among integers is not whole, or there are too many inputs
   */
  public static Loop emit(String name, Expr body, DType[] inputs, DType output) {
    if (inputs.length > MAX_INPUTS) {
      throw new IllegalArgumentException("a kernel has 0 to 5 inputs, got " + inputs.length);
    }
    var type = inputs.length == 0 ? output : inputs[0];
    var self =
        ClassDesc.of(
            LOOKUP.lookupClass().getPackageName(),
            "Emitted$" + name.replaceAll("[^A-Za-z0-9_$]", "_") + suffix(type));
    var steps = new ExprSteps(body, inputs, output);
    var bytes = build(self, steps, inputs, output);
    try {
      var lookup = LOOKUP.defineHiddenClass(bytes, true);
      var constructor =
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
      var loop = (Loop) constructor.invoke();
      boolean dear = steps.stayScalar() || !steps.nodes().stream().allMatch(Emitter::isCheap);
      loop.grain(dear ? DEAR : CHEAP);
      if (steps.stayScalar() || steps.maySwap()) {
        loop.swap(new Swap(name, body, inputs, output, (Loop) constructor.invoke()));
      }
      return loop;
    } catch (Throwable e) {
      throw new AssertionError("the emitted class " + self.displayName() + " is wrong", e);
    }
  }

  private static boolean isCheap(ExprNode node) {
    return switch (node) {
      case ExprNode.Input _, ExprNode.Literal _, ExprNode.Choice _ -> true;
      case ExprNode.Fused _, ExprNode.Bits _, ExprNode.Signed _, ExprNode.Guarded _ -> true;
      case ExprNode.One(Fn f, _, _) -> f == Fn.NEG || f == Fn.ABS || f == Fn.SQRT;
      case ExprNode.Two(Fn f, _, _, _) -> f != Fn.POW && f != Fn.HYPOT;
    };
  }

  /**
   * Asks for the faster form of a loop, as many elements would, and waits for it.
   *
   * @return whether it has one now, for all operands or for those that are shifted
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public static boolean await(Loop loop) throws InterruptedException {
    var swap = loop.swap();
    if (swap == null) {
      return false;
    }
    while (!swap.isSettled()) {
      if (!swap.isAsked()) {
        swap.ask();
      }
      Thread.sleep(10);
    }
    return swap.isFaster();
  }

  private static String suffix(DType type) {
    var text = type.toString();
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static byte[] build(ClassDesc self, ExprSteps steps, DType[] inputs, DType output) {
    var run = new EmitRun(self, steps, inputs, output);
    return ClassFile.of()
        .build(
            self,
            b -> {
              b.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
              b.withSuperclass(LOOP);
              b.withMethodBody(
                  INIT_NAME,
                  MTD_void,
                  0,
                  cb -> cb.aload(0).invokespecial(LOOP, INIT_NAME, MTD_void).return_());
              run.write(b);
            });
  }
}
