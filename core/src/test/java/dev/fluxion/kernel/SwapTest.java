package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import org.junit.jupiter.api.Test;

class SwapTest {
  private static final Expr EXP = new Expr.Unary(Fn.EXP, new Expr.Arg(0));

  /** Notes what it is called with. */
  private static final class Recorder extends Loop {
    int n;

    @Override
    public void run(Object a, int ao, int as, Object out, int o, int os, int n) {
      this.n = n;
    }
  }

  private static Swap swap() {
    DType[] inputs = {DType.FLOAT32};
    return new Swap("Exp", EXP, inputs, DType.FLOAT32, Ulps.loop(Fn.EXP, DType.FLOAT32));
  }

  @Test
  void aLoopAsksAfterAMillionElementsOrManyAtOnce() {
    var counted = swap();
    for (int i = 0; i < 1024; i++) {
      assertFalse(counted.isAsked());
      assertNull(counted.loop(1024));
    }
    assertTrue(counted.isAsked());
    var large = swap();
    assertNull(large.loop(1 << 15));
    assertTrue(large.isAsked());
  }

  @Test
  void aFasterFormIsForSixteenElementsAndMore() {
    var swap = swap();
    var recorder = new Recorder();
    swap.settle(recorder);
    assertSame(recorder, swap.loop(16));
    assertNull(swap.loop(15));
    var loop = Ulps.loop(Fn.EXP, DType.FLOAT32);
    loop.swap(swap);
    float[] x = new float[20];
    float[] y = new float[20];
    loop.run(x, 0, 1, y, 0, 1, 20);
    assertEquals(20, recorder.n);
    assertArrayEquals(new float[20], y);
    loop.run(x, 0, 1, y, 0, 1, 1);
    assertEquals(1f, y[0]);
    loop.run(x, 0, 1, y, 0, 1, 2);
    assertEquals(20, recorder.n);
    assertEquals(1f, y[1]);
  }

  @Test
  void arithmeticSwapsWhereItsOperandsAreShifted() {
    DType[] inputs = {DType.FLOAT32};
    var root = new Expr.Unary(Fn.SQRT, new Expr.Arg(0));
    var swap = new Swap("Sqrt", root, inputs, DType.FLOAT32, Ulps.loop(Fn.SQRT, DType.FLOAT32));
    var recorder = new Recorder();
    swap.settle(recorder);
    var loop = Ulps.loop(Fn.SQRT, DType.FLOAT32);
    loop.swap(swap);
    float[] x = new float[40];
    x[3] = 4;
    float[] y = new float[40];
    loop.run(x, 2, 1, y, 2, 1, 20);
    assertEquals(2f, y[3]);
    assertEquals(0, recorder.n);
    loop.run(x, 2, 1, y, 1, 1, 20);
    assertEquals(20, recorder.n);
  }

  @Test
  void withoutProvidersOrForWholeNumbersThereIsNothingToWaitFor() throws InterruptedException {
    var sum = new Expr.Binary(Fn.ADD, new Expr.Arg(0), new Expr.Arg(0));
    assertNull(Emitter.emit("Sum", sum, new DType[] {DType.INT32}, DType.INT32).swap());
    assertFalse(Providers.any());
    assertFalse(Emitter.await(Ulps.loop(Fn.EXP, DType.FLOAT32)));
  }
}
