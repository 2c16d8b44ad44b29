package dev.fluxion;

import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.vmap;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlatTest {
  record Layer(Tensor weight, Tensor bias, int width) {}

  private static Layer layer() {
    return new Layer(from(new float[][] {{1, 2}, {3, 4}}), from(new double[] {5, 6}), 2);
  }

  @Test
  void aVectorHasTheElementsInOrderAndTheWidestType() {
    var flat = Flat.of(layer());
    assertEquals(6, flat.size());
    assertEquals(DType.FLOAT64, flat.vector().dtype());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, flat.vector().toDoubleArray());
  }

  @Test
  void aTreeComesBackInItsShapesAndTypes() {
    var back = Flat.of(layer()).with(arange(6.0));
    assertEquals(DType.FLOAT32, back.weight().dtype());
    assertEquals(DType.FLOAT64, back.bias().dtype());
    assertEquals(Shape.of(2, 2), back.weight().shape());
    assertArrayEquals(new double[] {0, 1, 2, 3}, back.weight().toDoubleArray());
    assertArrayEquals(new double[] {4, 5}, back.bias().toDoubleArray());
    assertEquals(2, back.width());
  }

  @Test
  void otherTensorsTakeThePlaces() {
    var back = Flat.of(List.of(tensor(1.0), List.of(tensor(2.0)))).with(List.of(zeros(2), zeros()));
    assertEquals("[tensor([0., 0.]), [tensor(0.)]]", back.toString());
  }

  @Test
  void nothingIsAVectorOfNoElements() {
    assertEquals(Shape.of(0), Flat.of(List.of()).vector().shape());
    assertEquals(List.of(), Flat.of(List.of()).with(zeros(0)));
  }

  @Test
  void derivativesAndBatchesGoThrough() {
    Fn<List<Tensor>, Tensor> cubes = p -> Flat.of(p).vector().pow(3).sum();
    var p = List.of(tensor(1.0), tensor(2.0, 3.0));
    assertEquals("[tensor(3.), tensor([12., 27.])]", grad(cubes).apply(p).toString());
    Fn<Tensor, Tensor> second = v -> Flat.of(p).with(v).get(1);
    assertEquals(
        "tensor([[1., 2.],\n        [4., 5.]])",
        vmap(second).apply(arange(6.0).reshape(2, 3)).toString());
  }

  @Test
  void refusesWhatDoesNotFit() {
    var flat = Flat.of(List.of(zeros(2), zeros(3)));
    assertEquals(
        "a tree of 5 elements is made of a vector of as many, got (4)",
        assertThrows(ShapeException.class, () -> flat.with(zeros(4))).getMessage());
    assertEquals(
        "a tree is made of as many tensors as it has, 2, got 1",
        assertThrows(IllegalArgumentException.class, () -> flat.with(List.of(zeros(5))))
            .getMessage());
  }
}
