package dev.fluxion.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.fluxion.DType;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;

/**
 * Writes the method {@code run} of a kernel, which is all of it for one element, and the method
 * {@code many} that chooses a loop. They are two so that a JIT can put {@code run} into its
 * callers.
 */
final class EmitRun {
  private static final ClassDesc LOOP = ClassDesc.of("dev.fluxion.kernel.Loop");
  private static final int MAX_REPEATED = 3;

  private final ClassDesc self;
  private final ExprSteps steps;
  private final DType[] inputs;
  private final DType output;
  private final int[] used;
  private final EmitLoop loops;

  EmitRun(ClassDesc self, ExprSteps steps, DType[] inputs, DType output) {
    this.self = self;
    this.steps = steps;
    this.inputs = inputs;
    this.output = output;
    this.used = steps.reads();
    this.loops = new EmitLoop(steps, inputs, output);
  }

  private MethodTypeDesc descriptor() {
    var parameters = new ArrayList<ClassDesc>();
    for (int k = 0; k <= inputs.length; k++) {
      parameters.add(CD_Object);
      parameters.add(CD_int);
      parameters.add(CD_int);
    }
    parameters.add(CD_int);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  /** Writes all methods. */
  void write(ClassBuilder b) {
    b.withMethodBody("run", descriptor(), ClassFile.ACC_PUBLIC, this::run);
    b.withMethodBody(
        "many", loops.descriptor(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, this::many);
    for (int mask = 0; mask < masks(); mask++) {
      loops.aligned(b, name(mask), mask);
    }
    if (used.length > 0) {
      loops.shifted(b, "shifted");
    }
    loops.strided(b, "strided");
  }

  /** How many sets of repeated inputs have a loop; they are the first ones, as bits. */
  private int masks() {
    return used.length < 2 || used.length > MAX_REPEATED ? 1 : (1 << used.length) - 1;
  }

  private static String name(int mask) {
    return mask == 0 ? "aligned" : "repeated" + mask;
  }

  private void run(CodeBuilder cb) {
    var more = cb.newLabel();
    cb.iload(cb.parameterSlot(3 * inputs.length + 3)).iconst_1().if_icmpne(more);
    var element = new EmitElement(steps, inputs, output, cb);
    for (int k : used) {
      array(cb, k, inputs[k]);
      cb.iload(cb.parameterSlot(3 * k + 1));
      element.read(k);
    }
    array(cb, inputs.length, output);
    cb.iload(cb.parameterSlot(3 * inputs.length + 1));
    element.write();
    cb.return_().labelBinding(more);
    if (steps.stayScalar()) {
      swap(cb);
    } else if (steps.maySwap()) {
      var plain = cb.newLabel();
      unlessShifted(cb, plain);
      swap(cb);
      cb.labelBinding(plain);
    }
    for (int k : used) {
      operand(cb, k, inputs[k]);
    }
    operand(cb, inputs.length, output);
    cb.iload(cb.parameterSlot(3 * inputs.length + 3));
    cb.invokestatic(self, "many", loops.descriptor()).return_();
  }

  /**
   * Jumps if C2 has vector code for the operands as they lie: if each lies where the result does,
   * or is repeated and there are loops for that.
   */
  private void unlessShifted(CodeBuilder cb, Label plain) {
    var shifted = cb.newLabel();
    for (int k : used) {
      var next = cb.newLabel();
      cb.iload(cb.parameterSlot(3 * k + 2)).ifeq(masks() > 1 ? next : shifted);
      cb.iload(cb.parameterSlot(3 * k + 1)).iload(cb.parameterSlot(3 * inputs.length + 1));
      cb.if_icmpne(shifted).labelBinding(next);
    }
    cb.goto_(plain).labelBinding(shifted);
  }

  /** Leaves all to the faster form, if there is one. */
  private void swap(CodeBuilder cb) {
    var none = cb.newLabel();
    int n = cb.parameterSlot(3 * inputs.length + 3);
    int faster = cb.allocateLocal(TypeKind.REFERENCE);
    cb.aload(0).iload(n);
    cb.invokevirtual(LOOP, "faster", MethodTypeDesc.of(LOOP, CD_int)).astore(faster);
    cb.aload(faster).ifnull(none).aload(faster);
    for (int k = 0; k <= inputs.length; k++) {
      cb.aload(cb.parameterSlot(3 * k));
      cb.iload(cb.parameterSlot(3 * k + 1)).iload(cb.parameterSlot(3 * k + 2));
    }
    cb.iload(n).invokevirtual(LOOP, "run", descriptor()).return_();
    cb.labelBinding(none);
  }

  private static void array(CodeBuilder cb, int k, DType dtype) {
    cb.aload(cb.parameterSlot(3 * k)).checkcast(Kind.array(dtype));
  }

  private static void operand(CodeBuilder cb, int k, DType dtype) {
    array(cb, k, dtype);
    cb.iload(cb.parameterSlot(3 * k + 1)).iload(cb.parameterSlot(3 * k + 2));
  }

  /** Looks at every input once: it is repeated, or where the result is, or apart from it. */
  private void many(CodeBuilder cb) {
    var none = cb.newLabel();
    var apart = cb.newLabel();
    var strided = cb.newLabel();
    int out = used.length;
    cb.iload(loops.count()).ifle(none);
    cb.iload(EmitLoop.stride(out)).iconst_1().if_icmpne(strided);
    int mask = cb.allocateLocal(TypeKind.INT);
    cb.iconst_0().istore(mask);
    for (int k = 0; k < out; k++) {
      var next = cb.newLabel();
      if (masks() > 1) {
        var walks = cb.newLabel();
        cb.iload(EmitLoop.stride(k)).ifne(walks).iinc(mask, 1 << k).goto_(next);
        cb.labelBinding(walks);
      }
      cb.iload(EmitLoop.stride(k)).iconst_1().if_icmpne(apart);
      cb.iload(EmitLoop.offset(k)).iload(EmitLoop.offset(out)).if_icmpne(apart);
      cb.labelBinding(next);
    }
    choose(cb, mask, strided);
    if (out > 0) {
      cb.labelBinding(apart);
      for (int k = 0; k < out; k++) {
        cb.iload(EmitLoop.stride(k)).iconst_1().if_icmpne(strided);
      }
      call(cb, "shifted");
    }
    cb.labelBinding(strided);
    call(cb, "strided");
    cb.labelBinding(none).return_();
  }

  private void choose(CodeBuilder cb, int mask, Label otherwise) {
    var cases = new ArrayList<SwitchCase>();
    for (int k = 0; k < masks(); k++) {
      cases.add(SwitchCase.of(k, cb.newLabel()));
    }
    cb.iload(mask).tableswitch(otherwise, cases);
    for (var c : cases) {
      cb.labelBinding(c.target());
      call(cb, name(c.caseValue()));
    }
  }

  private void call(CodeBuilder cb, String name) {
    for (int k = 0; k <= used.length; k++) {
      cb.aload(EmitLoop.array(k)).iload(EmitLoop.offset(k)).iload(EmitLoop.stride(k));
    }
    cb.iload(loops.count()).invokestatic(self, name, loops.descriptor()).return_();
  }
}
