package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LoopTest {
  @Test
  void refusesAllNumbersOfInputsItDoesNotOverride() {
    var loop = new Loop() {};
    var x = new float[1];
    refuses(() -> loop.run(x, 0, 1, 1));
    refuses(() -> loop.run(x, 0, 1, x, 0, 1, 1));
    refuses(() -> loop.run(x, 0, 1, x, 0, 1, x, 0, 1, 1));
    refuses(() -> loop.run(x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, 1));
    refuses(() -> loop.run(x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, 1));
    refuses(() -> loop.run(x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, x, 0, 1, 1));
  }

  private static void refuses(Executable call) {
    var e = assertThrows(IllegalStateException.class, call);
    assertEquals("a kernel is called with the number of inputs it was emitted for", e.getMessage());
  }
}
