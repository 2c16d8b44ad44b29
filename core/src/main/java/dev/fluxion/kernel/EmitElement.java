package dev.fluxion.kernel;

import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_short;

import dev.fluxion.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Writes one evaluation of a formula: elements from arrays, the result into one. */
final class EmitElement {
  private static final ClassDesc HALVES = Halves.class.describeConstable().orElseThrow();

  private final ExprSteps steps;
  private final DType[] inputs;
  private final DType output;
  private final CodeBuilder cb;

  /** The local variable that holds each input, once it has been read. */
  private final int[] slots;

  EmitElement(ExprSteps steps, DType[] inputs, DType output, CodeBuilder cb) {
    this.steps = steps;
    this.inputs = inputs;
    this.output = output;
    this.cb = cb;
    this.slots = new int[inputs.length];
  }

  /** Reads an input whose array and index are on the stack. */
  void read(int input) {
    var dtype = inputs[input];
    var onStack = Kind.of(dtype).onStack();
    cb.arrayLoad(Kind.inArray(dtype));
    if (dtype == DType.UINT8) {
      cb.loadConstant(0xff).iand();
    }
    fromHalf(dtype);
    slots[input] = cb.allocateLocal(onStack);
    cb.storeLocal(onStack, slots[input]);
  }

  /**
   * Computes the result, once all inputs are read, and stores it; its array and index are on the
   * stack.
   */
  void write() {
    new EmitBody(steps, cb, slots).push(output);
    toHalf();
    cb.arrayStore(Kind.inArray(output));
  }

  private void fromHalf(DType dtype) {
    if (dtype == DType.FLOAT16) {
      cb.invokestatic(CD_Float, "float16ToFloat", MethodTypeDesc.of(CD_float, CD_short));
    } else if (dtype == DType.BFLOAT16) {
      cb.invokestatic(HALVES, "bfloat16ToFloat", MethodTypeDesc.of(CD_float, CD_short));
    }
  }

  private void toHalf() {
    if (output == DType.FLOAT16) {
      cb.invokestatic(CD_Float, "floatToFloat16", MethodTypeDesc.of(CD_short, CD_float));
    } else if (output == DType.BFLOAT16) {
      cb.invokestatic(HALVES, "floatToBfloat16", MethodTypeDesc.of(CD_short, CD_float));
    }
  }
}
