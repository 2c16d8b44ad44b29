package dev.fluxion.kernel;

import dev.fluxion.DType;

/** Finds the place of the largest or smallest element. */
final class ArgFold extends Folding {
  private static final int BUFFER = 1024;

  private final boolean max;
  private final DType dtype;
  private final Object x;
  private final Split split;
  private final long[] out;
  private final double[] doubles;

  private int place;
  private double best;
  private long bestWhole;

  ArgFold(Reduce.Kind kind, DType dtype, Object x, Split split, long[] out) {
    this.max = kind == Reduce.Kind.MAX;
    this.dtype = dtype;
    this.x = x;
    this.split = split;
    this.out = out;
    this.doubles = new double[dtype.isFloating() ? Math.min(split.size(), BUFFER) : 0];
  }

  @Override
  void one(int at, int result) {
    place = -1;
    if (split.inLine()) {
      line(0, at, split.size());
    } else {
      var lines = split.lines();
      int number = 0;
      do {
        line(number, lines.at(0) + split.shift(at), lines.inner());
        number += lines.inner();
      } while (lines.next());
    }
    out[result] = place;
  }

  private void line(int number, int at, int n) {
    int step = split.step();
    if (!dtype.isFloating()) {
      whole(number, at, step, n);
      return;
    }
    for (int start = 0; start < n; start += BUFFER) {
      int m = Math.min(BUFFER, n - start);
      Copies.toDouble(dtype, x, at + start * step, step, doubles, 0, 1, m);
      floating(number + start, m);
    }
  }

  private void floating(int number, int n) {
    double b = place < 0 ? doubles[0] : best;
    int p = place < 0 ? 0 : place;
    for (int i = 0; i < n && !Double.isNaN(b); i++) {
      double v = doubles[i];
      if ((max ? v > b : v < b) || Double.isNaN(v)) {
        b = v;
        p = number + i;
      }
    }
    best = b;
    place = p;
  }

  private void whole(int number, int at, int step, int n) {
    long b = place < 0 ? Buffers.asLong(dtype, x, at) : bestWhole;
    int p = place < 0 ? 0 : place;
    for (int i = 0; i < n; i++) {
      long v = Buffers.asLong(dtype, x, at + i * step);
      if (max ? v > b : v < b) {
        b = v;
        p = number + i;
      }
    }
    bestWhole = b;
    place = p;
  }
}
