package dev.fluxion.vector;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import dev.fluxion.DType;
import dev.fluxion.kernel.ExprSteps;
import dev.fluxion.kernel.Loop;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;

/**
 * Makes the loop of a formula with the Vector API: a hidden class whose {@code run} sends what it
 * has no vectors for to the plain loop, and a method {@code vectors} with the one loop that it has.
 * Its parameters are array, offset and step of each input that the formula reads, then array and
 * offset of the result and the number of elements, a multiple of the lanes. A step is a vector's
 * length, or 0.
 */
final class VectorEmitter {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final ClassDesc LOOP = ClassDesc.of("dev.fluxion.vector.VectorLoop");
  private static final ClassDesc PLAIN = ClassDesc.of("dev.fluxion.kernel.Loop");
  private static final MethodTypeDesc INIT = MethodTypeDesc.of(CD_void, PLAIN);

  private final ClassDesc self;
  private final ExprSteps steps;
  private final VectorType type;
  private final DType[] types;
  private final DType output;
  private final int inputs;
  private final int[] used;

  private VectorEmitter(
      ClassDesc self, ExprSteps steps, VectorType type, DType[] types, DType output) {
    this.self = self;
    this.steps = steps;
    this.type = type;
    this.types = types;
    this.output = output;
    this.inputs = types.length;
    this.used = steps.reads();
  }

  /** The loop of a formula of one type, and truth values. */
  static Loop emit(
      String name, ExprSteps steps, VectorType type, DType[] types, DType output, Loop plain) {
    var self =
        ClassDesc.of(
            LOOKUP.lookupClass().getPackageName(),
            "Emitted$" + name.replaceAll("[^A-Za-z0-9_$]", "_") + type.element());
    var emitter = new VectorEmitter(self, steps, type, types, output);
    try {
      var lookup = LOOKUP.defineHiddenClass(emitter.build(), true);
      var constructor =
          lookup.findConstructor(
              lookup.lookupClass(), MethodType.methodType(void.class, Loop.class));
      return (Loop) constructor.invoke(plain);
    } catch (Throwable e) {
      throw new AssertionError("the emitted class " + self.displayName() + " is wrong", e);
    }
  }

  private byte[] build() {
    return ClassFile.of()
        .build(
            self,
            b -> {
              b.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
              b.withSuperclass(LOOP);
              b.withMethodBody(
                  INIT_NAME,
                  INIT,
                  0,
                  cb -> cb.aload(0).aload(1).invokespecial(LOOP, INIT_NAME, INIT).return_());
              b.withMethodBody("run", runs(), ClassFile.ACC_PUBLIC, this::run);
              vectors(b);
            });
  }

  private MethodTypeDesc runs() {
    var parameters = new ArrayList<ClassDesc>();
    for (int k = 0; k <= inputs; k++) {
      parameters.add(CD_Object);
      parameters.add(CD_int);
      parameters.add(CD_int);
    }
    parameters.add(CD_int);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  private MethodTypeDesc loops() {
    var parameters = new ArrayList<ClassDesc>();
    for (int k : used) {
      parameters.add(type.array(types[k]));
      parameters.add(CD_int);
      parameters.add(CD_int);
    }
    parameters.add(type.array(output));
    parameters.add(CD_int);
    parameters.add(CD_int);
    return MethodTypeDesc.of(CD_void, parameters);
  }

  private void run(CodeBuilder cb) {
    var plain = cb.newLabel();
    int n = cb.parameterSlot(3 * inputs + 3);
    int whole = cb.allocateLocal(TypeKind.INT);
    cb.iload(n).loadConstant(-type.lanes()).iand().istore(whole);
    cb.iload(whole).ifle(plain);
    cb.iload(cb.parameterSlot(3 * inputs + 2)).iconst_1().if_icmpne(plain);
    for (int k : used) {
      // Neither 0 nor 1.
      cb.iload(cb.parameterSlot(3 * k + 2)).bipush(-2).iand().ifne(plain);
    }
    for (int k : used) {
      operand(cb, k);
    }
    array(cb, inputs, output);
    cb.iload(cb.parameterSlot(3 * inputs + 1)).iload(whole);
    cb.invokestatic(self, "vectors", loops());
    for (int k = 0; k <= inputs; k++) {
      int offset = cb.parameterSlot(3 * k + 1);
      cb.iload(offset).iload(cb.parameterSlot(3 * k + 2)).iload(whole).imul().iadd().istore(offset);
    }
    cb.iload(n).iload(whole).isub().istore(n);
    var rest = cb.newLabel();
    cb.iload(n).ifne(rest).return_();
    cb.labelBinding(rest);
    cb.labelBinding(plain);
    cb.aload(0).getfield(LOOP, "plain", PLAIN);
    for (int k = 0; k <= inputs; k++) {
      cb.aload(cb.parameterSlot(3 * k));
      cb.iload(cb.parameterSlot(3 * k + 1)).iload(cb.parameterSlot(3 * k + 2));
    }
    cb.iload(n).invokevirtual(PLAIN, "run", runs()).return_();
  }

  /** The array that the loop reads, where it begins there, and by how much it goes on. */
  private void operand(CodeBuilder cb, int k) {
    int offset = cb.parameterSlot(3 * k + 1);
    int stride = cb.parameterSlot(3 * k + 2);
    var array = type.array(types[k]);
    array(cb, k, types[k]);
    cb.iload(offset).iload(stride).loadConstant(type.lanes());
    cb.invokestatic(LOOP, "spread", MethodTypeDesc.of(array, array, CD_int, CD_int, CD_int));
    cb.iload(offset).iload(stride).imul();
    cb.iload(stride).loadConstant(type.lanes()).imul();
  }

  private void array(CodeBuilder cb, int k, DType dtype) {
    cb.aload(cb.parameterSlot(3 * k)).checkcast(type.array(dtype));
  }

  private void vectors(ClassBuilder b) {
    b.withMethodBody(
        "vectors",
        loops(),
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
        cb -> {
          int out = 3 * used.length;
          int i = cb.allocateLocal(TypeKind.INT);
          var slots = new int[inputs];
          for (int k : used) {
            slots[k] = cb.allocateLocal(TypeKind.REFERENCE);
          }
          var body = new VectorBody(steps, type, cb, slots);
          body.prepare();
          cb.iconst_0().istore(i);
          var end = cb.newLabel();
          var top = cb.newBoundLabel();
          cb.iload(i).iload(out + 2).if_icmpge(end);
          for (int k = 0; k < used.length; k++) {
            int at = 3 * k;
            body.load(types[used[k]], () -> cb.aload(at).iload(at + 1));
            cb.astore(slots[used[k]]);
            cb.iload(3 * k + 1).iload(3 * k + 2).iadd().istore(3 * k + 1);
          }
          body.push();
          body.store(output, () -> cb.aload(out).iload(out + 1).iload(i).iadd());
          cb.iinc(i, type.lanes()).goto_(top).labelBinding(end).return_();
        });
  }
}
