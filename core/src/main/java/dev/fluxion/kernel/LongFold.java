package dev.fluxion.kernel;

import java.util.Arrays;

/** Folds whole numbers; they wrap around, so any order gives the same result. */
final class LongFold extends Folding {
  private static final int TILE = 512;

  private final Reduce.Kind kind;
  private final long[] x;
  private final Split split;
  private final long[] out;
  private long[] row = {};
  private long[] all = {};

  LongFold(Reduce.Kind kind, long[] x, Split split, long[] out) {
    this.kind = kind;
    this.x = x;
    this.split = split;
    this.out = out;
  }

  @Override
  void one(int at, int result) {
    long y = nothing();
    if (split.inLine()) {
      y = line(y, at, split.step(), split.size());
    } else {
      var lines = split.lines();
      do {
        y = line(y, lines.at(0) + split.shift(at), split.step(), lines.inner());
      } while (lines.next());
    }
    out[result] = y;
  }

  private long line(long y, int at, int step, int n) {
    switch (kind) {
      case SUM -> {
        for (int i = 0; i < n; i++) {
          y += x[at + i * step];
        }
      }
      case PROD -> {
        for (int i = 0; i < n; i++) {
          y *= x[at + i * step];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          y = Math.max(y, x[at + i * step]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          y = Math.min(y, x[at + i * step]);
        }
      }
    }
    return y;
  }

  @Override
  void many(int at, int step, int n, int result) {
    if (row.length == 0) {
      row = new long[Math.min(n, TILE)];
      all = new long[row.length];
    }
    for (int start = 0; start < n; start += TILE) {
      int width = Math.min(TILE, n - start);
      tile(at + start * step, step, width);
      System.arraycopy(all, 0, out, result + start, width);
    }
  }

  private void tile(int at, int step, int width) {
    Arrays.fill(all, nothing());
    var lines = split.lines();
    do {
      int from = lines.at(0) + split.shift(at);
      for (int i = 0; i < lines.inner(); i++) {
        Copies.move(x, from + i * split.step(), step, row, 0, 1, width);
        combine(kind, all, row, width);
      }
    } while (lines.next());
  }

  private long nothing() {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
    };
  }

  private static void combine(Reduce.Kind kind, long[] y, long[] x, int n) {
    switch (kind) {
      case SUM -> {
        for (int j = 0; j < n; j++) {
          y[j] += x[j];
        }
      }
      case PROD -> {
        for (int j = 0; j < n; j++) {
          y[j] *= x[j];
        }
      }
      case MAX -> {
        for (int j = 0; j < n; j++) {
          y[j] = Math.max(y[j], x[j]);
        }
      }
      case MIN -> {
        for (int j = 0; j < n; j++) {
          y[j] = Math.min(y[j], x[j]);
        }
      }
    }
  }
}
