package dev.fluxion.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * A call that is refused, with the exception and its whole message: the rule, what was got, and the
 * way out where there is one.
 *
 * @param type the exception
 * @param message its message, word for word
 * @param call what is refused
 */
record Misuse(Class<? extends RuntimeException> type, String message, Executable call) {
  /** The rows as tests, each named by its message. */
  static Stream<DynamicTest> tests(Misuse... rows) {
    return Arrays.stream(rows).map(row -> DynamicTest.dynamicTest(row.message, row::check));
  }

  private void check() {
    var thrown = assertThrows(RuntimeException.class, call);
    assertEquals(message, thrown.getMessage());
    assertEquals(type, thrown.getClass());
  }
}
