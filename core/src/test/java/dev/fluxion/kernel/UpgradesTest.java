package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.lanes.Fn;
import org.junit.jupiter.api.Test;

/** Without providers; what there is with one is tested where one is. */
class UpgradesTest {
  @Test
  void aLoopAskedForTwiceSettlesOnceAndStaysAsItIs() throws InterruptedException {
    var loop = Ulps.loop(Fn.LOG, DType.FLOAT64);
    var swap = loop.swap();
    assertNotNull(swap);
    swap.ask();
    assertFalse(Emitter.await(loop));
    assertTrue(swap.isSettled());
    swap.ask();
    assertFalse(swap.isFaster());
    assertNull(swap.loop(1 << 20));
  }
}
