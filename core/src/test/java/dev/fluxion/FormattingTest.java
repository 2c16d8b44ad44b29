package dev.fluxion;

import static dev.fluxion.DType.FLOAT64;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.full;
import static dev.fluxion.Fluxion.tensor;
import static dev.fluxion.Fluxion.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code "%s"} of a tensor: a bare number if it is one, as an f-string of Python's has it. */
class FormattingTest {
  @Test
  void aSingleNumberIsBare() {
    assertEquals("28.0", "%s".formatted(tensor(28.0)));
    assertEquals("2.5", "%s".formatted(tensor(2.5)));
    assertEquals("0.10000000149011612", "%s".formatted(tensor(0.1)));
    assertEquals("0.1", "%s".formatted(full(FLOAT64, 0.1)));
    assertEquals("-0.0", "%s".formatted(tensor(-0.0)));
    assertEquals("nan", "%s".formatted(tensor(Double.NaN)));
    assertEquals("-inf", "%s".formatted(tensor(Double.NEGATIVE_INFINITY)));
    assertEquals("1e+20", "%s".formatted(full(FLOAT64, 1e20)));
    assertEquals("7", "%s".formatted(tensor(7)));
    assertEquals("-9223372036854775808", "%s".formatted(tensor(Long.MIN_VALUE)));
    assertEquals("255", "%s".formatted(from(new byte[] {-1}).reshape()));
    assertEquals("True", "%s".formatted(tensor(true)));
    assertEquals("False", "%s".formatted(tensor(false)));
    assertEquals("y = 6.0!", "y = %s!".formatted(tensor(2.0).requiresGrad(true).mul(3)));
  }

  @Test
  void othersPrintAsTheyDo() {
    assertEquals("tensor([1., 2.])", "%s".formatted(tensor(1.0, 2.0)));
    assertEquals("tensor([3.])", "%s".formatted(tensor(new double[] {3})));
    assertEquals("tensor([], size=(0, 3))", "%s".formatted(zeros(0, 3)));
    assertEquals(
        "tensor([1.], requires_grad=True)",
        "%s".formatted(tensor(new double[] {1}).requiresGrad(true)));
  }

  @Test
  void widthAndSide() {
    assertEquals("      28.0", "%10s".formatted(tensor(28.0)));
    assertEquals("28.0      ", "%-10s".formatted(tensor(28.0)));
    assertEquals("28.0", "%2s".formatted(tensor(28.0)));
    assertEquals("    tensor([1])", "%15s".formatted(tensor(new int[] {1})));
    assertEquals("tensor([1])    |", "%-15s|".formatted(tensor(new int[] {1})));
  }

  @Test
  void precisionCuts() {
    assertEquals("0.1", "%.3s".formatted(tensor(0.1)));
    assertEquals("", "%.0s".formatted(tensor(0.1)));
    assertEquals("28.0", "%.30s".formatted(tensor(28.0)));
    assertEquals("ten", "%.3s".formatted(tensor(1.0, 2.0)));
    assertEquals("  0.10|", "%6.4s|".formatted(tensor(0.1)));
    assertEquals("0.10  |", "%-6.4s|".formatted(tensor(0.1)));
  }

  @Test
  void upperCase() {
    assertEquals("NAN", "%S".formatted(tensor(Double.NaN)));
    assertEquals("TENSOR([1., 2.])", "%S".formatted(tensor(1.0, 2.0)));
  }

  @Test
  void noLocaleChangesANumber() {
    assertEquals("1234567.5", String.format(Locale.GERMANY, "%s", tensor(1234567.5)));
    assertEquals("TRUE I", String.format(Locale.forLanguageTag("tr"), "%S I", tensor(true)));
    assertEquals(
        "INF", String.format(Locale.forLanguageTag("tr"), "%S", tensor(Double.POSITIVE_INFINITY)));
  }
}
