package dev.fluxion;

/** What a pass does with the gradient of a leaf. */
public enum GradReq {
  /** Writes it over the one before, in the same memory; the default of {@code attachGrad}. */
  WRITE,
  /** Adds it to the one before; what {@code requiresGrad} leaves do. */
  ADD,
  /** Leaves it out. */
  NULL
}
