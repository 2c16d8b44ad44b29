/** The laws that every operation obeys, and the cases that other frameworks have computed. */
module dev.fluxion.laws {
  requires transitive dev.fluxion.core;
  requires transitive org.junit.jupiter.api;
  requires com.fasterxml.jackson.databind;
  requires jdk.management;
  requires static org.jspecify;

  exports dev.fluxion.laws;
}
