package dev.fluxion.kernel;

/** Products of int64 matrices; they wrap around. */
final class LongProduct extends Product {
  private final long[] a;
  private final long[] b;
  private final long[] out;

  LongProduct(Gemm g, long[] a, long[] b, long[] out, boolean turned) {
    super(g, turned);
    this.a = a;
    this.b = b;
    this.out = out;
  }

  @Override
  void direct(int at, int bt, int o) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int x = at + i * ai;
        int y = bt + j * bj;
        long s = 0;
        for (int p = 0; p < k; p++) {
          s += a[x] * b[y];
          x += ap;
          y += bp;
        }
        out[o + i * oi + j * oj] = s;
      }
    }
  }

  @Override
  void blocked(int at, int bt, int o) {
    direct(at, bt, o);
  }
}
