package dev.fluxion.peers;

import dev.fluxion.benchmarks.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The times that were measured, as a table with Fluxion's share, and how far it is from C.
 *
 * @param rows what was asked for
 * @param threads the numbers of threads
 * @param micros microseconds of an operation; none for what was not measured, or failed
 */
record Times(List<Row> rows, List<Integer> threads, Map<Cell, Double> micros) {
  /** A place in the table. */
  record Cell(Row row, int threads, Column column) {}

  void put(Cell cell, double perCall) {
    micros.put(cell, perCall / cell.row.operations());
  }

  private double micros(Row row, int count, Column column) {
    return micros.getOrDefault(new Cell(row, count, column), Double.NaN);
  }

  /** Only the columns that any of the rows has. */
  Table table() {
    var columns =
        Arrays.stream(Column.values())
            .filter(c -> micros.keySet().stream().anyMatch(cell -> cell.column == c))
            .toList();
    var lines = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("row", "threads"));
    columns.forEach(column -> head.add(column.head + " µs"));
    head.addAll(List.of("Fluxion / better libtorch", "goal", "met"));
    boolean hasFloor = columns.contains(Column.C);
    if (hasFloor) {
      head.add("Fluxion / C");
    }
    lines.add(head);
    for (var row : rows) {
      for (int count : threads) {
        var cells = new ArrayList<>(List.of(row.text, Integer.toString(count)));
        columns.forEach(column -> cells.add(time(micros(row, count, column))));
        double share = share(row, count);
        boolean open = Double.isNaN(share) || Double.isNaN(row.goal);
        cells.add(ratio(share, "%.3f"));
        cells.add(Double.isNaN(row.goal) ? "-" : "≤ " + row.goal);
        cells.add(open ? "-" : share <= row.goal ? "yes" : "no");
        if (hasFloor) {
          cells.add(ratio(micros(row, count, Column.FLUXION) / micros(row, count, Column.C), "%.1f"));
        }
        lines.add(cells);
      }
    }
    return new Table(lines);
  }

  private double share(Row row, int count) {
    double one = micros(row, count, Column.LIBTORCH);
    double other = micros(row, count, Column.DJL);
    double better = Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    return micros(row, count, Column.FLUXION) / better;
  }

  private static String ratio(double ratio, String format) {
    return Double.isNaN(ratio) ? "-" : format.formatted(ratio);
  }

  private static String time(double micros) {
    if (Double.isNaN(micros)) {
      return "-";
    }
    return (micros >= 100 ? "%.0f" : micros >= 1 ? "%.1f" : "%.3f").formatted(micros);
  }
}
