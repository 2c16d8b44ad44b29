package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final int[][] SHAPES = {
    {},
    {1},
    {5},
    {0},
    {3, 4},
    {1, 4},
    {4, 1},
    {0, 3},
    {3, 0},
    {2, 3, 4},
    {2, 1, 3},
    {1, 1, 1},
    {2, 0, 3},
    {2, 2, 2, 2},
    {6, 1, 4, 1}
  };

  private static Layout of(int... dims) {
    return Layout.of(Shape.of(dims));
  }

  @Test
  void rowMajorElementsFollowEachOther() {
    for (int[] dims : SHAPES) {
      var layout = of(dims);
      int[] at = Naive.positions(layout);
      for (int i = 0; i < at.length; i++) {
        assertEquals(i, at[i]);
      }
      assertTrue(layout.isPlain());
      assertEquals(1, layout.step());
      assertSame(layout, layout.plain());
      assertEquals(dims.length, layout.rank());
    }
  }

  @Test
  void aPositionIsTheOffsetPlusIndicesTimesStrides() {
    var random = new Random(1);
    for (int[] dims : SHAPES) {
      for (var layout : Naive.layouts(random, dims)) {
        int[] at = Naive.positions(layout);
        for (int i = 0; i < at.length; i++) {
          assertEquals(at[i], layout.position(i));
        }
      }
    }
  }

  @Test
  void isContiguousExactlyWhenElementsFollowEachOther() {
    var random = new Random(2);
    for (int[] dims : SHAPES) {
      for (var layout : Naive.layouts(random, dims)) {
        boolean follow = true;
        boolean repeat = true;
        int[] at = Naive.positions(layout);
        for (int i = 0; i < at.length; i++) {
          follow &= at[i] == layout.offset() + i;
          repeat &= at[i] == layout.offset();
        }
        assertEquals(follow, layout.isContiguous());
        assertEquals(follow ? 1 : repeat ? 0 : -1, layout.step());
        assertEquals(follow && layout.offset() == 0, layout.isPlain());
        assertEquals(layout.shape(), layout.plain().shape());
        assertTrue(layout.plain().isPlain());
      }
    }
  }

  @Test
  void emptyIsContiguousHoweverItLies() {
    assertTrue(of(3, 4).permute(new int[] {1, 0}).slice(0, 0, 0, 1).isContiguous());
    assertTrue(of(4, 3).slice(1, 0, 2, 2).slice(0, 2, 0, 1).isContiguous());
  }

  @Test
  void repeatsWhenTwoIndicesShareAPlaceByStrideZero() {
    assertFalse(of(2, 3).repeats());
    assertFalse(of(1, 3).broadcastTo(Shape.of(1, 3)).repeats());
    assertTrue(of(1, 3).broadcastTo(Shape.of(2, 3)).repeats());
    assertTrue(Layout.SCALAR.broadcastTo(Shape.of(2)).repeats());
    assertFalse(Layout.SCALAR.broadcastTo(Shape.of(1)).repeats());
  }

  @Test
  void permuteTakesAxesInTheGivenOrder() {
    var x = of(2, 3, 4);
    var y = x.permute(new int[] {2, 0, 1});
    assertEquals(Shape.of(4, 2, 3), y.shape());
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertEquals(12 * i + 4 * j + k, Naive.position(y, k, i, j));
        }
      }
    }
  }

  @Test
  void broadcastRepeatsAxesOfLengthOneAndNewOnes() {
    var y = of(3, 1).broadcastTo(Shape.of(2, 3, 4));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertEquals(j, Naive.position(y, i, j, k));
        }
      }
    }
    assertEquals(0, of(3, 1).broadcastTo(Shape.of(3, 0)).size());
    assertEquals(0, Layout.SCALAR.broadcastTo(Shape.of(2, 2)).step());
  }

  @Test
  void sliceStepsForwardsAndBackwards() {
    var x = of(5, 7);
    var y = x.slice(1, 6, 3, -2).slice(0, 1, 2, 3);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals((1 + 3 * i) * 7 + 6 - 2 * j, Naive.position(y, i, j));
      }
    }
    var none = x.slice(0, 5, 0, 1);
    assertEquals(Shape.of(0, 7), none.shape());
    assertEquals(0, none.offset(), "an empty slice at the end stays inside of its array");
  }

  @Test
  void selectDropsAnAxisAndUnsqueezeAddsOne() {
    var x = of(2, 3, 4).select(1, 2);
    assertEquals(Shape.of(2, 4), x.shape());
    assertEquals(12 + 8 + 3, Naive.position(x, 1, 3));
    for (int axis = 0; axis <= 2; axis++) {
      var y = x.unsqueeze(axis);
      assertEquals(1, y.dim(axis));
      assertArrayEquals(Naive.positions(x), Naive.positions(y));
      assertEquals(x.shape(), y.select(axis, 0).shape());
    }
  }

  @Test
  void reshapeIsAViewExactlyWhenStridesCanSayIt() {
    var random = new Random(3);
    int views = 0;
    int copies = 0;
    for (int[] dims : SHAPES) {
      for (int round = 0; round < 20; round++) {
        var x = Naive.layout(random, dims);
        int[] at = Naive.positions(x);
        for (int[] target : factorizations(x.size())) {
          var y = x.reshape(Shape.of(target));
          boolean possible = y != null;
          assertEquals(
              strides(at, target) != null,
              possible,
              () -> x.shape() + " to " + Arrays.toString(target));
          if (y != null) {
            views++;
            assertEquals(Shape.of(target), y.shape());
            assertArrayEquals(at, Naive.positions(y));
          } else {
            copies++;
          }
        }
      }
    }
    assertTrue(views > 100 && copies > 100, views + " views, " + copies + " copies");
  }

  @Test
  void reshapeOfATransposedMatrixKeepsWhatLiesTogether() {
    var x = of(3, 4).permute(new int[] {1, 0});
    assertNull(x.reshape(Shape.of(12)));
    var y = x.reshape(Shape.of(2, 2, 1, 3));
    assertNotNull(y);
    assertArrayEquals(Naive.positions(x), Naive.positions(y));
    var all = Layout.SCALAR.broadcastTo(Shape.of(2, 3)).reshape(Shape.of(6));
    assertNotNull(all);
    assertEquals(0, all.step());
  }

  /** Shapes of a size, with axes of length 1 among them. */
  private static List<int[]> factorizations(int size) {
    if (size == 0) {
      return List.of(new int[] {0}, new int[] {0, 2}, new int[] {3, 0});
    }
    var all = new ArrayList<int[]>();
    all.add(new int[] {size});
    all.add(new int[] {1, size, 1});
    for (int a = 2; a <= size; a++) {
      if (size % a == 0) {
        all.add(new int[] {a, size / a});
        for (int b = 2; b <= size / a; b++) {
          if (size / a % b == 0) {
            all.add(new int[] {a, b, size / a / b});
            all.add(new int[] {a, 1, b, size / a / b});
          }
        }
      }
    }
    if (size == 1) {
      all.add(new int[] {});
    }
    return all;
  }

  /** The strides that lead to these positions, found by trying; null if there are none. */
  private static int @Nullable [] strides(int[] at, int[] dims) {
    if (at.length == 0) {
      return new int[dims.length];
    }
    int[] strides = new int[dims.length];
    int step = 1;
    for (int k = dims.length - 1; k >= 0; k--) {
      strides[k] = dims[k] == 1 ? 0 : at[step] - at[0];
      step *= dims[k];
    }
    for (int i = 0; i < at.length; i++) {
      int[] index = Naive.index(dims, i);
      int position = at[0];
      for (int k = 0; k < dims.length; k++) {
        position += index[k] * strides[k];
      }
      if (position != at[i]) {
        return null;
      }
    }
    return strides;
  }
}
