package dev.fluxion.laws.conform.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word of a Python expression.
 *
 * @param kind what sort of word it is
 * @param text the word; for text literals, what stands between the quotes
 */
record Token(Kind kind, String text) {
  enum Kind {
    NUMBER,
    TEXT,
    FORMAT,
    NAME,
    SYMBOL,
    END
  }

  /** Numbers, text, names, then symbols, longest first. */
  private static final Pattern WORD =
      Pattern.compile(
          "\\s*(?:(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
              + "|(?<format>f'[^']*'|f\"[^\"]*\")"
              + "|(?<text>'[^']*'|\"[^\"]*\")"
              + "|(?<name>[A-Za-z_]\\w*)"
              + "|(?<symbol>\\*\\*|//|==|!=|<=|>=|\\.\\.\\.|[-+*/%@<>()\\[\\].,:=]))");

  /** The words of {@code line}, closed by an END. */
  static List<Token> of(String line) {
    var text = line.strip();
    var tokens = new ArrayList<Token>();
    var word = WORD.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!word.find(at) || word.start() != at) {
        throw new NotSupported("the text \"" + text.substring(at) + "\"");
      }
      at = word.end();
      if (word.group("number") != null) {
        tokens.add(new Token(Kind.NUMBER, word.group("number")));
      } else if (word.group("format") != null) {
        tokens.add(new Token(Kind.FORMAT, inner(word.group("format").substring(1))));
      } else if (word.group("text") != null) {
        tokens.add(new Token(Kind.TEXT, inner(word.group("text"))));
      } else if (word.group("name") != null) {
        tokens.add(new Token(Kind.NAME, word.group("name")));
      } else {
        tokens.add(new Token(Kind.SYMBOL, word.group("symbol")));
      }
    }
    tokens.add(new Token(Kind.END, ""));
    return tokens;
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  private static String inner(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }
}
