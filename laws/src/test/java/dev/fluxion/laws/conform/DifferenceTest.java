package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import dev.fluxion.laws.conform.Difference.Tolerance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DifferenceTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tolerance TIGHT = new Tolerance(1e-9, 1e-11);

  private static @Nullable Difference between(double got, double expected) {
    return Difference.between(new double[] {got}, new double[] {expected}, TIGHT);
  }

  @Test
  void nanAgreesWithNanAloneAndInfinitiesBySign() {
    assertNull(between(NAN, NAN));
    assertNull(between(INF, INF));
    assertNull(between(-0.0, 0.0));
    for (double other : new double[] {0, -INF, NAN}) {
      assertFalse(Objects.requireNonNull(between(other, INF)).finite());
    }
    assertFalse(Objects.requireNonNull(between(1, NAN)).finite());
    assertFalse(Objects.requireNonNull(between(NAN, 1)).finite());
  }

  @Test
  void toleranceIsRelativeAndAbsolute() {
    assertNull(between(1e6 + 9e-4, 1e6));
    assertTrue(Objects.requireNonNull(between(1e6 + 2e-3, 1e6)).finite());
    assertNull(between(9e-12, 0));
    assertTrue(Objects.requireNonNull(between(2e-11, 0)).finite());
  }

  @Test
  void theFirstDifferenceIsTold() {
    var difference = Difference.between(new double[] {1, NAN, 3}, new double[] {1, 2, 4}, TIGHT);
    assertEquals("[1]: expected 2.0, got NaN", String.valueOf(difference));
    assertTrue(Objects.requireNonNull(difference).finite(), "3 is not 4");
  }

  @Test
  void shapeDtypeAndLargeIntegersCount() throws Exception {
    var got = Fluxion.from(new long[] {9007199254740993L});
    check(got, "{\"shape\":[1],\"dtype\":\"int64\",\"data\":[9007199254740993]}");
    for (var other :
        new String[] {
          "{\"shape\":[1],\"dtype\":\"int64\",\"data\":[9007199254740992]}",
          "{\"shape\":[1],\"dtype\":\"int32\",\"data\":[9007199254740993]}",
          "{\"shape\":[1,1],\"dtype\":\"int64\",\"data\":[9007199254740993]}",
          "{\"shape\":[1],\"dtype\":\"int64\",\"data\":[9007199254740993,1]}"
        }) {
      assertThrows(Mismatch.class, () -> check(got, other), other);
    }
  }

  private static void check(Tensor got, String json) throws Exception {
    Difference.check("x", got, new ObjectMapper().readTree(json), TIGHT);
  }
}
