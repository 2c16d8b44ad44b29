package dev.fluxion.implicit;

import static dev.fluxion.implicit.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import org.junit.jupiter.api.Test;

/** Stopping and Tolerances. */
class SettingsTest {
  @Test
  void typesSetWhatCanBeMet() {
    assertEquals(1e-12, Stopping.DEFAULT.within(DType.FLOAT64));
    assertEquals(1e-6, Stopping.DEFAULT.within(DType.FLOAT32));
    assertEquals(1e-15, new Stopping(1e-30, 1).within(DType.FLOAT64));
    assertEquals(Tolerances.DEFAULT, Tolerances.DEFAULT.within(DType.FLOAT64));
    assertEquals(
        new Tolerances(1e-6, 1e-3, 5), new Tolerances(1e-9, 1e-3, 5).within(DType.FLOAT32));
  }

  @Test
  void refuseWhatMakesNoSense() {
    error(
        IllegalArgumentException.class,
        "an iteration stops at a tolerance above 0 or after 1 step or more, got 0.0 and 5",
        () -> new Stopping(0, 5));
    error(
        IllegalArgumentException.class,
        "an iteration stops at a tolerance above 0 or after 1 step or more, got 0.1 and 0",
        () -> new Stopping(0.1, 0));
    error(
        IllegalArgumentException.class,
        "an integration has errors above 0 and 1 evaluation or more, got NaN, 0.1 and 5",
        () -> new Tolerances(Double.NaN, 0.1, 5));
    error(
        IllegalArgumentException.class,
        "an integration has errors above 0 and 1 evaluation or more, got 0.1, -1.0 and 5",
        () -> new Tolerances(0.1, -1, 5));
    error(
        IllegalArgumentException.class,
        "an integration has errors above 0 and 1 evaluation or more, got 0.1, 0.1 and 0",
        () -> new Tolerances(0.1, 0.1, 0));
  }
}
