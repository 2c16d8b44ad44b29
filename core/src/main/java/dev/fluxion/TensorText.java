package dev.fluxion;

import dev.fluxion.kernel.Buffers;
import dev.fluxion.kernel.Layout;
import dev.fluxion.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as PyTorch prints it, to the character.
 *
 * <p>The elements that will be seen are gathered first (all, or the ends of the axes), since they
 * alone decide on the notation and on the width of a column. Then one walk over the axes sets the
 * brackets: a row breaks its lines where the width asks, an outer axis after every block.
 *
 * <p>Two oddities of PyTorch are kept, as they show in its output. Zeros, NaN and infinities have
 * no say in notation and width and may stick out of their column ({@code [1., inf, -inf]}); with
 * nothing else to show, sciMode is not asked. And the width is measured in the notation that the
 * numbers ask for, even if sciMode then forces the other.
 *
 * <p>The rules are those of PyTorch 1.13 ({@code torch/_tensor_str.py}); edgeItems 0, which there
 * fails for matrices, is that of 2.2.
 */
final class TensorText {
  private static final String PREFIX = "tensor(";

  private final Layout layout;
  private final PrintOptions options;
  private final boolean summarised;
  private final Column column;
  private final StringBuilder out = new StringBuilder(PREFIX);
  private int next;

  private TensorText(Strided x, PrintOptions options) {
    this.layout = x.layout();
    this.options = options;
    this.summarised = layout.size() > options.threshold();
    this.column = Column.of(x, positions(), options);
  }

  /**
   * The text of a tensor, such as {@code tensor([1., 2.], dtype=torch.float64)}.
   *
   * @param defaultFloat the floating type whose name is not printed
   * @param suffixes what follows the type
   */
  static String text(Strided x, PrintOptions options, DType defaultFloat, List<String> suffixes) {
    var text = new TensorText(x, options);
    if (x.layout().size() == 0) {
      text.out.append("[]");
    } else {
      text.block(0);
    }
    var all = described(x, options, defaultFloat);
    all.addAll(suffixes);
    text.suffixes(all);
    return text.out.append(')').toString();
  }

  /** What the elements do not show by themselves: the shape and the type. */
  private static List<String> described(Strided x, PrintOptions options, DType defaultFloat) {
    var all = new ArrayList<String>();
    boolean empty = x.layout().size() == 0;
    if (empty ? x.layout().rank() != 1 : options.edgeItems() == 0) {
      all.add("size=" + tuple(x.shape()));
    }
    boolean shown = !empty && (x.dtype() == DType.INT64 || x.dtype() == DType.BOOL);
    if (!shown && x.dtype() != defaultFloat) {
      all.add("dtype=torch." + x.dtype());
    }
    return all;
  }

  private static String tuple(Shape shape) {
    return shape.rank() == 1 ? "(" + shape.dim(0) + ",)" : shape.toString();
  }

  /** Where the elements shown lie in their array, in the order of printing. */
  private int[] positions() {
    if (layout.size() == 0) {
      return new int[0];
    }
    int[] all = {layout.offset()};
    for (int axis = 0; axis < layout.rank(); axis++) {
      all = spread(all, axis);
    }
    return all;
  }

  /** From where slices along an axis begin, where their elements shown do. */
  private int[] spread(int[] starts, int axis) {
    int n = layout.dim(axis);
    int head = isCut(n) ? options.edgeItems() : n;
    int shown = isCut(n) ? 2 * head : n;
    int[] all = new int[starts.length * shown];
    int k = 0;
    for (int start : starts) {
      for (int i = 0; i < shown; i++) {
        all[k++] = start + (i < head ? i : n - shown + i) * layout.stride(axis);
      }
    }
    return all;
  }

  private boolean isCut(int length) {
    return summarised && length > 2L * options.edgeItems();
  }

  /** One item of an axis after another in brackets; a number once there are no axes left. */
  private void block(int axis) {
    if (axis == layout.rank()) {
      out.append(column.padded(next++));
      return;
    }
    int n = layout.dim(axis);
    int gap = isCut(n) ? options.edgeItems() : n;
    int items = isCut(n) ? 2 * gap + 1 : n;
    int inner = layout.rank() - 1 - axis;
    int indent = PREFIX.length() + axis;
    int perLine =
        inner > 0 ? 1 : Math.max(1, (options.lineWidth() - indent) / (column.width() + 2));
    var newLine = "," + "\n".repeat(Math.max(inner, 1)) + " ".repeat(indent + 1);
    out.append('[');
    for (int i = 0; i < items; i++) {
      if (i > 0) {
        out.append(i % perLine == 0 ? newLine : ", ");
      }
      if (i == gap) {
        out.append(inner > 0 || gap == 0 ? "..." : " ...");
      } else {
        block(axis + 1);
      }
    }
    out.append(']');
  }

  /** Each on the last line if there is room, else on a line of its own. */
  private void suffixes(List<String> all) {
    // PyTorch counts the end of the elements two columns further right than it is.
    int column = out.length() - out.lastIndexOf("\n") + 1;
    for (var suffix : all) {
      if (column + 2 + suffix.length() > options.lineWidth()) {
        out.append(",\n").repeat(' ', PREFIX.length());
        column = PREFIX.length();
      } else {
        out.append(", ");
        column += 2;
      }
      out.append(suffix);
      column += suffix.length();
    }
  }

  private static String wholeText(Strided x, int at) {
    long value = Buffers.asLong(x.dtype(), x.array(), at);
    if (x.dtype() == DType.BOOL) {
      return value != 0 ? "True" : "False";
    }
    return Long.toString(value);
  }

  /** How floating numbers are written. */
  private enum Notation {
    /** {@code 28.} */
    WHOLE,
    /** {@code 28.0000} */
    FIXED,
    /** {@code 2.8000e+01} */
    SCIENTIFIC;

    String text(double value, int precision) {
      return switch (this) {
        case WHOLE -> PythonNumber.fixed(value, 0) + (Double.isFinite(value) ? "." : "");
        case FIXED -> PythonNumber.fixed(value, precision);
        case SCIENTIFIC -> PythonNumber.scientific(value, precision);
      };
    }
  }

  /** The texts of the elements shown and the width to which they are padded. */
  private record Column(List<String> texts, int width) {

    static Column of(Strided x, int[] positions, PrintOptions options) {
      return x.dtype().isFloating() ? floating(x, positions, options) : whole(x, positions);
    }

    private static Column whole(Strided x, int[] positions) {
      var texts = new ArrayList<String>(positions.length);
      int width = 1;
      for (int at : positions) {
        var text = wholeText(x, at);
        texts.add(text);
        width = Math.max(width, text.length());
      }
      return new Column(texts, width);
    }

    private static Column floating(Strided x, int[] positions, PrintOptions options) {
      var range = new Range();
      for (int at : positions) {
        range.add(Buffers.asDouble(x.dtype(), x.array(), at));
      }
      var measured = range.notation(null);
      var printed = range.notation(options.sciMode());
      var texts = new ArrayList<String>(positions.length);
      int width = 1;
      for (int at : positions) {
        double value = Buffers.asDouble(x.dtype(), x.array(), at);
        var text = printed.text(value, options.precision());
        texts.add(text);
        if (Range.counts(value)) {
          var other = measured == printed ? text : measured.text(value, options.precision());
          width = Math.max(width, other.length());
        }
      }
      return new Column(texts, width);
    }

    String padded(int number) {
      var text = texts.get(number);
      return " ".repeat(Math.max(0, width - text.length())) + text;
    }
  }

  /** What of the numbers shown decides on the notation. */
  private static final class Range {
    private double least = Double.POSITIVE_INFINITY;
    private double most;
    private boolean whole = true;

    /** Whether a number has a say. */
    static boolean counts(double value) {
      return value != 0 && Double.isFinite(value);
    }

    void add(double value) {
      if (counts(value)) {
        least = Math.min(least, Math.abs(value));
        most = Math.max(most, Math.abs(value));
        whole &= value == Math.rint(value);
      }
    }

    Notation notation(@Nullable Boolean sciMode) {
      boolean scientific = most / least > 1000 || most > 1e8 || least < 1e-4;
      if (sciMode != null && most > 0) {
        scientific = sciMode;
      }
      return scientific ? Notation.SCIENTIFIC : whole ? Notation.WHOLE : Notation.FIXED;
    }
  }
}
