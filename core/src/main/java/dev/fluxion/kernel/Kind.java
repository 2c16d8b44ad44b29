package dev.fluxion.kernel;

import dev.fluxion.DType;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/**
 * What the JVM computes with: bool and whole numbers up to int32 are all {@code int} once they are
 * loaded, and halves are {@code float}.
 */
enum Kind {
  INT(TypeKind.INT),
  LONG(TypeKind.LONG),
  FLOAT(TypeKind.FLOAT),
  DOUBLE(TypeKind.DOUBLE);

  private final TypeKind onStack;

  Kind(TypeKind onStack) {
    this.onStack = onStack;
  }

  static Kind of(DType dtype) {
    return switch (dtype) {
      case BOOL, UINT8, INT8, INT16, INT32 -> INT;
      case INT64 -> LONG;
      case FLOAT16, BFLOAT16, FLOAT32 -> FLOAT;
      case FLOAT64 -> DOUBLE;
    };
  }

  /** The JVM's type of a value, as its instructions want it. */
  TypeKind onStack() {
    return onStack;
  }

  /** The JVM's type of a value, as descriptors want it. */
  ClassDesc desc() {
    return onStack.upperBound();
  }

  /** The JVM's type of an element in an array. */
  static TypeKind inArray(DType dtype) {
    return switch (dtype) {
      case BOOL, UINT8, INT8 -> TypeKind.BYTE;
      case INT16, FLOAT16, BFLOAT16 -> TypeKind.SHORT;
      case INT32, INT64, FLOAT32, FLOAT64 -> of(dtype).onStack;
    };
  }

  /** The type of the array itself. */
  static ClassDesc array(DType dtype) {
    return inArray(dtype).upperBound().arrayType();
  }
}
