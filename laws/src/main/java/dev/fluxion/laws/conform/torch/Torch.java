package dev.fluxion.laws.conform.torch;

import dev.fluxion.DType;
import dev.fluxion.Tensor;
import dev.fluxion.ValuesIndices;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The table of torch's functions: what each is called in Fluxion. {@code torch.f(x, …)}, {@code
 * F.f(x, …)} and {@code x.f(…)} are one row. A row is one call of Fluxion's and what it takes to
 * put torch's arguments into its words; what would take a computation of its own is left out, so
 * that a case can only pass by what Fluxion does.
 */
public final class Torch {
  private static final Map<String, Row> ROWS = rows();

  private final Map<String, Row> table = new HashMap<>();

  private Torch() {}

  private record Row(Signature signature, Function<Arguments, @Nullable Object> body) {}

  private static Map<String, Row> rows() {
    var torch = new Torch();
    PointwiseRows.fill(torch);
    ReductionRows.fill(torch);
    MovementRows.fill(torch);
    LinearRows.fill(torch);
    NetworkRows.fill(torch);
    LeafRows.fill(torch);
    WriteRows.fill(torch);
    return Map.copyOf(torch.table);
  }

  /**
   * Whether there is a row of this name.
   *
   * @param name a function's name, without the module
   * @return true if it can be called
   */
  public static boolean has(String name) {
    return ROWS.containsKey(name);
  }

  /**
   * Calls torch's function {@code name} as Fluxion has it.
   *
   * @param name a function's name, without the module
   * @param positional arguments by position, values of an {@link Evaluator}
   * @param keywords arguments by name
   * @return the result: a tensor, or a list for several
   * @throws NotSupported if there is no such row, or it has no such argument
   */
  public static @Nullable Object call(
      String name, List<@Nullable Object> positional, Map<String, @Nullable Object> keywords) {
    var row = ROWS.get(name);
    if (row == null) {
      throw new NotSupported(name);
    }
    var result = row.body().apply(row.signature().bind(positional, keywords));
    return switch (result) {
      case ValuesIndices(Tensor values, Tensor indices) -> Arrays.asList(values, indices);
      case null, default -> result;
    };
  }

  /**
   * The dtype that torch calls {@code name}.
   *
   * @param name such as {@code float32}
   * @return the dtype
   * @throws NotSupported if Fluxion has none of this name
   */
  public static DType dtype(String name) {
    for (var dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw new NotSupported("dtype " + name);
  }

  void row(String signature, Function<Arguments, @Nullable Object> body) {
    var parsed = Signature.of(signature);
    table.put(parsed.name(), new Row(parsed, body));
  }

  void unary(String name, UnaryOperator<Tensor> body) {
    row(name + "(input)", a -> body.apply(a.tensor("input")));
  }

  void binary(String name, BinaryOperator<Tensor> body) {
    row(name + "(input, other)", a -> body.apply(a.tensor("input"), a.tensor("other")));
  }
}
