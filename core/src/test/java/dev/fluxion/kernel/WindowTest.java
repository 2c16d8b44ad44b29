package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void aTapLiesOnTheAxisFromItsFirstPlaceToBeforeItsEnd() {
    for (int code = 0; code < 6 * 4 * 5 * 3 * 4 * 3; code++) {
      var w =
          new Window(
              code % 6,
              1 + code / 6 % 4,
              code / 24 % 5,
              1 + code / 120 % 3,
              code / 360 % 4,
              1 + code / 1440);
      for (int tap = 0; tap < w.size(); tap++) {
        for (int place = 0; place < w.output(); place++) {
          int at = place * w.stride() - w.padding() + tap * w.dilation();
          boolean within = w.first(tap) <= place && place < w.end(tap);
          assertEquals(at >= 0 && at < w.input(), within, w + " at " + place + ", tap " + tap);
        }
        assertTrue(0 <= w.first(tap) && w.first(tap) <= w.end(tap) && w.end(tap) <= w.output());
      }
    }
  }

  @Test
  void tapsAreCountedOnTheAxisOrWithinThePadding() {
    // Places begin at -1, 1 and 3 of an axis of 4 that is padded to 5.
    var w = new Window(4, 3, 3, 2, 1, 1);
    assertEquals(2, w.inside(0));
    assertEquals(3, w.inside(1));
    assertEquals(1, w.inside(2));
    assertEquals(3, w.padded(0));
    assertEquals(2, w.padded(2));
  }

  @Test
  void oneTapInLineIsTheAxisItself() {
    assertTrue(new Window(4, 1, 4, 1, 0, 2).isIdentity());
    assertFalse(new Window(4, 1, 2, 2, 0, 1).isIdentity());
    assertFalse(new Window(4, 1, 5, 1, 0, 1).isIdentity());
    assertFalse(new Window(4, 2, 3, 1, 0, 1).isIdentity());
  }
}
