package dev.fluxion.laws;

import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.randint;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static dev.fluxion.Fluxion.wrap;

import dev.fluxion.DType;
import dev.fluxion.DTypeException;
import dev.fluxion.Fluxion;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What is said where types do not fit, and of numbers that nothing can be made of. */
class TypeErrorsTest {
  @TestFactory
  Stream<DynamicTest> types() {
    var whole = tensor(1, 2, 3);
    var truth = tensor(true, false, true);
    return Misuse.tests(
        type("where needs a bool condition, got int64", () -> where(whole, whole, whole)),
        type("neg is for numbers, got bool; convert with to(INT64) first", () -> truth.neg()),
        type("sub is for numbers, got bool; convert with to(INT64) first", () -> truth.sub(truth)),
        type(
            "mean needs floating elements, got int64; convert with toFloat32() or toFloat64() first",
            () -> whole.mean()),
        type(
            "dot needs numbers of one type, got int64 and float32; convert with to(…) first",
            () -> whole.dot(ones(DType.FLOAT32, 3))),
        type(
            "matmul needs numbers of one type, got bool and bool; convert with to(…) first",
            () -> truth.matmul(truth)),
        type(
            "only floating tensors have gradients, got int64; convert with toFloat32() first",
            () -> whole.requiresGrad(true)),
        type(
            "the default type is a floating one, got int64",
            () -> Fluxion.setDefaultDType(DType.INT64)),
        type("the default type is a floating one, got bool", () -> open(DType.BOOL)),
        type(
            "wrap shares a double[], float[], long[], int[], short[] or byte[], got boolean[]; from(array)"
                + " copies",
            () -> wrap(new boolean[1])),
        type(
            "wrap shares a double[], float[], long[], int[], short[] or byte[], got double[][]; from(array)"
                + " copies",
            () -> wrap(new double[1][1])),
        type(
            "from copies an array of double, float, long, int, short, byte or boolean, nested to any"
                + " depth, got String[]",
            () -> from(new String[] {"1"})));
  }

  private static void open(DType dtype) {
    try (var _ = Fluxion.defaultDType(dtype)) {
      throw new AssertionError("a default type of truth values");
    }
  }

  @TestFactory
  Stream<DynamicTest> numbers() {
    return Misuse.tests(
        argument(
            "arange needs a step that leads from start to end, got start 0.0, end 3.0, step -1.0",
            () -> arange(0.0, 3.0, -1.0)),
        argument("randint needs low < high, got 3 and 3", () -> randint(3, 3, 2)));
  }

  private static Misuse type(String message, Executable call) {
    return new Misuse(DTypeException.class, message, call);
  }

  private static Misuse argument(String message, Executable call) {
    return new Misuse(IllegalArgumentException.class, message, call);
  }
}
