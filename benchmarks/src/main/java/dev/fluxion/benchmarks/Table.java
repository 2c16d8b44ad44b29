package dev.fluxion.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table to read in a terminal, which is also one in Markdown.
 *
 * @param rows the cells of each row, the head first; all rows are of one length
 */
public record Table(List<List<String>> rows) {
  /** {@return the lines, with aligned columns} */
  @Override
  public String toString() {
    int[] widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      Arrays.setAll(widths, c -> Math.max(widths[c], row.get(c).length()));
    }
    var lines = new ArrayList<>(rows);
    lines.add(1, Arrays.stream(widths).mapToObj("-"::repeat).toList());
    var text = new StringBuilder();
    for (var row : lines) {
      for (int c = 0; c < widths.length; c++) {
        var cell = row.get(c);
        text.append("| ").append(cell).repeat(' ', widths[c] - cell.length() + 1);
      }
      text.append("|\n");
    }
    return text.toString();
  }
}
