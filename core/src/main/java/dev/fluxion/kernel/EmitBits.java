package dev.fluxion.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes what takes a floating number apart: from the number on the stack to the result there. C2
 * vectorises no loop in which bits become numbers or numbers bits.
 */
final class EmitBits {
  private final CodeBuilder cb;
  private final boolean wide;

  EmitBits(CodeBuilder cb, Kind kind) {
    this.cb = cb;
    this.wide = kind == Kind.DOUBLE;
  }

  void write(ExprNode.Part part) {
    toBits();
    if (wide) {
      wide(part);
    } else {
      narrow(part);
    }
  }

  private void narrow(ExprNode.Part part) {
    int fraction = Format.FLOAT.fraction();
    int root = Format.FLOAT_ROOT;
    switch (part) {
      case POWER -> {
        cb.loadConstant(fraction).ishl();
        fromBits();
      }
      case EXPONENT -> cb.loadConstant(root).isub().loadConstant(fraction).ishr().i2f();
      case MANTISSA -> {
        cb.loadConstant(root).isub().loadConstant((1 << fraction) - 1).iand();
        cb.loadConstant(root).iadd();
        fromBits();
      }
    }
  }

  private void wide(ExprNode.Part part) {
    int fraction = Format.DOUBLE.fraction();
    long root = Format.DOUBLE_ROOT;
    switch (part) {
      case POWER -> {
        cb.loadConstant(fraction).lshl();
        fromBits();
      }
      case EXPONENT -> cb.loadConstant(root).lsub().loadConstant(fraction).lshr().l2d();
      case MANTISSA -> {
        cb.loadConstant(root).lsub().loadConstant((1L << fraction) - 1).land();
        cb.loadConstant(root).ladd();
        fromBits();
      }
    }
  }

  private void toBits() {
    if (wide) {
      cb.invokestatic(
          ConstantDescs.CD_Double,
          "doubleToRawLongBits",
          MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
    } else {
      cb.invokestatic(
          ConstantDescs.CD_Float,
          "floatToRawIntBits",
          MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float));
    }
  }

  private void fromBits() {
    if (wide) {
      cb.invokestatic(
          ConstantDescs.CD_Double,
          "longBitsToDouble",
          MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
    } else {
      cb.invokestatic(
          ConstantDescs.CD_Float,
          "intBitsToFloat",
          MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
    }
  }
}
