package dev.fluxion;

import static dev.fluxion.DType.FLOAT32;
import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.defaultDType;
import static dev.fluxion.Fluxion.enableGrad;
import static dev.fluxion.Fluxion.noGrad;
import static dev.fluxion.Fluxion.setDefaultDType;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ModesTest {
  private final Tensor x = tensor(2.0).requiresGrad(true);

  private boolean records() {
    return x.mul(3).requiresGrad();
  }

  @Test
  void recordingIsOnUnlessSwitchedOff() {
    assertTrue(records());
    try (var _ = noGrad()) {
      assertFalse(records());
      var y = x.mul(3);
      assertTrue(y.isLeaf());
      assertNull(y.gradFn());
      Expect.values(y, 6);
    }
    assertTrue(records());
  }

  @Test
  void theInnermostScopeWins() {
    try (var _ = noGrad()) {
      try (var _ = enableGrad()) {
        assertTrue(records());
        try (var _ = noGrad()) {
          assertFalse(records());
        }
        assertTrue(records());
      }
      assertFalse(records());
    }
    assertTrue(records());
  }

  @Test
  void whatWasRecordedBeforeStaysRecorded() {
    var y = x.mul(x);
    try (var _ = noGrad()) {
      assertTrue(y.requiresGrad());
      y.backward();
      assertTrue(tensor(1.0).requiresGrad(true).requiresGrad());
    }
    Expect.values(Expect.gradOf(x), 4);
  }

  @Test
  void theModeIsRestoredAfterAnException() {
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (var _ = noGrad()) {
            assertFalse(records());
            throw new IllegalStateException("mine");
          }
        });
    assertTrue(records());
  }

  @Test
  void aPassRestoresTheModeEvenIfItFails() {
    var y = x.exp();
    y.backward();
    try (var _ = enableGrad()) {
      assertThrows(GraphException.class, () -> y.backward());
      assertTrue(records());
    }
    try (var _ = noGrad()) {
      assertThrows(GraphException.class, () -> y.backward(Fluxion.createGraph()));
      assertFalse(records());
    }
    assertTrue(records());
  }

  @Test
  void scopesCloseInnermostFirst() {
    var outer = noGrad();
    var inner = enableGrad();
    var message =
        "scopes are closed once each, the innermost first, got another one; open them with"
            + " try-with-resources";
    refused(GraphException.class, message, outer::close);
    assertTrue(records());
    inner.close();
    assertFalse(records());
    refused(GraphException.class, message, inner::close);
    assertFalse(records());
    outer.close();
    assertTrue(records());
    refused(GraphException.class, message, outer::close);
    assertTrue(records());
  }

  @Test
  void scopesOfDifferentKindsNestAlike() {
    var type = defaultDType(FLOAT64);
    var off = noGrad();
    assertThrows(GraphException.class, type::close);
    assertEquals(FLOAT64, tensor(1.0).dtype());
    assertFalse(records());
    off.close();
    assertEquals(FLOAT64, tensor(1.0).dtype());
    assertTrue(records());
    type.close();
    assertEquals(FLOAT32, tensor(1.0).dtype());
  }

  @Test
  void aScopeIsClosedByItsOwnThread() throws Exception {
    var scope = noGrad();
    var thrown = new FutureTask<>(() -> assertThrows(Throwable.class, scope::close));
    var thread = new Thread(thrown, "a stranger");
    thread.start();
    var refusal = assertInstanceOf(GraphException.class, thrown.get());
    assertEquals(
        "a scope is closed by the thread that opened it, "
            + Thread.currentThread().getName()
            + ", got a stranger",
        refusal.getMessage());
    assertFalse(records());
    scope.close();
    assertTrue(records());
  }

  @Test
  void anotherThreadRecords() throws Exception {
    try (var _ = noGrad()) {
      var there = new FutureTask<>(this::records);
      Thread.ofVirtual().start(there);
      assertTrue(there.get());
      assertFalse(records());
    }
  }

  @Test
  void theDefaultTypeOfAScopeIsItsThreads() throws Exception {
    try (var _ = defaultDType(FLOAT64)) {
      assertEquals(FLOAT64, defaultDType());
      var there = new FutureTask<>(Fluxion::defaultDType);
      Thread.ofPlatform().start(there);
      assertEquals(FLOAT32, there.get());
      try (var _ = defaultDType(FLOAT32)) {
        assertEquals(FLOAT32, tensor(1.0).dtype());
      }
      assertEquals(FLOAT64, tensor(1.0).dtype());
    }
    assertEquals(FLOAT32, defaultDType());
  }

  @Test
  void theDefaultTypeOfTheProgram() {
    try {
      setDefaultDType(FLOAT64);
      assertEquals(FLOAT64, tensor(1.0).dtype());
      try (var _ = defaultDType(FLOAT32)) {
        assertEquals(FLOAT32, tensor(1.0).dtype());
        setDefaultDType(FLOAT64);
        assertEquals(FLOAT32, tensor(1.0).dtype());
      }
      assertEquals(FLOAT64, defaultDType());
    } finally {
      setDefaultDType(FLOAT32);
    }
  }

  @Test
  void onlyFloatingTypesAreDefaults() {
    var rule = "the default type is a floating one, got ";
    refused(DTypeException.class, rule + "int64", () -> defaultDType(DType.INT64));
    refused(DTypeException.class, rule + "bool", () -> setDefaultDType(DType.BOOL));
    assertEquals(FLOAT32, defaultDType());
  }
}
