package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreeListsTest {
  @BeforeEach
  void nothingWaits() {
    FreeLists.clear();
  }

  @Test
  void theLastOneGivenIsTakenFirst() {
    var first = new float[2000];
    var second = new float[2000];
    FreeLists.give(first);
    FreeLists.give(second);
    assertEquals(16_000, FreeLists.waiting());
    assertSame(second, FreeLists.floats(2000));
    assertSame(first, FreeLists.floats(2000));
    assertEquals(0, FreeLists.waiting());
    assertNotSame(first, FreeLists.floats(2000));
  }

  @Test
  void lengthsAndTypesAreApart() {
    var floats = new float[1024];
    var doubles = new double[1024];
    FreeLists.give(floats);
    FreeLists.give(doubles);
    assertEquals(1025, FreeLists.floats(1025).length);
    assertEquals(1025, FreeLists.doubles(1025).length);
    assertSame(doubles, FreeLists.doubles(1024));
    assertSame(floats, FreeLists.floats(1024));
  }

  @Test
  void smallArraysAreLeft() {
    FreeLists.give(new float[1023]);
    FreeLists.give(new int[5000]);
    assertEquals(0, FreeLists.waiting());
  }

  @Test
  void zerosAreZeros() {
    var a = new float[3000];
    java.util.Arrays.fill(a, 7);
    FreeLists.give(a);
    assertSame(a, FreeLists.zeroFloats(3000));
    for (float x : a) {
      assertEquals(0, x, 0);
    }
    var b = new double[3000];
    java.util.Arrays.fill(b, 7);
    FreeLists.give(b);
    assertSame(b, FreeLists.zeroDoubles(3000));
    assertEquals(0, b[2999], 0);
  }

  @Test
  void manyLengthsStayInBounds() {
    for (int n = 0; n < 1000; n++) {
      FreeLists.give(new float[1024 + n]);
      assertTrue(FreeLists.waiting() <= 128L * 4 * 2024);
    }
    assertEquals(2023, FreeLists.floats(2023).length);
  }

  @Test
  void eachThreadHasItsOwn() throws InterruptedException {
    var mine = new float[2000];
    FreeLists.give(mine);
    List<float[]> theirs = new ArrayList<>();
    var other = new Thread(() -> theirs.add(FreeLists.floats(2000)));
    other.start();
    other.join();
    assertNotSame(mine, theirs.get(0));
    assertSame(mine, FreeLists.floats(2000));
  }
}
