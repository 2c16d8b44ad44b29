package dev.fluxion.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.fluxion.DType;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Writes the loops of one kernel, each into a static method. All take the same parameters, also
 * where they know their values, so that one call serves for each: array, offset and stride of every
 * input that the formula reads, then of the result, then the number of elements.
 */
final class EmitLoop {
  private final ExprSteps steps;
  private final DType[] inputs;
  private final DType output;

  /**
   * The inputs that the formula reads. Operands are numbered by their place in here; the result is
   * next.
   */
  private final int[] used;

  EmitLoop(ExprSteps steps, DType[] inputs, DType output) {
    this.steps = steps;
    this.inputs = inputs;
    this.output = output;
    this.used = steps.reads();
  }

  /** The descriptor of every loop. */
  MethodTypeDesc descriptor() {
    var parameters = new ArrayList<ClassDesc>();
    for (int k : used) {
      parameters.add(Kind.array(inputs[k]));
      parameters.add(CD_int);
      parameters.add(CD_int);
    }
    parameters.add(Kind.array(output));
    parameters.add(CD_int);
    parameters.add(CD_int);
    parameters.add(CD_int);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  static int array(int operand) {
    return 3 * operand;
  }

  static int offset(int operand) {
    return 3 * operand + 1;
  }

  static int stride(int operand) {
    return 3 * operand + 2;
  }

  int count() {
    return 3 * used.length + 3;
  }

  /** {@code out[i] = f(a[i], b[i])}; inputs whose bit is set are read once, before the loop. */
  void aligned(ClassBuilder b, String name, int repeated) {
    write(
        b,
        name,
        cb -> {
          int i = offset(used.length);
          cb.iload(i).iload(count()).iadd().istore(count());
          var element = new EmitElement(steps, inputs, output, cb);
          read(cb, element, repeated, k -> cb.iload(offset(k)));
          upwards(cb, i, element, ~repeated, _ -> cb.iload(i));
        });
  }

  /** {@code out[o + i] = f(a[ao + i], b[bo + i])}. */
  void shifted(ClassBuilder b, String name) {
    write(
        b,
        name,
        cb -> {
          int i = cb.allocateLocal(TypeKind.INT);
          cb.iconst_0().istore(i);
          var element = new EmitElement(steps, inputs, output, cb);
          upwards(cb, i, element, ~0, k -> cb.iload(offset(k)).iload(i).iadd());
        });
  }

  /**
   * {@code out[o + i·os] = f(a[ao + i·as], b[bo + i·bs])}. It counts down its last parameter: a
   * counter beside it is one variable more than C2 has registers for, and an addition takes 2.6 ns
   * in place of 0.7.
   */
  void strided(ClassBuilder b, String name) {
    write(
        b,
        name,
        cb -> {
          var end = cb.newLabel();
          var top = cb.newBoundLabel();
          cb.iload(count()).iinc(count(), -1).ifle(end);
          one(cb, new EmitElement(steps, inputs, output, cb), ~0, k -> cb.iload(offset(k)));
          for (int k = 0; k <= used.length; k++) {
            cb.iload(offset(k)).iload(stride(k)).iadd().istore(offset(k));
          }
          cb.goto_(top).labelBinding(end).return_();
        });
  }

  private void write(ClassBuilder b, String name, Consumer<CodeBuilder> body) {
    b.withMethodBody(name, descriptor(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, body);
  }

  /** Counts i up to the last parameter. */
  private void upwards(CodeBuilder cb, int i, EmitElement element, int read, IntConsumer index) {
    var end = cb.newLabel();
    var top = cb.newBoundLabel();
    cb.iload(i).iload(count()).if_icmpge(end);
    one(cb, element, read, index);
    cb.iinc(i, 1).goto_(top).labelBinding(end).return_();
  }

  private void one(CodeBuilder cb, EmitElement element, int read, IntConsumer index) {
    read(cb, element, read, index);
    cb.aload(array(used.length));
    index.accept(used.length);
    element.write();
  }

  private void read(CodeBuilder cb, EmitElement element, int which, IntConsumer index) {
    for (int k = 0; k < used.length; k++) {
      if ((which >>> k & 1) == 1) {
        cb.aload(array(k));
        index.accept(k);
        element.read(used[k]);
      }
    }
  }
}
