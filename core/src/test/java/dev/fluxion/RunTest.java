package dev.fluxion;

import static dev.fluxion.Fluxion.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long operations, which several threads share. */
class RunTest {
  private final int before = threads();

  @AfterEach
  void restore() {
    setThreads(before);
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    var a = arange(600_003.0).mul(1e-5).sub(3).toFloat32();
    var m = a.narrow(0, 0, 600_000).reshape(3, 200, 1000);
    var row = arange(1000.0).div(500);
    var column = arange(600.0).div(500).reshape(3, 200, 1);
    List<Supplier<Tensor>> all =
        List.of(
            () -> a.exp(),
            () -> a.tanh().mul(a),
            () -> a.narrow(0, 1, 600_000).reshape(300_000, 2).select(1, 1).sin(),
            () -> m.transpose(0, 2).sigmoid(),
            () -> m.mul(row).add(column).exp(),
            () -> column.expand(3, 200, 1000).exp(),
            () -> m.transpose(1, 2).add(column.transpose(1, 2)).exp(),
            () -> where(a.gt(0), a.exp(), a),
            () -> a.copy().add_(a.exp()),
            () -> {
              var x = m.transpose(0, 1).detach().requiresGrad(true);
              x.mul(row).tanh().mul(x).exp().sum().backward();
              return java.util.Objects.requireNonNull(x.grad());
            });
    for (int k = 0; k < all.size(); k++) {
      List<float[]> results = new ArrayList<>();
      for (int threads : new int[] {1, 2, 3, 7}) {
        setThreads(threads);
        results.add(all.get(k).get().toFloatArray());
      }
      for (int i = 1; i < results.size(); i++) {
        assertArrayEquals(results.get(0), results.get(i), "operation " + k);
      }
    }
  }

  @Test
  void elementsAreWhereTheyBelong() {
    setThreads(3);
    var x = arange(300_000.0).toFloat64();
    double[] line = x.exp().log().toDoubleArray();
    double[] turned = x.reshape(300, 1000).t().exp().log().toDoubleArray();
    for (int i = 0; i < 700; i++) {
      assertEquals(i, line[i], 1e-9);
    }
    for (int i = 0; i < 300_000; i++) {
      int at = i % 300 * 1000 + i / 300;
      assertEquals(line[at], turned[i], 0, "element " + i);
    }
  }
}
