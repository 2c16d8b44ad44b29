package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Fluxion.cat;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.ones;
import static dev.fluxion.Fluxion.retainGraph;
import static dev.fluxion.Fluxion.stack;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The graph as users walk it; the names are PyTorch's. */
class NodeTest {
  private static Tensor leaf(double... values) {
    return tensor(values).requiresGrad(true);
  }

  private static String name(Tensor y) {
    return nodeOf(y).name();
  }

  private static List<String> inputs(Tensor y) {
    return nodeOf(y).inputs().stream().map(NodeTest::shown).toList();
  }

  private static String shown(@Nullable Node node) {
    return node == null ? "null" : node.name();
  }

  @Test
  void namesArePyTorchs() {
    var x = leaf(1, 2);
    assertEquals("AddBackward0", name(x.add(x)));
    assertEquals("SubBackward0", name(x.sub(1)));
    assertEquals("MulBackward0", name(x.mul(2)));
    assertEquals("DivBackward0", name(x.div(x)));
    assertEquals("NegBackward0", name(x.neg()));
    assertEquals("ExpBackward0", name(x.exp()));
    assertEquals("LogBackward0", name(x.log()));
    assertEquals("SinBackward0", name(x.sin()));
    assertEquals("TanhBackward0", name(x.tanh()));
    assertEquals("SigmoidBackward0", name(x.sigmoid()));
    assertEquals("ReluBackward0", name(x.relu()));
    assertEquals("SqrtBackward0", name(x.sqrt()));
    assertEquals("AbsBackward0", name(x.abs()));
    assertEquals("SumBackward0", name(x.sum()));
    assertEquals("MeanBackward0", name(x.mean()));
    assertEquals("ProdBackward0", name(x.prod()));
    assertEquals("SoftmaxBackward0", name(x.softmax(0)));
    assertEquals("LogsumexpBackward0", name(x.logSumExp(0)));
    assertEquals("CumsumBackward0", name(x.cumsum(0)));
    assertEquals("MaxBackward0", name(x.max(0).values()));
    assertEquals("MinBackward0", name(x.min(0).values()));
    assertEquals("AmaxBackward0", name(x.amax(new int[] {0}, false)));
    assertEquals("DotBackward0", name(x.dot(x)));
    assertEquals("MmBackward0", name(x.reshape(1, 2).matmul(x.reshape(2, 1))));
    assertEquals("ViewBackward0", name(x.reshape(2, 1)));
    assertEquals("TBackward0", name(x.reshape(1, 2).t()));
    assertEquals("TransposeBackward0", name(x.reshape(1, 2).transpose(0, 1)));
    assertEquals("PermuteBackward0", name(x.reshape(1, 2).permute(1, 0)));
    assertEquals("ExpandBackward0", name(x.expand(3, 2)));
    assertEquals("SqueezeBackward0", name(x.squeeze()));
    assertEquals("UnsqueezeBackward0", name(x.unsqueeze(0)));
    assertEquals("SelectBackward0", name(x.select(0, 1)));
    assertEquals("SelectBackward0", name(x.at(1)));
    assertEquals("SliceBackward0", name(x.narrow(0, 0, 1)));
    assertEquals("FlipBackward0", name(x.flip(0)));
    assertEquals("UnbindBackward0", name(x.unbind(0).get(0)));
    assertEquals("CatBackward0", name(cat(List.of(x, x), 0)));
    assertEquals("StackBackward0", name(stack(List.of(x, x), 0)));
    assertEquals("CloneBackward0", name(x.copy()));
    assertEquals("ToCopyBackward0", name(x.toFloat64()));
    assertEquals("IndexSelectBackward0", name(x.indexSelect(0, tensor(0))));
    assertEquals("WhereBackward0", name(where(tensor(true), x, x)));
    assertEquals("MaximumBackward0", name(x.maximum(x)));
    assertEquals("SoftplusBackward0", name(x.softplus()));
    assertEquals("PowBackward0", name(x.pow(2)));
  }

  @Test
  void theWalkLeadsToTheLeaves() {
    var x = leaf(1, 2);
    var y = leaf(3, 4);
    var z = x.mul(y).sin().sum();
    var sin = Objects.requireNonNull(nodeOf(z).inputs().get(0));
    assertEquals("SinBackward0", sin.name());
    var mul = Objects.requireNonNull(sin.inputs().get(0));
    assertEquals("MulBackward0", mul.name());
    var atX = Objects.requireNonNull(mul.inputs().get(0));
    assertEquals("AccumulateGrad", atX.name());
    assertTrue(atX.inputs().isEmpty());
    assertSame(atX, nodeOf(x.neg()).inputs().get(0));
    assertSame(mul.inputs().get(1), nodeOf(y.neg()).inputs().get(0));
    assertThrows(UnsupportedOperationException.class, () -> mul.inputs().clear());
  }

  @Test
  void constantsAreNull() {
    var x = leaf(1, 2);
    assertEquals(List.of("AccumulateGrad", "null"), inputs(x.mul(3)));
    assertEquals(List.of("null", "AccumulateGrad"), inputs(Fluxion.div(3, x)));
    assertEquals(List.of("null", "AccumulateGrad"), inputs(ones(2).sub(x)));
    assertEquals(List.of("null", "AccumulateGrad", "null"), inputs(where(tensor(true), x, 0)));
    assertEquals(List.of("AccumulateGrad", "null"), inputs(x.indexSelect(0, tensor(1))));
    assertEquals(
        List.of("null", "AccumulateGrad", "null"), inputs(cat(List.of(ones(1), x, ones(2)), 0)));
    assertEquals(List.of("AccumulateGrad", "null"), inputs(x.dot(ones(2))));
    try (var _ = Fluxion.noGrad()) {
      assertNull(x.mul(3).gradFn());
    }
  }

  @Test
  void alignmentIsNotShown() {
    var x = leaf(1, 2);
    var s = tensor(2.0).requiresGrad(true);
    assertEquals(List.of("AccumulateGrad", "AccumulateGrad"), inputs(x.mul(s)));
    assertEquals(List.of("AccumulateGrad", "AccumulateGrad"), inputs(s.sub(x)));
    assertEquals(
        List.of("AccumulateGrad", "AccumulateGrad"), inputs(x.add(ones(2, 1).requiresGrad(true))));
    assertEquals(List.of("SinBackward0", "AccumulateGrad"), inputs(s.sin().mul(x)));
    assertEquals(List.of("ExpandBackward0", "AccumulateGrad"), inputs(s.expand(2).mul(x)));
    var batch = ones(3, 2, 2).requiresGrad(true);
    assertEquals(
        List.of("ViewBackward0", "AccumulateGrad"),
        inputs(leaf(1, 2, 3, 4).reshape(2, 2).matmul(batch)));
  }

  /** Promotion inserts a cast, as alignment does an expansion; PyTorch's graph shows neither. */
  @Test
  void promotionIsNotShown() {
    var x = leaf(1, 2);
    assertEquals(List.of("AccumulateGrad", "null"), inputs(x.mul(from(new double[] {1, 2}))));
    assertEquals(
        List.of("AccumulateGrad", "null"),
        inputs(from(new float[] {1}).reshape().requiresGrad(true).mul(from(new double[] {1, 2}))));
    assertEquals(List.of("ToCopyBackward0"), inputs(x.toFloat64().neg()));
  }

  @Test
  void outputsOfOneOperationHaveOneNode() {
    var x = leaf(1, 2, 3);
    var parts = x.unbind(0);
    assertSame(parts.get(0).gradFn(), parts.get(2).gradFn());
    assertEquals(List.of("AccumulateGrad"), inputs(parts.get(1)));
    assertEquals(
        List.of("UnbindBackward0", "UnbindBackward0"), inputs(parts.get(0).mul(parts.get(1))));
    assertEquals("UnbindBackward0", name(leaf(1).unbind(0).get(0)));
    var max = x.max(0);
    assertEquals("MaxBackward0", name(max.values()));
    assertNull(max.indices().gradFn());
    assertEquals(false, max.indices().requiresGrad());
  }

  @Test
  void someOutputsOfSeveral() {
    var x = leaf(1, 2, 3);
    x.unbind(0).get(1).mul(5).backward();
    Expect.values(gradOf(x), 0, 5, 0);
  }

  @Test
  void allOutputsInAnyOrderAndTwice() {
    var x = leaf(1, 2, 3);
    var p = x.unbind(0);
    p.get(2).mul(p.get(0)).add(p.get(1).mul(p.get(1))).add(p.get(2)).backward(retainGraph());
    Expect.values(gradOf(x), 3, 4, 2);
    x.grad(null);
    p.get(0).backward(retainGraph());
    p.get(2).backward();
    Expect.values(gradOf(x), 1, 0, 1);
  }

  @Test
  void outputsRetainTheirOwnGradients() {
    var x = leaf(1, 2, 3);
    var p = x.mul(1).unbind(0);
    p.get(0).retainGrad();
    p.get(2).retainGrad();
    p.get(0).mul(2).add(p.get(2).mul(p.get(2))).backward();
    Expect.values(gradOf(p.get(0)), 2);
    assertNull(p.get(1).grad());
    Expect.values(gradOf(p.get(2)), 6);
    Expect.values(gradOf(x), 2, 0, 6);
  }

  @Test
  void gradientsWithRespectToOutputs() {
    var x = leaf(1, 2, 3);
    var p = x.unbind(0);
    var y = p.get(0).mul(p.get(1)).mul(p.get(2));
    var g = grad(List.of(y), List.of(p.get(1), x, p.get(2)));
    Expect.values(Objects.requireNonNull(g.get(0)), 3);
    Expect.values(Objects.requireNonNull(g.get(1)), 6, 3, 2);
    Expect.values(Objects.requireNonNull(g.get(2)), 2);
  }

  @Test
  void maxAlongAnAxisPassesBackToOneElement() {
    var x = from(new double[][] {{1, 7, 7}, {4, 2, 0}}).requiresGrad(true);
    var max = x.max(1);
    max.values().mul(from(new double[] {10, 20})).sum().backward();
    Expect.values(gradOf(x), 0, 10, 0, 20, 0, 0);
    x.grad(null);
    x.gather(1, max.indices().unsqueeze(1)).sum().backward();
    Expect.values(gradOf(x), 0, 1, 0, 1, 0, 0);
  }

  @Test
  void theGraphIsThatOfTheMomentTheOperationRan() {
    var x = leaf(2);
    var y = x.mul(x);
    var e = y.exp();
    y.detach_();
    e.detach_();
    assertNull(y.gradFn());
    var z = leaf(3);
    var before = z.mul(2);
    z.requiresGrad(false);
    assertEquals(List.of("AccumulateGrad", "null"), inputs(before));
  }

  /** The result is saved for the pull; that it is detached afterwards must not matter. */
  @Test
  void aSavedResultThatIsDetachedLater() {
    var x = leaf(0.5);
    var y = x.exp();
    var z = y.mul(y);
    y.detach_();
    var g = grad(z, x, Fluxion.createGraph());
    Expect.near(1e-6, g, 2 * Math.exp(1));
    Expect.near(1e-6, grad(g, x), 4 * Math.exp(1));
  }

  @Test
  void aNodePrintsAsInPython() {
    assertTrue(
        nodeOf(leaf(1).mul(2)).toString().matches("<MulBackward0 object at 0x[0-9a-f]{12}>"));
    assertEquals("tensor([2.], grad_fn=<MulBackward0>)", leaf(1).mul(2).toString());
  }
}
