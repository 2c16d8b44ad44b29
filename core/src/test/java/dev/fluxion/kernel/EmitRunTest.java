package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import dev.fluxion.lanes.Fn;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmitRunTest {
  private static Loop sum(int inputs) {
    Expr sum = new Expr.Arg(0);
    for (int k = 1; k < inputs; k++) {
      sum = new Expr.Binary(Fn.ADD, sum, new Expr.Arg(k));
    }
    var types = new DType[inputs];
    Arrays.fill(types, DType.INT64);
    return Emitter.emit("Sum", sum, types, DType.INT64);
  }

  private static String methods(int inputs) {
    return Arrays.stream(sum(inputs).getClass().getDeclaredMethods())
        .map(Method::getName)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void combinationsOfRepeatedInputsAreForTwoOrThree() {
    assertEquals("aligned many run shifted strided", methods(1));
    assertEquals("aligned many repeated1 repeated2 run shifted strided", methods(2));
    assertEquals(
        "aligned many repeated1 repeated2 repeated3 repeated4 repeated5 repeated6 run shifted"
            + " strided",
        methods(3));
    assertEquals("aligned many run shifted strided", methods(4));
    assertEquals("aligned many run shifted strided", methods(5));
  }

  @Test
  void oneElementNeedsNoStrides() {
    long[] x = {1, 10, 100};
    long[] out = new long[3];
    for (int stride : List.of(-5, 0, 1, 7)) {
      sum(3).run(x, 0, stride, x, 1, stride, x, 2, stride, out, 1, stride, 1);
      assertEquals(List.of(0L, 111L, 0L), Arrays.stream(out).boxed().toList());
    }
  }
}
