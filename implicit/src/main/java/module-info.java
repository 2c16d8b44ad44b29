/** What is defined by equations, with its derivatives. */
// Hipparchus has no module descriptors. Its module names come from the names of its jars, which
// Maven
// keeps, and nothing of it is seen in signatures.
@SuppressWarnings("requires-automatic")
module dev.fluxion.implicit {
  requires transitive dev.fluxion.core;
  requires hipparchus.core;
  requires hipparchus.ode;
  requires static org.jspecify;

  exports dev.fluxion.implicit;

  // The core takes trees of tensors apart and puts them together, also the records that rules save.
  opens dev.fluxion.implicit to
      dev.fluxion.core;
}
