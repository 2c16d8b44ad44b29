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
          Format.DOUBLE);

  /** The vectors of a type; null if there are none here. */
  static @Nullable VectorType of(DType dtype) {
    return dtype == DType.FLOAT32 ? FLOAT : dtype == DType.FLOAT64 ? DOUBLE : null;
  }

  boolean isFloat() {
    return element == TypeKind.FLOAT;
  }

  ClassDesc array() {
    return number().arrayType();
  }

  ClassDesc number() {
    return isFloat() ? ConstantDescs.CD_float : ConstantDescs.CD_double;
  }
}
