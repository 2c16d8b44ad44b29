package dev.fluxion.vector;

import dev.fluxion.DType;
import dev.fluxion.kernel.Format;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * What vectors of one type are called in class files.
 *
 * @param vector the type of a vector
 * @param bits the type of a vector of the bits of its numbers
 * @param element the type of a number
 * @param word the type of its bits
 * @param toBits the method that turns a vector into its bits
 * @param fromBits the method that turns them back
 * @param lanes the numbers in one vector
 * @param truths the field of ByteVector with the species of as many bytes; null if there is none
 * @param toBytes the operator that turns numbers into bytes
 * @param fromBytes the operator that turns them back
 * @param format what algorithms know of the numbers
 */
record VectorType(
    ClassDesc vector,
    ClassDesc bits,
    TypeKind element,
    TypeKind word,
    String toBits,
    String fromBits,
    int lanes,
    @Nullable String truths,
    String toBytes,
    String fromBytes,
    Format format) {
  private static final VectorType FLOAT =
      new VectorType(
          ClassDesc.of("jdk.incubator.vector.FloatVector"),
          ClassDesc.of("jdk.incubator.vector.IntVector"),
          TypeKind.FLOAT,
          TypeKind.INT,
          "reinterpretAsInts",
          "reinterpretAsFloats",
          FloatVector.SPECIES_PREFERRED.length(),
          truths(FloatVector.SPECIES_PREFERRED.length()),
          "F2B",
          "B2F",
          Format.FLOAT);

  private static final VectorType DOUBLE =
      new VectorType(
          ClassDesc.of("jdk.incubator.vector.DoubleVector"),
          ClassDesc.of("jdk.incubator.vector.LongVector"),
          TypeKind.DOUBLE,
          TypeKind.LONG,
          "reinterpretAsLongs",
          "reinterpretAsDoubles",
          DoubleVector.SPECIES_PREFERRED.length(),
          truths(DoubleVector.SPECIES_PREFERRED.length()),
          "D2B",
          "B2D",
          Format.DOUBLE);

  private static @Nullable String truths(int lanes) {
    return lanes == 8 ? "SPECIES_64" : lanes == 16 ? "SPECIES_128" : null;
  }

  /**
   * The vectors for operands and a result of one type, but for truth values, which are computed
   * with as 0 and 1 of that type; null if there are none here.
   */
  static @Nullable VectorType of(DType[] inputs, DType output) {
    var only = output;
    boolean truths = output == DType.BOOL;
    for (var input : inputs) {
      truths |= input == DType.BOOL;
      only = only == DType.BOOL ? input : only;
    }
    for (var input : inputs) {
      if (input != only && input != DType.BOOL) {
        return null;
      }
    }
    var type = only == DType.FLOAT32 ? FLOAT : only == DType.FLOAT64 ? DOUBLE : null;
    return type == null || truths && type.truths == null ? null : type;
  }

  boolean isFloat() {
    return element == TypeKind.FLOAT;
  }

  DType dtype() {
    return isFloat() ? DType.FLOAT32 : DType.FLOAT64;
  }

  ClassDesc array() {
    return number().arrayType();
  }

  /** The array of an operand of this type, or of truth values. */
  ClassDesc array(DType dtype) {
    return dtype == DType.BOOL ? ConstantDescs.CD_byte.arrayType() : array();
  }

  ClassDesc number() {
    return isFloat() ? ConstantDescs.CD_float : ConstantDescs.CD_double;
  }
}
