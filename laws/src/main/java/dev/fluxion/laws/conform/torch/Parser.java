package dev.fluxion.laws.conform.torch;

import dev.fluxion.laws.conform.torch.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Python expression by recursive descent, one method a level of precedence: choice,
 * comparison, sum, product, sign, power, then calls, subscripts and attributes.
 */
public final class Parser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%", "@");

  private final String text;
  private final List<Token> tokens;
  private int at;

  private Parser(String text) {
    this.text = text;
    this.tokens = Token.of(text);
  }

  /**
   * The expression that {@code text} spells; several with commas between them are a tuple.
   *
   * @param text a Python expression
   * @return its tree
   * @throws NotSupported if the text uses more of Python than is read here
   */
  public static Expr parse(String text) {
    var parser = new Parser(text);
    var first = parser.expression();
    if (parser.sees(",")) {
      var items = new ArrayList<Expr>(List.of(first));
      while (parser.accepts(",") && parser.token().kind() != Kind.END) {
        items.add(parser.expression());
      }
      first = new Expr.Items(items);
    }
    if (parser.token().kind() != Kind.END) {
      throw parser.unread();
    }
    return first;
  }

  private Expr expression() {
    if (acceptsName("lambda")) {
      var parameters = new ArrayList<String>();
      while (!accepts(":")) {
        parameters.add(name());
        accepts(",");
      }
      return new Expr.Lambda(parameters, expression());
    }
    var value = comparison();
    if (!acceptsName("if")) {
      return value;
    }
    var condition = comparison();
    if (!acceptsName("else")) {
      throw unread();
    }
    return new Expr.Choice(condition, value, expression());
  }

  private Expr comparison() {
    var left = sum();
    return seesOneOf(COMPARISONS) ? new Expr.Binary(take().text(), left, sum()) : left;
  }

  private Expr sum() {
    var left = product();
    while (seesOneOf(SUMS)) {
      left = new Expr.Binary(take().text(), left, product());
    }
    return left;
  }

  private Expr product() {
    var left = signed();
    while (seesOneOf(PRODUCTS)) {
      left = new Expr.Binary(take().text(), left, signed());
    }
    return left;
  }

  private Expr signed() {
    if (accepts("-")) {
      return new Expr.Negated(signed());
    }
    var base = postfixed();
    return accepts("**") ? new Expr.Binary("**", base, signed()) : base;
  }

  private Expr postfixed() {
    var value = atom();
    while (true) {
      if (accepts(".")) {
        value = new Expr.Attribute(value, name());
      } else if (accepts("(")) {
        value = call(value);
      } else if (accepts("[")) {
        value = new Expr.Subscript(value, until("]", this::subscript));
      } else {
        return value;
      }
    }
  }

  private Expr call(Expr function) {
    var positional = new ArrayList<Expr>();
    Map<String, Expr> keywords = new LinkedHashMap<>();
    while (!accepts(")")) {
      if (accepts("*")) {
        positional.add(new Expr.Starred(expression()));
      } else if (token().kind() == Kind.NAME && tokens.get(at + 1).isSymbol("=")) {
        var keyword = name();
        accepts("=");
        keywords.put(keyword, expression());
      } else {
        positional.add(expression());
      }
      if (!accepts(",") && !sees(")")) {
        throw unread();
      }
    }
    return new Expr.Call(function, positional, keywords);
  }

  private Expr subscript() {
    var start = bound();
    if (!accepts(":")) {
      if (start == null) {
        throw unread();
      }
      return start;
    }
    var stop = bound();
    return new Expr.Range(start, stop, accepts(":") ? bound() : null);
  }

  private @Nullable Expr bound() {
    return sees(":") || sees(",") || sees("]") ? null : expression();
  }

  private Expr atom() {
    var token = take();
    return switch (token.kind()) {
      case NUMBER -> new Expr.Constant(number(token.text()));
      case TEXT -> new Expr.Constant(token.text());
      case FORMAT -> format(token.text());
      case NAME -> named(token.text());
      case SYMBOL -> enclosed(token.text());
      case END -> throw unread();
    };
  }

  private static Object number(String digits) {
    return digits.chars().allMatch(Character::isDigit)
        ? (Object) Long.valueOf(digits)
        : Double.valueOf(digits);
  }

  private static Expr named(String name) {
    return switch (name) {
      case "None" -> new Expr.Constant(null);
      case "True" -> new Expr.Constant(true);
      case "False" -> new Expr.Constant(false);
      default -> new Expr.Name(name);
    };
  }

  private Expr enclosed(String symbol) {
    return switch (symbol) {
      case "..." -> new Expr.Constant(Ellipsis.DOTS);
      case "[" -> new Expr.Items(until("]", this::expression));
      case "(" -> {
        var items = until(")", this::expression);
        boolean tuple = items.size() != 1 || tokens.get(at - 2).isSymbol(",");
        yield tuple ? new Expr.Items(items) : items.getFirst();
      }
      default -> throw unread();
    };
  }

  private static Expr format(String text) {
    var parts = new ArrayList<Expr>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new NotSupported("the text \"" + text + "\"");
      }
      parts.add(new Expr.Constant(text.substring(from, open)));
      parts.add(parse(text.substring(open + 1, close)));
      from = close + 1;
    }
    parts.add(new Expr.Constant(text.substring(from)));
    return new Expr.Format(parts);
  }

  private List<Expr> until(String end, Supplier<Expr> item) {
    var items = new ArrayList<Expr>();
    while (!accepts(end)) {
      items.add(item.get());
      if (!accepts(",") && !sees(end)) {
        throw unread();
      }
    }
    return items;
  }

  private Token token() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at < tokens.size() - 1 ? at++ : at);
  }

  private String name() {
    if (token().kind() != Kind.NAME) {
      throw unread();
    }
    return take().text();
  }

  private boolean sees(String symbol) {
    return token().isSymbol(symbol);
  }

  private boolean seesOneOf(Set<String> symbols) {
    return token().kind() == Kind.SYMBOL && symbols.contains(token().text());
  }

  private boolean accepts(String symbol) {
    boolean seen = sees(symbol);
    at += seen ? 1 : 0;
    return seen;
  }

  private boolean acceptsName(String name) {
    boolean seen = token().equals(new Token(Kind.NAME, name));
    at += seen ? 1 : 0;
    return seen;
  }

  private NotSupported unread() {
    return new NotSupported("Python text \"" + text + "\", at \"" + token().text() + "\"");
  }
}
