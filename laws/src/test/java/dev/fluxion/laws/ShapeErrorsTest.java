package dev.fluxion.laws;

import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.zeros;

import dev.fluxion.DType;
import dev.fluxion.IndexException;
import dev.fluxion.Shape;
import dev.fluxion.ShapeException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What is said where shapes and axes do not fit. */
class ShapeErrorsTest {
  @TestFactory
  Stream<DynamicTest> elementwise() {
    var a = ones(2, 3);
    var b = ones(4);
    var bool = ones(DType.BOOL, 2, 3);
    return Misuse.tests(
        unfit("add", "(2, 3)", "(4)", () -> a.add(b)),
        unfit("sub", "(2, 3)", "(4)", () -> a.sub(b)),
        unfit("mul", "(2, 3)", "(4)", () -> a.mul(b)),
        unfit("div", "(4)", "(2, 3)", () -> b.div(a)),
        unfit("pow", "(2, 3)", "(4)", () -> a.pow(b)),
        unfit("hypot", "(2, 3)", "(4)", () -> a.hypot(b)),
        unfit("maximum", "(2, 3)", "(4)", () -> a.maximum(b)),
        unfit("minimum", "(2, 3)", "(0)", () -> a.minimum(zeros(0))),
        unfit("eq", "(2, 3)", "(2)", () -> a.eq(ones(2))),
        unfit("ne", "(2, 3)", "(4)", () -> a.ne(b)),
        unfit("lt", "(2, 3)", "(4)", () -> a.lt(b)),
        unfit("le", "(2, 3)", "(4)", () -> a.le(b)),
        unfit("gt", "(2, 3)", "(4)", () -> a.gt(b)),
        unfit("ge", "(2, 3)", "(4)", () -> a.ge(b)),
        unfit("clamp", "(2, 3)", "(4)", () -> a.clamp(b, b)),
        unfit("where", "(2, 3)", "(4)", () -> where(bool, b, b)));
  }

  private static Misuse unfit(String operation, String a, String b, Executable call) {
    return shape(
        operation
            + " needs shapes that are equal or 1 axis by axis, counted from the last, got "
            + a
            + " and "
            + b,
        call);
  }

  @TestFactory
  Stream<DynamicTest> axes() {
    var x = ones(2, 3);
    var one = ones();
    return Misuse.tests(
        noAxis("2", () -> x.sum(2)),
        noAxis("-3", () -> x.sum(new int[] {0, -3}, true)),
        noAxis("5", () -> x.mean(5)),
        noAxis("2", () -> x.prod(2)),
        noAxis("2", () -> x.max(2)),
        noAxis("2", () -> x.amin(new int[] {2}, false)),
        noAxis("2", () -> x.argmax(2, false)),
        noAxis("2", () -> x.logSumExp(2)),
        noAxis("-4", () -> x.softmax(-4)),
        noAxis("2", () -> x.cumsum(2)),
        noAxis("2", () -> x.all(2, false)),
        noAxis("2", () -> x.transpose(0, 2)),
        noAxis("2", () -> x.permute(0, 2)),
        noAxis("2", () -> x.squeeze(2)),
        noAxis("2", () -> x.flip(2)),
        noAxis("2", () -> x.unbind(2)),
        noAxis("2", () -> x.narrow(2, 0, 1)),
        noAxis("2", () -> x.select(2, 0)),
        noAxis("2", () -> x.indexSelect(2, arange(1))),
        noAxis("2", () -> cat(List.of(x, x), 2)),
        noAxis("2", () -> x.shape().dim(2)),
        index("a 0-d tensor has no axes, got axis 1 for a tensor of shape ()", () -> one.sum(1)),
        index("a 0-d tensor has no axes, got axis 0 for a tensor of shape ()", () -> one.unbind(0)),
        index(
            "each axis is given once, got axis 0 again for the shape (2, 3)",
            () -> x.sum(new int[] {0, 0}, false)),
        index(
            "each axis is given once, got axis -1 again for the shape (2, 3)",
            () -> x.amax(new int[] {1, -1}, false)),
        index("each axis is given once, got axis 1 again for the shape (2, 3)", () -> x.flip(1, 1)),
        index(
            "each axis is given once, got axis 0 again for the shape (2, 3)",
            () -> x.permute(0, 0)),
        index("a new axis stands in [-3, 2] of the shape (2, 3), got 3", () -> x.unsqueeze(3)),
        index(
            "a new axis stands in [-3, 2] of the shape (2, 3), got -4",
            () -> stack(List.of(x, x), -4)));
  }

  private static Misuse noAxis(String axis, Executable call) {
    return index(
        "an axis lies in [-2, 1], got axis " + axis + " for a tensor of shape (2, 3)", call);
  }

  @TestFactory
  Stream<DynamicTest> folds() {
    var empty = ones(2, 0);
    return Misuse.tests(
        ofNothing("max", () -> empty.max(1)),
        ofNothing("min", () -> empty.min(-1)),
        ofNothing("amax", () -> empty.max()),
        ofNothing("amin", () -> empty.amin(new int[] {0, 1}, true)),
        shape(
            "max needs at least one element along each axis it folds, got the shape (0), empty"
                + " along axis 0",
            () -> empty.argmax()),
        shape("item needs a tensor of one element, got the shape (2, 0)", () -> empty.item()),
        shape(
            "itemAsLong needs a tensor of one element, got the shape (2, 3)",
            () -> ones(2, 3).itemAsLong()),
        shape(
            "booleanValue needs a tensor of one element, got the shape (3)",
            () -> ones(3).booleanValue()));
  }

  private static Misuse ofNothing(String operation, Executable call) {
    return shape(
        operation
            + " needs at least one element along each axis it folds, got the shape (2, 0), empty"
            + " along axis 1",
        call);
  }

  @TestFactory
  Stream<DynamicTest> products() {
    return Misuse.tests(
        shape(
            "matmul needs (…, m, k) × (…, k, n), got (2, 3) × (4, 5)",
            () -> ones(2, 3).matmul(ones(4, 5))),
        shape("matmul needs (…, m, k) × (…, k, n), got (3) × (4)", () -> ones(3).matmul(ones(4))),
        shape("matmul needs (…, m, k) × (…, k, n), got () × (4)", () -> ones().matmul(ones(4))),
        shape(
            "matmul needs (…, m, k) × (…, k, n), got (2, 2, 3) × (3, 3, 2)",
            () -> ones(2, 2, 3).matmul(ones(3, 3, 2))),
        shape("dot needs (n) × (n), got (3) × (4)", () -> ones(3).dot(ones(4))),
        shape("dot needs (n) × (n), got (2, 3) × (3)", () -> ones(2, 3).dot(ones(3))),
        shape("outer needs (m) × (n), got (2, 3) × (3)", () -> ones(2, 3).outer(ones(3))));
  }

  @TestFactory
  Stream<DynamicTest> moves() {
    var x = ones(2, 3);
    return Misuse.tests(
        shape(
            "reshape keeps the number of elements, got the shape (2, 3) for [4]",
            () -> x.reshape(4)),
        shape(
            "reshape keeps the number of elements, got the shape (2, 3) for [4, -1]",
            () -> x.reshape(4, -1)),
        shape(
            "reshape takes lengths of 0 or more and -1 once, got [-1, -1] for the shape (2, 3)",
            () -> x.reshape(-1, -1)),
        shape(
            "expand repeats axes of length 1 and keeps the others, got the shape (2, 3) for [4, 3]",
            () -> x.expand(4, 3)),
        shape(
            "expand repeats axes of length 1 and keeps the others, got the shape (2, 3) for [3]",
            () -> x.expand(3)),
        shape(
            "expand repeats axes of length 1 and keeps the others, got the shape (2, 3) for [-1, 2,"
                + " 3]",
            () -> x.expand(-1, 2, 3)),
        shape("permute names every axis once, got 1 axes for the shape (2, 3)", () -> x.permute(0)),
        shape("t needs at most 2 axes, got the shape (1, 2, 3)", () -> x.unsqueeze(0).t()),
        shape("cat needs at least one tensor, got none", () -> cat(List.of(), 0)),
        shape("stack needs at least one tensor, got none", () -> stack(List.of(), 0)),
        shape(
            "cat needs tensors with axes, got a 0-d one; use stack",
            () -> cat(List.of(ones(), ones()), 0)),
        shape(
            "cat needs equal lengths except along axis 0, got the shapes (2, 3) and (2, 4)",
            () -> cat(List.of(x, ones(2, 4)), 0)),
        shape(
            "cat needs equal lengths except along axis 1, got the shapes (2, 3) and (2) and (2, 3)",
            () -> cat(List.of(x, ones(2), x), 1)),
        shape(
            "stack needs tensors of one shape, got (2, 3) and (3, 2)",
            () -> stack(List.of(x, ones(3, 2)), 0)),
        shape("lengths of axes are 0 or more, got [2, -3]", () -> zeros(2, -3)),
        shape(
            "a tensor holds at most 2147483647 elements, got the shape [65536, 65536]",
            () -> Shape.of(65536, 65536)),
        shape(
            "the rows of a nested array have one length, got 1 beside 2 at depth 1",
            () -> from(new double[][] {{1, 2}, {3}})));
  }

  private static Misuse shape(String message, Executable call) {
    return new Misuse(ShapeException.class, message, call);
  }

  private static Misuse index(String message, Executable call) {
    return new Misuse(IndexException.class, message, call);
  }
}
