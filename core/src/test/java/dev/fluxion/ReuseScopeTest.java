package dev.fluxion;

import static dev.fluxion.Fluxion.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.kernel.FreeLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReuseScopeTest {
  private static final int N = 2000;

  record Pair(Tensor a, List<Tensor> others) {}

  @BeforeEach
  void nothingWaits() {
    FreeLists.clear();
  }

  /** Makes as many tensors as may take all memory that was given up. */
  private static void makeOthers() {
    List<Tensor> others = new ArrayList<>();
    for (int k = 0; k < 50; k++) {
      others.add(ones(N).mul(-1.0 - k));
    }
    assertEquals(-50, others.get(49).get(N - 1).item(), 0);
  }

  @Test
  void memoryIsUsedAgain() {
    Dense first;
    Object array;
    try (var _ = reuse()) {
      first = (Dense) full(3.0, N).mul(2);
      array = first.array();
    }
    assertTrue(((Dense) ones(N)).array() == array);
  }

  @Test
  void whoEscapesSeesAnException() {
    Tensor x;
    Tensor view;
    try (var _ = reuse()) {
      x = ones(2, N).mul(2);
      view = x.get(0);
    }
    makeOthers();
    var e = assertThrows(GraphException.class, () -> x.add(1));
    assertEquals(
        "the memory of a tensor made inside reuse() is used again once the scope is closed, got one"
            + " of shape (2, 2000) and type float32 after that; keep(…) it before the scope ends",
        e.getMessage());
    assertThrows(GraphException.class, view::toFloatArray);
    assertThrows(GraphException.class, x::toString);
    assertThrows(GraphException.class, () -> x.get(1).add(1));
    assertThrows(GraphException.class, () -> ones(N).copy_(view));
    assertThrows(GraphException.class, () -> view.fill_(1));
    assertThrows(GraphException.class, x::data);
  }

  @Test
  void whatIsKeptStays() {
    Pair pair;
    Tensor view;
    Tensor data;
    try (var scope = reuse()) {
      pair = scope.keep(new Pair(full(2.0, N).mul(2), List.of(full(3.0, N).add(2))));
      view = scope.keep(full(4.0, 2, N).mul(2).get(1));
      data = full(5.0, N).mul(2).data();
    }
    makeOthers();
    assertEquals(4 * N, pair.a.sum().item(), 0);
    assertEquals(5 * N, pair.others.get(0).sum().item(), 0);
    assertEquals(8 * N, view.sum().item(), 0);
    assertEquals(10 * N, data.sum().item(), 0);
  }

  @Test
  void smallTensorsStay() {
    Tensor x;
    try (var _ = reuse()) {
      x = ones(1023).mul(2);
    }
    makeOthers();
    assertEquals(2 * 1023, x.sum().item(), 0);
  }

  @Test
  void javaArraysAreTheUsers() {
    float[] mine = new float[N];
    Tensor x;
    try (var _ = reuse()) {
      x = wrap(mine);
      x.add_(1);
    }
    makeOthers();
    assertEquals(N, x.sum().item(), 0);
    assertEquals(1, mine[N - 1], 0);
  }

  @Test
  void gradientsOfLeavesStay() {
    var w = full(3.0, N).requiresGrad(true);
    for (int step = 1; step <= 3; step++) {
      try (var _ = reuse()) {
        w.mul(w).mul(w).sum().backward();
      }
      makeOthers();
      // 3 w², added up.
      assertEquals(27.0 * step * N, Objects.requireNonNull(w.grad()).sum().item(), 0);
    }
  }

  @Test
  void aKeptResultKeepsItsGraph() {
    var w = full(3.0, N).requiresGrad(true);
    Tensor y;
    try (var scope = reuse()) {
      y = scope.keep(w.mul(2).exp().mul(w.sin()).sum());
    }
    makeOthers();
    y.backward();
    double expected = 2 * Math.exp(6) * Math.sin(3) + Math.exp(6) * Math.cos(3);
    assertEquals(expected, Objects.requireNonNull(w.grad()).get(7).item(), 1e-3);
  }

  @Test
  void aGraphThatIsNotKeptFailsInItsPass() {
    var w = full(3.0, N).requiresGrad(true);
    Tensor y;
    try (var _ = reuse()) {
      y = w.mul(2).exp().mul(w.sin()).sum();
    }
    assertThrows(GraphException.class, y::backward);
    assertEquals(null, w.grad());
  }

  @Test
  void duals() {
    var kept = new Tensor[2];
    var out =
        jvp(
            x -> {
              try (var scope = reuse()) {
                kept[0] = scope.keep(x.mul(x).mul(2));
              }
              makeOthers();
              return kept[0].sum();
            },
            full(3.0, N),
            full(1.0, N));
    assertEquals(18 * N, out.value().item(), 0);
    assertEquals(12 * N, out.tangent().item(), 0);
  }

  @Test
  void nested() {
    Tensor outer;
    try (var scope = reuse()) {
      outer = ones(N).mul(5);
      Tensor inner;
      try (var _ = reuse()) {
        inner = outer.mul(2);
        outer.data();
      }
      makeOthers();
      assertThrows(GraphException.class, () -> inner.add(1));
      assertEquals(5 * N, outer.sum().item(), 0);
      scope.keep(outer);
    }
    makeOthers();
    assertEquals(5 * N, outer.sum().item(), 0);
  }

  @Test
  void scopesAreClosedByTheirThreadInOrder() {
    var first = reuse();
    var second = reuse();
    assertThrows(GraphException.class, first::close);
    second.close();
    first.close();
    assertThrows(GraphException.class, first::close);
  }

  /** Both ways back to c are computed in the memory of their cotangents, and added there. */
  @Test
  void sumsOfCotangentsGiveMemoryUpOnce() {
    var x = full(0.5, N).requiresGrad(true);
    var c = x.mul(2);
    var y = c.tanh().mul(3).add(c.mul(5).mul(7)).sum();
    double slope = 2 * (3 * (1 - Math.tanh(1) * Math.tanh(1)) + 35);
    assertEquals(slope, grad(y, x).get(N - 1).item(), 1e-5);
    List<Object> arrays = new ArrayList<>();
    for (int k = 0; k < 50; k++) {
      var array = ((Dense) ones(N)).array();
      assertTrue(arrays.stream().noneMatch(other -> other == array), "array " + k + " is shared");
      arrays.add(array);
    }
  }

  @Test
  void trainingStaysInBounds() {
    var w = randn(200, 200).mul(0.05).requiresGrad(true);
    var x = randn(64, 200);
    float[] before = null;
    for (int round = 0; round < 2; round++) {
      for (int step = 0; step < 300; step++) {
        try (var _ = reuse()) {
          var loss = x.matmul(w).tanh().matmul(w).sub(x).square().mean();
          loss.backward();
          w.grad(null);
        }
      }
      var waiting = FreeLists.waiting();
      assertTrue(waiting < 3_000_000, "bytes that wait: " + waiting);
      try (var _ = reuse()) {
        float[] now = x.matmul(w).tanh().toFloatArray();
        if (before != null) {
          assertArrayEquals(before, now);
        }
        before = now;
      }
    }
    assertTrue(Arrays.hashCode(before) != 0);
  }
}
