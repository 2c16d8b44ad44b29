package dev.fluxion;

import java.util.ArrayList;
import java.util.List;

/**
 * A Jacobian or Hessian of several tensors by several: for each pair the block of its derivatives.
 *
 * <pre>{@code
 * Fn<List<Tensor>, Tensor> f = p -> p.get(0).mul(p.get(1)).sum();
 * var h = hessianBlocks(f).apply(List.of(tensor(1.0, 2.0), tensor(3.0, 4.0)));
 * h.get(0, 1);        // tensor([[1., 0.],
 *                     //         [0., 1.]])
 * h.matrix().shape(); // (4, 4)
 * }</pre>
 *
 * @param outputs the shapes of the tensors of the result, in order
 * @param inputs those of the tensors of the argument
 * @param rows for each tensor of the result the blocks of the tensors of the argument; each has the
 *     shape of the former followed by that of the latter
 */
public record Blocks(List<Shape> outputs, List<Shape> inputs, List<List<Tensor>> rows) {
  /** Blocks of these rows. */
  public Blocks {
    outputs = List.copyOf(outputs);
    inputs = List.copyOf(inputs);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * One block.
   *
   * @param output the number of a tensor of the result
   * @param input the number of a tensor of the argument
   * @return the derivatives, of shape {@code (output…, input…)}
   */
  public Tensor get(int output, int input) {
    return rows.get(output).get(input);
  }

  /**
   * All of it as one matrix, tensors flattened and one after another.
   *
   * @return a new tensor of shape {@code (elements of the result, elements of the argument)}
   */
  public Tensor matrix() {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      List<Tensor> flat = new ArrayList<>();
      for (int k = 0; k < inputs.size(); k++) {
        flat.add(get(i, k).reshape(outputs.get(i).size(), inputs.get(k).size()));
      }
      all.add(Fluxion.cat(flat, 1));
    }
    return Fluxion.cat(all, 0);
  }
}
