/**
 * Fluxion as one module: {@code requires dev.fluxion} brings everything that a user needs, now
 * {@code dev.fluxion.core}, with the package {@code dev.fluxion}.
 */
module dev.fluxion {
  requires transitive dev.fluxion.core;
}
