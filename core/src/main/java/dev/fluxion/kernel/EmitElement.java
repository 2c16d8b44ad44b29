package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.lang.classfile.CodeBuilder;

/** Writes one evaluation of a formula: elements from arrays, the result into one. */
final class EmitElement {
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
    slots[input] = cb.allocateLocal(onStack);
    cb.storeLocal(onStack, slots[input]);
  }

  /**
   * Computes the result, once all inputs are read, and stores it; its array and index are on the
   * stack.
   */
  void write() {
    new EmitBody(steps, cb, slots).push(output);
    cb.arrayStore(Kind.inArray(output));
  }
}
