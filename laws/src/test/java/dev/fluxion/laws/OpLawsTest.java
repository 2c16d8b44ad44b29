package dev.fluxion.laws;

import dev.fluxion.kernel.Providers;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every law, for every primitive, over every example that its record states. The build runs it once
 * more for each provider of kernels, named by {@code -Dfluxion.kernels}.
 */
class OpLawsTest {
  @BeforeAll
  static void awaitKernels() {
    Providers.await();
  }

  @TestFactory
  Stream<DynamicNode> primitives() {
    return Laws.ofAllPrimitives();
  }
}
