package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Halves;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a tensor as NumPy 1.13 prints them, and as MXNet does, which prints NumPy's text
 * between a blank line and the shape. Later versions of NumPy print {@code [0., 6.]} where this
 * prints {@code [ 0., 6.]}.
 *
 * <p>Three habits of that version make its look. A column of floating numbers always has room for a
 * sign. Zeros at the end of a fraction become blanks, in each number for itself. And a line is
 * broken before the word that would make it as long as the width, words being numbers with the
 * comma behind them.
 *
 * <p>The numbers shown decide on the notation: scientific if the largest magnitude is 10⁸ or more,
 * or more than 1000 times the smallest, or the smallest is below 10⁻⁴; zeros, NaN and infinities do
 * not count.
 */
final class NumpyText {
  private static final int PRECISION = 8;
  private static final int LINE_WIDTH = 75;
  private static final int THRESHOLD = 1000;
  private static final int EDGE_ITEMS = 3;
  private static final String GAP = "...,";
  private static final String REPR = "array(";

  private final Strided x;
  private final Layout layout;
  private final String prefix;
  private final String separator;
  private final Column column;
  private final StringBuilder out = new StringBuilder();

  private NumpyText(Strided x, String prefix, String separator) {
    this.x = x;
    this.layout = x.layout();
    this.prefix = prefix;
    this.separator = separator;
    this.column = x.dtype().isFloating() ? floating() : whole();
  }

  /** As NumPy prints an array of these values. */
  static ArrayText array(Strided x) {
    return new ArrayText(repr(x), str(x));
  }

  /** As MXNet prints an NDArray of these values; a single number has one axis there. */
  static ArrayText ndArray(Strided x) {
    var wide = x.layout().rank() == 0 ? x.with(x.layout().unsqueeze(0)) : x;
    var dims = new ArrayList<String>();
    for (int axis = 0; axis < wide.layout().rank(); axis++) {
      dims.add(Integer.toString(wide.layout().dim(axis)));
    }
    var text = "\n%s\n<NDArray %s @cpu(0)>".formatted(str(wide), String.join("x", dims));
    return new ArrayText(text, text);
  }

  private static String str(Strided x) {
    return text(x, "", " ");
  }

  private static String repr(Strided x) {
    boolean empty = x.layout().size() == 0;
    var text = new StringBuilder(REPR).append(text(x, REPR, ", "));
    if (empty && x.layout().rank() != 1) {
      text.append(", shape=").append(x.shape());
    }
    if (empty || x.dtype() != DType.FLOAT64 && x.dtype() != DType.INT64) {
      text.append(", dtype=").append(x.dtype());
    }
    return text.append(')').toString();
  }

  private static String text(Strided x, String prefix, String separator) {
    if (x.layout().size() == 0) {
      return "[]";
    }
    if (x.layout().rank() == 0) {
      return Reading.bare(Dense.of(x));
    }
    var text = new NumpyText(x, prefix, separator);
    text.block(0, x.layout().offset());
    return text.out.toString();
  }

  private boolean isCut(int length) {
    return layout.size() > THRESHOLD && length > 2 * EDGE_ITEMS;
  }

  /** Where the slices shown of an axis begin, from where the axis does. */
  private int[] starts(int axis, int at) {
    int n = layout.dim(axis);
    int shown = isCut(n) ? 2 * EDGE_ITEMS : n;
    int[] all = new int[shown];
    for (int i = 0; i < shown; i++) {
      int position = isCut(n) && i >= EDGE_ITEMS ? n - shown + i : i;
      all[i] = at + position * layout.stride(axis);
    }
    return all;
  }

  private void block(int axis, int at) {
    if (axis == layout.rank() - 1) {
      row(axis, at);
      return;
    }
    var indent = " ".repeat(prefix.length() + axis + 1);
    int inner = layout.rank() - 1 - axis;
    int[] starts = starts(axis, at);
    boolean cut = isCut(layout.dim(axis));
    out.append('[');
    for (int i = 0; i < starts.length; i++) {
      if (i > 0) {
        out.append(indent);
      }
      if (cut && i == EDGE_ITEMS) {
        // NumPy leaves the blank behind the comma, and no further lines between blocks.
        out.append(GAP).append(" \n").append(indent);
      }
      block(axis + 1, starts[i]);
      if (i < starts.length - 1) {
        out.append(separator.strip()).repeat('\n', inner);
      }
    }
    out.append(']');
  }

  /** The innermost axis, in as many lines as it needs. */
  private void row(int axis, int at) {
    var indent = " ".repeat(prefix.length() + axis + 1);
    int[] starts = starts(axis, at);
    boolean cut = isCut(layout.dim(axis));
    var line = new StringBuilder(indent);
    out.append('[');
    int begun = out.length();
    for (int i = 0; i < starts.length; i++) {
      if (cut && i == EDGE_ITEMS) {
        extend(line, GAP + " ", indent);
      }
      extend(line, column.text(starts[i]) + (i < starts.length - 1 ? separator : ""), indent);
    }
    out.append(line).append(']');
    // The first line stands behind the brackets, not behind the indentation.
    out.delete(begun, begun + indent.length());
  }

  /** Puts a word on this line if there is room, else on the next. */
  private void extend(StringBuilder line, String word, String indent) {
    int before = line.toString().stripTrailing().length();
    if (before + word.stripTrailing().length() >= LINE_WIDTH) {
      out.append(line, 0, before).append('\n');
      line.setLength(0);
      line.append(indent);
    }
    line.append(word);
  }

  /** How one number is written, at a place in the array. */
  private interface Column {
    String text(int at);
  }

  private Column whole() {
    boolean flags = x.dtype() == DType.BOOL;
    int width = 0;
    for (int at : shown()) {
      width = Math.max(width, plain(at).length());
    }
    int padded = flags ? "False".length() : width;
    return at -> padded(plain(at), padded);
  }

  private String plain(int at) {
    long value = Buffers.asLong(x.dtype(), x.array(), at);
    if (x.dtype() == DType.BOOL) {
      return value != 0 ? "True" : "False";
    }
    return Long.toString(value);
  }

  private double number(int at) {
    return Buffers.asDouble(x.dtype(), x.array(), at);
  }

  private Column floating() {
    var counting = new ArrayList<Double>();
    boolean special = false;
    for (int at : shown()) {
      double value = Math.abs(number(at));
      special |= !Double.isFinite(value);
      if (value != 0 && Double.isFinite(value)) {
        counting.add(value);
      }
    }
    double most = counting.stream().mapToDouble(v -> v).max().orElse(0);
    double least = counting.stream().mapToDouble(v -> v).min().orElse(0);
    boolean scientific = most >= 1e8 || most > 0 && (least < 1e-4 || ratio(most, least) > 1000);
    return scientific ? scientific(most, least) : fixed(counting, most, special);
  }

  /** In the arithmetic of the elements. */
  private double ratio(double most, double least) {
    var ratio = x.dtype() == DType.FLOAT64 ? most / least : (float) most / (float) least;
    return Halves.holds(x.dtype()) ? Create.scalar(ratio, x.dtype()).item() : ratio;
  }

  private Column scientific(double most, double least) {
    boolean threeDigits = least < 1e-99 || most >= 1e100;
    int width = PRECISION + (threeDigits ? 9 : 8);
    return at -> {
      var text = PythonNumber.scientific(number(at), PRECISION);
      int exponent = text.length() - 2;
      boolean short2 = threeDigits && exponent > 0 && "+-".indexOf(text.charAt(exponent - 1)) >= 0;
      return padded(
          short2 ? text.substring(0, exponent) + "0" + text.substring(exponent) : text, width);
    };
  }

  private Column fixed(List<Double> counting, double most, boolean special) {
    int digits = 0;
    for (double value : counting) {
      var text = PythonNumber.fixed(value, PRECISION);
      digits = Math.max(digits, withoutZeros(text).length() - text.indexOf('.') - 1);
    }
    int whole = PythonNumber.fixed(Math.floor(most), 0).length();
    int width = Math.max(whole + digits + 2, special ? "-inf".length() : 0);
    int precision = digits;
    return at -> {
      double value = number(at);
      var text = PythonNumber.fixed(value, precision);
      if (!Double.isFinite(value)) {
        return padded(text, width);
      }
      var padded = padded(precision == 0 ? text + "." : text, width);
      var bare = withoutZeros(padded);
      return bare + " ".repeat(padded.length() - bare.length());
    };
  }

  /** A number with a point without the zeros behind its last digit. */
  private static String withoutZeros(String text) {
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }

  private static String padded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** Where the elements shown lie in their array. */
  private List<Integer> shown() {
    var all = List.of(layout.offset());
    for (int axis = 0; axis < layout.rank(); axis++) {
      var spread = new ArrayList<Integer>();
      for (int at : all) {
        for (int start : starts(axis, at)) {
          spread.add(start);
        }
      }
      all = spread;
    }
    return all;
  }
}
