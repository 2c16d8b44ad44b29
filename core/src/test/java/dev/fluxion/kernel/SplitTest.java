package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final int[][] SHAPES = {{}, {5}, {3, 4}, {2, 3, 4}, {2, 1, 3}, {1, 4, 1, 2}};

  @Test
  void readsTheFoldedElementsOfEachResultInOrder() {
    var random = new Random(1);
    for (int[] dims : SHAPES) {
      for (int kept = 0; kept <= dims.length; kept++) {
        for (var layout : Naive.layouts(random, dims)) {
          var x = Naive.random(random, DType.FLOAT32, layout);
          var split = new Split(layout, kept);
          double[] all = new double[layout.size()];
          double[] row = new double[split.size()];
          int[] firsts = Naive.positions(split.firsts());
          assertEquals(split.results(), firsts.length);
          for (int i = 0; i < firsts.length; i++) {
            split.read(x.dtype(), x.array(), firsts[i], row);
            System.arraycopy(row, 0, all, i * row.length, row.length);
          }
          assertArrayEquals(Naive.reals(x), all);
        }
      }
    }
  }

  @Test
  void linesVisitTheSameElements() {
    var random = new Random(2);
    for (int[] dims : SHAPES) {
      for (int kept = 0; kept <= dims.length; kept++) {
        for (var layout : Naive.layouts(random, dims)) {
          var split = new Split(layout, kept);
          int[] expected = Naive.positions(layout);
          int n = 0;
          for (int first : Naive.positions(split.firsts())) {
            var lines = split.lines();
            do {
              for (int i = 0; i < lines.inner(); i++) {
                int at = lines.at(0) + split.shift(first) + i * split.step();
                assertEquals(expected[n], at);
                if (split.inLine()) {
                  assertEquals(first + n % split.size() * split.step(), at);
                }
                n++;
              }
            } while (lines.next());
          }
          assertEquals(layout.size(), n);
        }
      }
    }
  }

  @Test
  void eitherPartMayBeEmpty() {
    var x = Layout.of(Shape.of(0, 3));
    assertEquals(0, new Split(x, 1).results());
    assertEquals(3, new Split(x, 1).size());
    var y = Layout.of(Shape.of(3, 0)).permute(new int[] {1, 0});
    assertEquals(0, new Split(y, 1).results());
    assertEquals(0, new Split(y, 0).size());
    assertEquals(1, new Split(y, 0).results());
    assertEquals(Integer.MAX_VALUE, new Split(Layout.of(Shape.of(0, 65536, 65536)), 1).size());
  }
}
