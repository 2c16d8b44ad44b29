package dev.fluxion.laws;

import static dev.fluxion.Fluxion.all;
import static dev.fluxion.Fluxion.ellipsis;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.tensor;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.IndexException;
import dev.fluxion.ShapeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What is said where positions do not exist or are not positions. */
class IndexErrorsTest {
  @TestFactory
  Stream<DynamicTest> positions() {
    var x = ones(2, 3);
    return Misuse.tests(
        outside(3, () -> x.get(all(), 3)),
        outside(-4, () -> x.select(1, -4)),
        outside(3, () -> x.at(0, 3)),
        outside(5, () -> x.get(all(), tensor(0, 5))),
        outside(3, () -> x.indexSelect(1, tensor(0, 3))),
        outside(7, () -> x.gather(1, tensor(7, 0).reshape(2, 1))),
        index("axis 1 of the shape (2, 0) has no positions, got 0", () -> ones(2, 0).select(1, 0)),
        index(
            "narrow needs positions inside of axis 1 of the shape (2, 3), got start 2 and length 2",
            () -> x.narrow(1, 2, 2)),
        index(
            "narrow needs positions inside of axis 0 of the shape (2, 3), got start 0 and length"
                + " -1",
            () -> x.narrow(0, 0, -1)));
  }

  private static Misuse outside(int at, Executable call) {
    return index("a position along axis 1 of the shape (2, 3) lies in [-3, 2], got " + at, call);
  }

  @TestFactory
  Stream<DynamicTest> indices() {
    var x = ones(2, 3);
    return Misuse.tests(
        index(
            "an index names each axis once at most, got 3 positions for the shape (2, 3)",
            () -> x.get(0, 0, 0)),
        index("an index has at most one ellipsis(), got 2", () -> x.get(ellipsis(), ellipsis())),
        index(
            "an index is made of int, slice(…), all(), newAxis(), ellipsis(), tensors of whole"
                + " numbers or bool, int[] and boolean[], got String 0",
            () -> x.get("0")),
        index("a slice goes forward by 1 or more, got -1; use flip", () -> slice(null, null, -1)),
        shape(
            "a bool index has the shape of the axes it stands for, got (3) at axis 0 of the shape"
                + " (2, 3)",
            () -> x.get(ones(DType.BOOL, 3))),
        shape(
            "tensors of positions are broadcast against each other, got the shapes (2) and (3)",
            () -> x.get(tensor(0, 1), tensor(0, 1, 2))),
        shape(
            "indexSelect needs an index of one axis, got the shape (1, 1)",
            () -> x.indexSelect(0, tensor(0).reshape(1, 1))),
        shape(
            "gather needs an index of as many axes, not longer except along axis 1, got (3, 1) for the"
                + " shape (2, 3)",
            () -> x.gather(1, tensor(0, 0, 0).reshape(3, 1))),
        type(
            "positions are whole numbers, got float32",
            () -> x.indexSelect(0, ones(DType.FLOAT32, 1))));
  }

  private static Misuse index(String message, Executable call) {
    return new Misuse(IndexException.class, message, call);
  }

  private static Misuse shape(String message, Executable call) {
    return new Misuse(ShapeException.class, message, call);
  }

  private static Misuse type(String message, Executable call) {
    return new Misuse(DTypeException.class, message, call);
  }
}
