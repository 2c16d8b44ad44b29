package dev.fluxion.laws;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every law, for every primitive, over every example that its record states. */
class OpLawsTest {
  @TestFactory
  Stream<DynamicNode> primitives() {
    return Laws.ofAllPrimitives();
  }
}
