package dev.fluxion.laws.conform.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Torch's expressions over tensors: hand-worked values. */
final class EvaluatorTest {
  private final Map<String, @Nullable Object> names = new HashMap<>();

  EvaluatorTest() {
    names.put("x", Fluxion.from(new double[][] {{1, 2, 3}, {4, 5, 6}}));
    names.put("v", Fluxion.from(new double[] {-1, 4}));
    names.put("i", Fluxion.from(new long[] {2, 0}));
    names.put("dim", -1L);
    names.put("dims", List.of(1L, 0L));
    names.put("nothing", null);
  }

  private Tensor tensor(String text) {
    return assertInstanceOf(Tensor.class, new Evaluator(names).value(Parser.parse(text)));
  }

  private void gives(String text, double... expected) {
    assertArrayEquals(expected, tensor(text).toDoubleArray(), 1e-12, text);
  }

  private NotSupported missing(String text) {
    return assertThrows(NotSupported.class, () -> tensor(text), text);
  }

  @Test
  void operators() {
    gives("-v", 1, -4);
    gives("v + v", -2, 8);
    gives("2 - v", 3, -2);
    gives("1 / v", -1, 0.25);
    gives("v ** 2", 1, 16);
    gives("v * 2 - 1", -3, 7);
    gives("(x @ x.mT)[0]", 14, 32);
    gives("torch.pow(2.0, v)", 0.5, 16);
    gives("(0 < v).to(torch.float64)", 0, 1);
  }

  @Test
  void oneRowServesFunctionMethodAndModule() {
    gives("torch.relu(v)", 0, 4);
    gives("v.relu()", 0, 4);
    gives("F.relu(v)", 0, 4);
  }

  @Test
  void keywordsDefaultsAndNone() {
    gives("torch.sum(x)", 21);
    gives("torch.sum(x, dim=dim)", 6, 15);
    gives("x.sum(0, keepdim=True)", 5, 7, 9);
    gives("torch.sum(x, dim=[0, 1])", 21);
    gives("torch.add(v, v, alpha=0.5)", -1.5, 6);
    gives("torch.clamp(v, min=nothing, max=1.0)", -1, 1);
    gives("torch.clamp(v, min=0)", 0, 4);
    gives("torch.max(x, dim=1)[0]", 3, 6);
    gives("torch.softmax(torch.zeros_like(v), dim=0)", 0.5, 0.5);
  }

  @Test
  void shapes() {
    assertArrayEquals(new int[] {3, 2}, tensor("x.permute(dims)").shape().toArray());
    assertArrayEquals(new int[] {3, 2}, tensor("x.permute(1, 0)").shape().toArray());
    assertArrayEquals(new int[] {4, 2}, tensor("v.expand([4, 2])").shape().toArray());
    gives("torch.cat([v, v], dim=0)", -1, 4, -1, 4);
    gives("torch.where(v > 0, torch.sqrt(v), torch.zeros_like(v))", 0, 2);
  }

  @Test
  void subscripts() {
    gives("x[1]", 4, 5, 6);
    gives("x[-1, 0]", 4);
    gives("x[:, 1:]", 2, 3, 5, 6);
    gives("x[..., ::2]", 1, 3, 4, 6);
    gives("x[:, i]", 3, 1, 6, 4);
    gives("v[v > 0]", 4);
    assertArrayEquals(new int[] {2, 1, 3}, tensor("x[:, None]").shape().toArray());
  }

  @Test
  void attributes() {
    assertEquals(List.of(2L, 3L), new Evaluator(names).value(Parser.parse("x.shape")));
    assertEquals(DType.FLOAT32, tensor("x.to(torch.float32)").dtype());
  }

  @Test
  void whatTheTableLacksIsNamed() {
    assertEquals("no_such_function", missing("torch.no_such_function(x)").getMessage());
    assertEquals("no_such_method", missing("x.no_such_method()").getMessage());
    assertEquals("the name y", missing("y + 1").getMessage());
    assertEquals(
        "div(rounding_mode)", missing("torch.div(v, v, rounding_mode='floor')").getMessage());
    assertEquals("sum(dim = String)", missing("torch.sum(x, dim='a')").getMessage());
    assertEquals("dtype complex128", missing("x.to(torch.complex128)").getMessage());
    assertEquals("mm of ranks 1 and 1", missing("torch.mm(v, v)").getMessage());
  }

  @Test
  void positionalArgumentsPassByTheNamedOnes() {
    var bound =
        Signature.of("gather(input, dim, index)").bind(List.of("x", "i"), Map.of("dim", 1L));
    assertEquals("i", bound.get("index"));
    assertEquals(1, bound.integer("dim"));
  }
}
