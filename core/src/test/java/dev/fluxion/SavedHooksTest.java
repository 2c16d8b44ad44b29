package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.savedTensorsHooks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SavedHooksTest {
  private final AtomicInteger packs = new AtomicInteger();
  private final AtomicInteger unpacks = new AtomicInteger();

  private static Tensor leaf(double... values) {
    return from(values).requiresGrad(true);
  }

  private Scope counting() {
    return savedTensorsHooks(
        t -> {
          packs.incrementAndGet();
          assertFalse(t.requiresGrad());
          return t;
        },
        kept -> {
          unpacks.incrementAndGet();
          return (Tensor) kept;
        });
  }

  private void counts(int packed, int unpacked) {
    assertEquals(packed, packs.get());
    assertEquals(unpacked, unpacks.get());
  }

  @Test
  void eachValueThatIsSavedIsPackedOnce() {
    var x = leaf(0.5, 1);
    Tensor y;
    try (var _ = counting()) {
      y = x.exp().mul(x);
    }
    counts(3, 0);
    y.sum().backward();
    counts(3, 3);
    Expect.near(1e-12, gradOf(x), Math.exp(0.5) * 1.5, Math.exp(1) * 2);
  }

  @Test
  void whatSavesNothingPacksNothing() {
    var x = leaf(1, 2);
    try (var _ = counting()) {
      x.add(1).sub(x).neg().reshape(2, 1).sum().backward();
      x.detach().mul(3).exp();
    }
    counts(0, 0);
  }

  @Test
  void everyPassUnpacksAgain() {
    var x = leaf(1, 2);
    Tensor y;
    try (var _ = counting()) {
      y = x.mul(x).sum();
    }
    counts(2, 0);
    y.backward(retainGraph());
    y.backward(retainGraph());
    counts(2, 4);
    Expect.values(gradOf(x), 4, 8);
    y.backward();
    assertThrows(GraphException.class, () -> y.backward());
    counts(2, 6);
  }

  @Test
  void savedInLessMemory() {
    var x = leaf(0.1, 0.2);
    Tensor y;
    List<DType> kept = new ArrayList<>();
    try (var _ =
        savedTensorsHooks(
            t -> {
              kept.add(t.toFloat32().dtype());
              return t.toFloat32();
            },
            t -> ((Tensor) t).toFloat64())) {
      y = x.mul(x);
    }
    y.sum().backward();
    assertEquals(List.of(FLOAT32, FLOAT32), kept);
    Expect.values(gradOf(x), 2.0 * 0.1f, 2.0 * 0.2f);
  }

  @Test
  void theInnermostHooksCount() {
    var x = leaf(1, 2);
    var inner = new AtomicInteger();
    Tensor y;
    try (var _ = counting()) {
      try (var _ =
          savedTensorsHooks(
              t -> {
                inner.incrementAndGet();
                return t;
              },
              t -> (Tensor) t)) {
        y = x.exp();
      }
      y = y.sin();
    }
    y.cos().sum().backward();
    assertEquals(1, inner.get());
    counts(1, 1);
  }

  @Test
  void operationsOfAllFamilies() {
    var x = leaf(0.1, 0.2, 0.3, 0.4).detach().reshape(2, 2).requiresGrad(true);
    Tensor y;
    try (var _ = counting()) {
      y = x.matmul(x).softmax(0).pow(x).clamp(0.1, 0.9).get(new int[] {1, 0});
    }
    int packed = packs.get();
    assertTrue(packed >= 6, "packed " + packed);
    y.sum().backward();
    var got = gradOf(x).toDoubleArray();
    var again = x.detach().requiresGrad(true);
    again
        .matmul(again)
        .softmax(0)
        .pow(again)
        .clamp(0.1, 0.9)
        .get(new int[] {1, 0})
        .sum()
        .backward();
    Expect.values(gradOf(again), got);
    assertEquals(packed, unpacks.get());
  }

  @Test
  void derivativesOfDerivatives() {
    var x = leaf(0.5, 1);
    Tensor g;
    try (var _ = counting()) {
      g = grad(x.exp().mul(x).sum(), x, createGraph());
    }
    Expect.near(1e-12, grad(g.sum(), x), Math.exp(0.5) * 2.5, Math.exp(1) * 3);
  }

  @Test
  void writesAfterSavingAreTheHooksMatter() {
    var x = leaf(1, 2);
    Tensor y;
    Tensor v = x.mul(1);
    try (var _ = savedTensorsHooks(Tensor::copy, t -> (Tensor) t)) {
      y = v.sin();
    }
    v.zero_();
    y.sum().backward();
    Expect.near(1e-12, gradOf(x), Math.cos(1), Math.cos(2));
  }

  @Test
  void writesThatSave() {
    var x = leaf(1, 2);
    var y = x.mul(1);
    try (var _ = counting()) {
      y.exp_();
      y.at(0).sin_();
    }
    counts(2, 0);
    y.sum().backward();
    counts(2, 2);
    Expect.near(1e-12, gradOf(x), Math.cos(Math.E) * Math.E, Math.exp(2));
  }

  @Test
  void anExceptionWhilePackingOrUnpacking() {
    var x = leaf(1, 2);
    try (var _ =
        savedTensorsHooks(
            _ -> {
              throw new IllegalStateException("full");
            },
            t -> (Tensor) t)) {
      assertThrows(IllegalStateException.class, x::exp);
    }
    Tensor y;
    try (var _ =
        savedTensorsHooks(
            t -> t,
            _ -> {
              throw new IllegalStateException("lost");
            })) {
      y = x.exp();
    }
    var z = y.sum();
    assertThrows(IllegalStateException.class, () -> z.backward());
    assertEquals(null, x.grad());
    x.exp().sum().backward();
    Expect.near(1e-12, gradOf(x), Math.E, Math.exp(2));
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void noHooksAreNone() {
    assertThrows(
        NullPointerException.class, () -> savedTensorsHooks(null, t -> (Tensor) t).close());
    assertThrows(NullPointerException.class, () -> savedTensorsHooks(t -> t, null).close());
    assertTrue(leaf(1).exp().requiresGrad());
  }
}
