package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Graphs that break what works by recursion or by paths. The time limits are those between linear
 * work and none that would end; time itself is for benchmarks.
 */
class GraphShapesTest {
  private static final int MILLION = 1_000_000;

  private static Tensor leaf(double value) {
    return Fluxion.full(DType.FLOAT64, value).requiresGrad(true);
  }

  private static double gradient(Tensor leaf) {
    var gradient = leaf.grad();
    assertNotNull(gradient);
    return gradient.item();
  }

  @Test
  void aChainOfAMillionIsDifferentiatedInLinearTimeWithoutRecursion() {
    var x = leaf(1);
    var c = Fluxion.full(DType.FLOAT64, 1 + 1e-6);
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          var y = x;
          for (int i = 0; i < MILLION; i++) {
            y = y.mul(c);
          }
          y.backward();
        });
    // (1 + 1e-6)^1e6 = exp(1e6 · log1p(1e-6)).
    assertEquals(Math.exp(MILLION * Math.log1p(1e-6)), gradient(x), 1e-9);
  }

  @Test
  void aChainOfAMillionIsSearchedForOneInput() {
    var x = leaf(3);
    var one = Fluxion.full(DType.FLOAT64, 1);
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          var y = x;
          for (int i = 0; i < MILLION; i++) {
            y = y.add(one);
          }
          assertEquals(1, Fluxion.grad(y, x).item());
        });
  }

  @Test
  void aChainOfAMillionHasTangents() {
    var x = Fluxion.full(DType.FLOAT64, 1);
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          var jvp =
              Fluxion.jvp(
                  in -> {
                    var y = in;
                    for (int i = 0; i < MILLION; i++) {
                      y = y.add(x);
                    }
                    return y;
                  },
                  x,
                  x);
          assertEquals(MILLION + 1.0, jvp.value().item());
          assertEquals(1, jvp.tangent().item());
        });
  }

  @Test
  void aLadderOf60DiamondsHas2ToThe60Paths() {
    var x = leaf(1);
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          var y = x;
          for (int i = 0; i < 60; i++) {
            y = y.add(y);
          }
          y.backward();
        });
    assertEquals(0x1p60, gradient(x));
  }

  @Test
  void diamondsOfTwoOperationsAreVisitedOnceEachAtEveryOrder() {
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          var x = leaf(1);
          var y = x;
          for (int i = 0; i < 60; i++) {
            y = y.mul(0.5).add(y.mul(0.5));
          }
          var first = Fluxion.grad(y.mul(y), x, Fluxion.createGraph());
          assertEquals(2, first.item());
          assertEquals(2, Fluxion.grad(first, x).item());
        });
  }

  @Test
  void aMillionUsesOfOneLeafAddUp() {
    var x = leaf(2);
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < MILLION; i++) {
      parts.add(x);
    }
    assertTimeout(Duration.ofSeconds(30), () -> Fluxion.stack(parts, 0).sum().backward());
    assertEquals(MILLION, gradient(x));
  }
}
