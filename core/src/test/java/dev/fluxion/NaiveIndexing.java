package dev.fluxion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code x[…]} as NumPy defines it, element by element: each axis of the result comes from a slice,
 * from a new axis, or from the common shape of the arrays of positions; each element is then looked
 * up.
 *
 * <p>As in PyTorch, and unlike NumPy, a number is no array of positions: it does not make others
 * count as separated.
 */
final class NaiveIndexing {
  /** What one axis of x is picked by; {@code axis} of the result, or -1 where positions decide. */
  private record Pick(int axis, int start, int step, @Nullable Grid positions) {}

  private final Grid x;
  private final List<Pick> picks = new ArrayList<>();
  private final List<Integer> dims = new ArrayList<>();
  private final List<Grid> arrays = new ArrayList<>();
  private int[] common = {};
  private int place = -1;
  private boolean closed;
  private boolean separated;

  private NaiveIndexing(Grid x) {
    this.x = x;
  }

  static Grid get(Grid x, Object... items) {
    var naive = new NaiveIndexing(x);
    naive.read(items);
    return naive.result(x.values());
  }

  /** The row-major numbers of the elements picked. */
  static Grid numbers(Grid x, Object... items) {
    double[] numbers = new double[x.values().length];
    java.util.Arrays.setAll(numbers, i -> i);
    return get(new Grid(x.dims(), numbers), items);
  }

  private void read(Object[] items) {
    int named = 0;
    for (var item : items) {
      named += width(item);
    }
    boolean dots = false;
    for (var item : items) {
      if (item == Index.Mark.ELLIPSIS) {
        dots = true;
        for (int k = named; k < x.rank(); k++) {
          slice(0, x.dims()[picks.size()], 1);
        }
      } else {
        one(item);
      }
    }
    while (!dots && picks.size() < x.rank()) {
      slice(0, x.dims()[picks.size()], 1);
    }
  }

  private static int width(Object item) {
    return item instanceof Index.Mark
        ? 0
        : item instanceof Tensor t && t.dtype() == DType.BOOL ? t.rank() : 1;
  }

  private void one(Object item) {
    int n = picks.size() < x.rank() ? x.dims()[picks.size()] : 0;
    if (item instanceof Integer at) {
      picks.add(new Pick(-2, at < 0 ? at + n : at, 0, null));
    } else if (item == Index.Mark.NEW_AXIS) {
      closed = place >= 0;
      dims.add(1);
    } else if (item instanceof Index.Slice s) {
      int start = s.start() == null ? 0 : clip(s.start(), n);
      int stop = s.stop() == null ? n : clip(s.stop(), n);
      int count = 0;
      for (long i = start; i < stop; i += s.step()) {
        count++;
      }
      slice(start, count, s.step());
    } else if (item instanceof Tensor t && t.dtype() == DType.BOOL) {
      for (var along : places(Grid.of(t))) {
        positions(along);
      }
    } else if (item instanceof Tensor t) {
      positions(Grid.of(t));
    } else {
      throw new IllegalArgumentException("no such item: " + item);
    }
  }

  private static int clip(int at, int n) {
    int from = at < 0 ? at + n : at;
    return from < 0 ? 0 : from > n ? n : from;
  }

  private void slice(int start, int count, int step) {
    closed = place >= 0;
    picks.add(new Pick(dims.size(), start, step, null));
    dims.add(count);
  }

  private void positions(Grid at) {
    separated |= closed;
    place = place < 0 ? dims.size() : place;
    picks.add(new Pick(-1, 0, 0, at));
    arrays.add(at);
  }

  /** For each axis of a mask where the true elements stand. */
  private static List<Grid> places(Grid mask) {
    List<int[]> found = new ArrayList<>();
    for (int n = 0; n < mask.values().length; n++) {
      if (mask.values()[n] != 0) {
        found.add(Grid.index(mask.dims(), n));
      }
    }
    List<Grid> out = new ArrayList<>();
    for (int k = 0; k < mask.rank(); k++) {
      int axis = k;
      out.add(Grid.of(new int[] {found.size()}, i -> found.get(i[0])[axis]));
    }
    return out;
  }

  private Grid result(double[] values) {
    for (var array : arrays) {
      int[] wide = new int[Math.max(common.length, array.rank())];
      for (int k = 1; k <= wide.length; k++) {
        int m = k <= common.length ? common[common.length - k] : 1;
        int n = k <= array.rank() ? array.dims()[array.rank() - k] : 1;
        wide[wide.length - k] = m == 1 ? n : m;
      }
      common = wide;
    }
    int at = place < 0 ? 0 : separated ? 0 : place;
    int[] all = new int[dims.size() + common.length];
    for (int k = 0; k < all.length; k++) {
      all[k] =
          k < at
              ? dims.get(k)
              : k < at + common.length ? common[k - at] : dims.get(k - common.length);
    }
    return Grid.of(all, i -> values[Grid.number(x.dims(), source(i, at))]);
  }

  private int[] source(int[] i, int at) {
    int[] own = java.util.Arrays.copyOfRange(i, at, at + common.length);
    int[] from = new int[x.rank()];
    for (int k = 0; k < from.length; k++) {
      var pick = picks.get(k);
      if (pick.positions != null) {
        int p = (int) pick.positions.wide(own);
        from[k] = p < 0 ? p + x.dims()[k] : p;
      } else if (pick.axis == -2) {
        from[k] = pick.start;
      } else {
        int axis = pick.axis < at ? pick.axis : pick.axis + common.length;
        from[k] = pick.start + i[axis] * pick.step;
      }
    }
    return from;
  }
}
