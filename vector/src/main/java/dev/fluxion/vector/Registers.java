package dev.fluxion.vector;

import jdk.incubator.vector.FloatVector;

/** What the processor has for vectors, as far as it decides how kernels are made. */
final class Registers {
  /** Whether a vector holds 512 bits: AVX-512. */
  static final boolean WIDE = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

  /** Whether there are 32 registers for vectors and not 16: AVX-512 and ARM have them. */
  static final boolean MANY = WIDE || System.getProperty("os.arch").equals("aarch64");

  private Registers() {}
}
