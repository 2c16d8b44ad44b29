package dev.fluxion.peers;

import dev.fluxion.benchmarks.Rounds.Length;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the arguments of {@code bin/bench-peers} ask for.
 *
 * @param what what is measured
 * @param length how often and how long
 * @param threads the numbers of threads
 * @param patterns found in the names of the rows; none for all rows
 */
record Request(What what, Length length, List<Integer> threads, List<Pattern> patterns) {
  /** What can be measured. */
  enum What {
    /** The time of a call, when all is warm. */
    TIMES,
    /** The time from the start of the process. */
    COLD,
    /** The memory of the process. */
    MEMORY
  }

  static Request of(String... arguments) {
    var what = What.TIMES;
    var length = Length.MEASURED;
    var threads = List.of(1, 2);
    int rounds = 0;
    var patterns = new ArrayList<Pattern>();
    var rest = new ArrayList<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      var argument = rest.removeFirst();
      switch (argument) {
        case "--smoke" -> length = Length.SMOKE;
        case "--cold" -> what = What.COLD;
        case "--memory" -> what = What.MEMORY;
        case "--rounds" -> rounds = number(argument, rest);
        case "--threads" -> threads = List.of(number(argument, rest));
        default -> patterns.add(Pattern.compile(argument));
      }
    }
    if (rounds > 0) {
      length = new Length(rounds, length.warmups(), length.iterations());
    }
    return new Request(what, length, threads, patterns);
  }

  private static int number(String option, List<String> rest) {
    var text = rest.isEmpty() ? "nothing" : rest.removeFirst();
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(option + " needs a number of 1 or more, got " + text);
    }
    return Integer.parseInt(text);
  }

  /** The rows that are asked for. */
  List<Row> rows() {
    var rows = Arrays.stream(Row.values()).filter(this::asksFor).toList();
    if (rows.isEmpty()) {
      var names = Arrays.stream(Row.values()).map(row -> row.key).toList();
      throw new IllegalArgumentException(
          "a row is one of "
              + String.join(" ", names)
              + ", or an expression that finds it, got "
              + patterns);
    }
    return rows;
  }

  private boolean asksFor(Row row) {
    return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matcher(row.key).find());
  }
}
