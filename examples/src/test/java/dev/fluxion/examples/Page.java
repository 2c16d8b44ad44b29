package dev.fluxion.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown: its sections, and the blocks of code in them.
 *
 * @param sections what stands under each heading of the second or third level, the heading first
 */
record Page(List<Section> sections) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * A section.
   *
   * @param heading its heading
   * @param text all of it
   */
  record Section(String heading, String text) {
    /** The blocks of code in a language, in order. */
    List<String> blocks(String language) {
      return BLOCK
          .matcher(text)
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .toList();
    }

    /** The rows of its table below the line that rules off the heading, cell by cell. */
    List<List<String>> rows() {
      return text.lines()
          .dropWhile(line -> !line.startsWith("|---"))
          .skip(1)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
          .toList();
    }
  }

  /** Reads a page of the checkout. */
  static Page read(String name) {
    var text = Checkout.text(Checkout.ROOT.resolve(name));
    return new Page(
        Stream.of(text.split("(?m)^##+ "))
            .map(part -> new Section(part.lines().findFirst().orElse(""), part))
            .toList());
  }

  /** The blocks of code in a language on the whole page, in order. */
  List<String> blocks(String language) {
    return sections.stream().flatMap(section -> section.blocks(language).stream()).toList();
  }

  /**
   * What a snippet says that it prints: the comment after each {@code IO.println(…);}, and the
   * lines of comment that follow it.
   */
  static List<String> printed(String snippet) {
    var lines = new ArrayList<String>();
    boolean follows = false;
    for (var line : snippet.lines().map(String::strip).toList()) {
      if (line.startsWith("IO.println(")) {
        int comment = line.indexOf("; // ");
        if (comment >= 0) {
          lines.add(line.substring(comment + "; // ".length()));
        }
        follows = true;
      } else if (follows && line.startsWith("// ")) {
        lines.add(line.substring("// ".length()));
      } else {
        follows = false;
      }
    }
    return lines;
  }
}
