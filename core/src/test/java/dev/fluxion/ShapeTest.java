package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void rankSizeAndLengths() {
    var s = Shape.of(2, 3, 4);
    assertEquals(3, s.rank());
    assertEquals(24, s.size());
    assertEquals(2, s.dim(0));
    assertEquals(4, s.dim(-1));
    assertEquals(2, s.dim(-3));
    assertEquals(1, s.axis(-2));
    assertEquals(2, s.axis(2));
    assertArrayEquals(new int[] {2, 3, 4}, s.toArray());
    assertEquals(0, Shape.of(5, 0).size());
    assertEquals(1, Shape.SCALAR.size());
    assertEquals(0, Shape.SCALAR.rank());
    assertSame(Shape.SCALAR, Shape.of());
  }

  @Test
  void arraysAreCopied() {
    int[] dims = {2, 3};
    var s = Shape.of(dims);
    dims[0] = 9;
    s.toArray()[1] = 9;
    assertEquals(Shape.of(2, 3), s);
  }

  @Test
  void equalityAndText() {
    assertEquals(Shape.of(2, 3), Shape.of(2, 3));
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertNotEquals(Shape.of(0, 3), Shape.of(3, 0));
    assertNotEquals(Shape.of(1), Shape.SCALAR);
    assertEquals("(2, 3)", Shape.of(2, 3).toString());
    assertEquals("(7)", Shape.of(7).toString());
    assertEquals("()", Shape.SCALAR.toString());
  }

  @Test
  void theLargestSize() {
    assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
    assertEquals(0, Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).size());
    var rule = "a tensor holds at most 2147483647 elements, got the shape ";
    refused(ShapeException.class, rule + "[65536, 32768]", () -> Shape.of(65536, 32768));
    refused(
        ShapeException.class,
        rule + "[2147483647, 2147483647, 2147483647, 2147483647]",
        () -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertEquals(31, Shape.of(new int[31]).rank());
    refused(
        ShapeException.class, "a tensor has at most 31 axes, got 32", () -> Shape.of(new int[32]));
  }

  @Test
  void noSuchAxis() {
    var s = Shape.of(2, 3);
    refused(
        IndexException.class,
        "an axis lies in [-2, 1], got axis 2 for a tensor of shape (2, 3)",
        () -> s.dim(2));
    refused(
        IndexException.class,
        "an axis lies in [-2, 1], got axis -3 for a tensor of shape (2, 3)",
        () -> s.axis(-3));
    refused(
        IndexException.class,
        "an axis lies in [-2, 1], got axis -2147483648 for a tensor of shape (2, 3)",
        () -> s.axis(Integer.MIN_VALUE));
    refused(
        IndexException.class,
        "a 0-d tensor has no axes, got axis 0 for a tensor of shape ()",
        () -> Shape.SCALAR.dim(0));
  }

  @Test
  void negativeLengths() {
    refused(
        ShapeException.class, "lengths of axes are 0 or more, got [2, -3]", () -> Shape.of(2, -3));
    refused(
        ShapeException.class, "lengths of axes are 0 or more, got [0, -1]", () -> Shape.of(0, -1));
  }

  /** Sets of axes are bits, and all of them together must not overflow. */
  @Test
  void thirtyOneAxes() {
    int[] ones = new int[31];
    java.util.Arrays.fill(ones, 1);
    var x = Fluxion.ones(ones).mul(2);
    Expect.tensor(x.sum(), DType.FLOAT32, Expect.dims(), 2);
    Expect.tensor(x.max(), DType.FLOAT32, Expect.dims(), 2);
    Expect.shape(x.squeeze());
    Expect.shape(x.sum(-1), java.util.Arrays.copyOf(ones, 30));
    var leaf = Fluxion.tensor(3.0).requiresGrad(true);
    leaf.mul(x).sum().backward();
    Expect.values(Expect.gradOf(leaf), 2);
    refused(ShapeException.class, "a tensor has at most 31 axes, got 32", () -> x.unsqueeze(0));
  }
}
