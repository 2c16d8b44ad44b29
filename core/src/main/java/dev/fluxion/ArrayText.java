package dev.fluxion;

/**
 * The values of a tensor as another library prints them, when {@link Tensor#asArray()} or {@link
 * Tensor#asNDArray()} was called; later writes do not change it.
 *
 * <pre>{@code
 * var x = tensor(0.0, 6.0);
 * x.asArray();         // array([ 0.,  6.], dtype=float32)
 * x.asArray().str();   // [ 0.  6.]
 * }</pre>
 *
 * @param repr what an interactive session shows
 * @param str what {@code print} shows
 */
public record ArrayText(String repr, String str) {
  /** What an interactive session shows. */
  @Override
  public String toString() {
    return repr;
  }
}
