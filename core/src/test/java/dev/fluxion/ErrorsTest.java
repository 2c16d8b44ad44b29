package dev.fluxion;

import static dev.fluxion.Expect.refused;
import static dev.fluxion.Fluxion.all;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.ellipsis;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.randint;
import static dev.fluxion.Fluxion.slice;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Misuse, class and message word for word, where no other test of this package has it. */
class ErrorsTest {
  private static Tensor x234() {
    return arange(24).reshape(2, 3, 4);
  }

  @Test
  void positionsOutside() {
    var x = x234();
    var along = "a position along axis ";
    refused(
        IndexException.class,
        along + "0 of the shape (2, 3, 4) lies in [-2, 1], got 2",
        () -> x.at(2));
    refused(
        IndexException.class,
        along + "1 of the shape (2, 3, 4) lies in [-3, 2], got -4",
        () -> x.at(0, -4));
    refused(
        IndexException.class,
        along + "2 of the shape (2, 3, 4) lies in [-4, 3], got 4",
        () -> x.get(0, 0, 4));
    refused(
        IndexException.class,
        along + "2 of the shape (2, 3, 4) lies in [-4, 3], got 9",
        () -> x.get(ellipsis(), 9));
    refused(
        IndexException.class,
        along + "1 of the shape (2, 3, 4) lies in [-3, 2], got 3",
        () -> x.select(-2, 3));
    refused(
        IndexException.class,
        "axis 0 of the shape (0) has no positions, got 0",
        () -> zeros(0).at(0));
  }

  /**
   * Items before had been applied, and the message named an axis and a shape the user never saw.
   */
  @Test
  void positionsOfTensorsOutside() {
    var x = x234();
    var along = "a position along axis ";
    refused(
        IndexException.class,
        along + "1 of the shape (2, 3, 4) lies in [-3, 2], got 5",
        () -> x.get(0, tensor(1, 5)));
    refused(
        IndexException.class,
        along + "2 of the shape (2, 3, 4) lies in [-4, 3], got -5",
        () -> x.get(tensor(0), all(), tensor(-5)));
    refused(
        IndexException.class,
        along + "2 of the shape (2, 3, 4) lies in [-4, 3], got 4",
        () -> x.get(Fluxion.newAxis(), tensor(1), 2, tensor(4)));
    refused(
        IndexException.class,
        "axis 1 of the shape (2, 0) has no positions, got 0",
        () -> zeros(2, 0).get(all(), tensor(0)));
    refused(
        IndexException.class,
        along + "1 of the shape (2, 3, 4) lies in [-3, 2], got 4294967296",
        () -> x.get(all(), tensor(1L << 32)));
  }

  @Test
  void tooManyItems() {
    var rule = "an index names each axis once at most, got ";
    refused(IndexException.class, rule + "2 positions for the shape (5)", () -> arange(5).at(0, 0));
    refused(
        IndexException.class,
        rule + "2 positions for the shape (5)",
        () -> arange(5).get(0, all()));
    refused(IndexException.class, rule + "1 positions for the shape ()", () -> tensor(1.0).get(0));
    refused(
        IndexException.class,
        rule + "2 positions for the shape (5)",
        () -> arange(5).get(from(new boolean[5][1])));
    refused(
        IndexException.class,
        "an index has at most one ellipsis(), got 2",
        () -> x234().get(ellipsis(), 0, ellipsis()));
  }

  @Test
  void itemsOfAnotherKind() {
    var rule =
        "an index is made of int, slice(…), all(), newAxis(), ellipsis(), tensors of whole numbers"
            + " or bool, int[] and boolean[], got ";
    refused(IndexException.class, rule + "Double 1.0", () -> arange(5).get(1.0));
    refused(IndexException.class, rule + "String 1:2", () -> arange(5).get("1:2"));
    refused(IndexException.class, rule + "Boolean true", () -> arange(5).get(true));
    refused(IndexException.class, rule + "Long 4294967296", () -> arange(5).get(1L << 32));
    refused(
        IndexException.class,
        rule + "a tensor of float32 and shape (1)",
        () -> arange(5).get(ones(1)));
    refused(
        IndexException.class,
        rule + "a tensor of bool and shape ()",
        () -> arange(5).get(tensor(true)));
    refused(IndexException.class, rule + "null", () -> arange(5).get(new Object[1]));
  }

  @Test
  void slicesGoForward() {
    refused(
        IndexException.class,
        "a slice goes forward by 1 or more, got 0; use flip",
        () -> slice(0, 1, 0));
    refused(
        IndexException.class,
        "a slice goes forward by 1 or more, got -1; use flip",
        () -> slice(null, null, -1));
  }

  @Test
  void masksAndPositionsThatDoNotFit() {
    refused(
        ShapeException.class,
        "a bool index has the shape of the axes it stands for, got (2) at axis 1 of the shape (2,"
            + " 3, 4)",
        () -> x234().get(0, new boolean[2]));
    refused(
        ShapeException.class,
        "a bool index has the shape of the axes it stands for, got (3, 3) at axis 1 of the shape"
            + " (2, 3, 4)",
        () -> x234().get(all(), from(new boolean[3][3])));
    refused(
        ShapeException.class,
        "tensors of positions are broadcast against each other, got the shapes (2) and (3)",
        () -> x234().get(tensor(0, 1), tensor(0, 1, 2)));
  }

  @Test
  void readingOneElement() {
    refused(
        ShapeException.class,
        "item needs a tensor of one element, got the shape (2)",
        () -> ones(2).item());
    refused(
        ShapeException.class,
        "itemAsLong needs a tensor of one element, got the shape (0)",
        () -> zeros(0).itemAsLong());
    refused(
        ShapeException.class,
        "booleanValue needs a tensor of one element, got the shape (1, 2)",
        () -> ones(1, 2).booleanValue());
  }

  @Test
  void randomBounds() {
    refused(
        IllegalArgumentException.class,
        "randint needs low < high, got 3 and 3",
        () -> randint(3, 3));
    refused(
        IllegalArgumentException.class,
        "randint needs low < high, got 3 and -1",
        () -> randint(3, -1, 2));
  }

  @Test
  void exceptionsAreOfFewKinds() {
    assertInstanceOf(IllegalArgumentException.class, new ShapeException("x"));
    assertInstanceOf(IllegalArgumentException.class, new DTypeException("x"));
    assertInstanceOf(IllegalArgumentException.class, new IndexException("x"));
    assertInstanceOf(IllegalStateException.class, new GraphException("x"));
  }

  /** Null where a tensor is needed, which a type checker sees but the compiler does not. */
  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void nullsAreRefusedBeforeAnythingChanges() {
    var x = tensor(1.0, 2.0).requiresGrad(true);
    Tensor none = null;
    Number noNumber = null;
    for (var call :
        List.<Executable>of(
            () -> x.add(none),
            () -> x.mul(noNumber),
            () -> x.matmul(none),
            () -> x.reshape((Shape) null),
            () -> x.to(null),
            () -> x.get((Object[]) null),
            () -> x.indexSelect(0, none),
            () -> x.gather(0, none),
            () -> x.backward(none),
            () -> x.sum().backward((PassOption) null),
            () -> Fluxion.grad(x.sum(), none),
            () -> Fluxion.grad(none, x),
            () -> Fluxion.inputs(none),
            () -> cat(Arrays.asList(x, none), 0),
            () -> stack(Arrays.asList(x, none), 0),
            () -> from(null),
            () -> Fluxion.wrap(null),
            () -> zeros((DType) null, 1),
            () -> Fluxion.where(none, x, x),
            () -> Fluxion.jvp(p -> p, none, x),
            () -> Fluxion.jvp(p -> p, x, none),
            () -> Fluxion.jvp((Fn<Tensor, Tensor>) null, x, x.detach()),
            () -> Fluxion.defaultDType(null))) {
      assertThrows(NullPointerException.class, call);
    }
    if (x.grad() != null || Modes.level() != Level.NONE || !x.mul(2).requiresGrad()) {
      throw new AssertionError("a refused call left its mark");
    }
    x.sum().backward();
    Expect.values(Expect.gradOf(x), 1, 1);
  }
}
