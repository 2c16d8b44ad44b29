package dev.fluxion.laws.conform.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions of plain numbers are worth: the grammar, without a tensor. */
final class ParserTest {
  private static @Nullable Object value(String text, Map<String, @Nullable Object> names) {
    return new Evaluator(names).value(Parser.parse(text));
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + 2 * 3                    | 7
          (1 + 2) * 3                  | 9
          2 - 3 - 4                    | -5
          -2 ** 2                      | -4
          2 ** -1                      | 0.5
          2 ** 3 ** 2                  | 512.0
          7 / 2                        | 3.5
          -7 // 2                      | -4
          -7 % 3                       | 2
          1e-3 * 2.                    | 0.002
          math.sqrt(q[-1]) / 2         | 1.5
          1 if flag else 2             | 1
          1 if none else 2             | 2
          (lambda a, b: a - b)(*[5, 3])| 2
          (lambda e: e[1])((4, 6))     | 6
          -inf                         | -Infinity
          """)
  void arithmetic(String text, String expected) {
    var names = new HashMap<String, @Nullable Object>();
    names.put("q", List.of(4L, 9L));
    names.put("flag", true);
    names.put("none", null);
    assertEquals(Double.parseDouble(expected), number(value(text, names)), text);
  }

  @Test
  void whatIsWholeStaysWhole() {
    assertEquals(7L, value("3 + 4", Map.of()));
    assertEquals(7.0, value("3 + 4.", Map.of()));
  }

  @Test
  void listsTuplesAndNone() {
    assertEquals(List.of(1L, List.of(2L), "a"), value("[1, (2,), 'a']", Map.of()));
    assertEquals(List.of(1L, 2L), value("1, 2", Map.of()));
    assertEquals(List.of(2L, 3L), value("[1, 2, 3][1:]", Map.of()));
    assertNull(value("None", Map.of()));
  }

  @Test
  void comparisons() {
    assertEquals(List.of(true, false), value("2 > 1, 2 != 2", Map.of()));
  }

  @Test
  void formattedText() {
    assertEquals("a = 3, b = None", value("f'a = {a}, b = {None}'", Map.of("a", 3L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 +", "f(x", "x[1", "[1 2]", "{a}", "x[]:", "a if b", "1 = 2"})
  void whatCannotBeReadIsNotSupported(String text) {
    assertThrows(NotSupported.class, () -> Parser.parse(text));
  }
}
