package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.lanes.Cmp;
import dev.fluxion.lanes.Fn;
import dev.fluxion.lanes.Lanes;
import java.math.BigInteger;

/**
 * Reads a statement as whole numbers of one type: exact arithmetic, then wrapped into the range, as
 * Java's {@code int} and {@code long} do; among truth values, whatever differs from 0 is 1.
 *
 * @param type bool or a type of whole numbers
 */
record WholeLanes(DType type) implements Lanes<Long> {
  private long wrap(BigInteger exact) {
    return switch (type) {
      case BOOL -> exact.signum() == 0 ? 0 : 1;
      case UINT8 -> exact.intValue() & 0xff;
      case INT8 -> exact.byteValue();
      case INT16 -> exact.shortValue();
      case INT32 -> exact.intValue();
      default -> exact.longValue();
    };
  }

  @Override
  public Long constant(double value) {
    if (value != Math.rint(value)) {
      throw new UnsupportedOperationException("a fraction among whole numbers");
    }
    return (long) value;
  }

  @Override
  public Long unary(Fn f, Long x) {
    var exact = BigInteger.valueOf(x);
    return switch (f) {
      case NEG -> {
        if (type == DType.BOOL) {
          throw new UnsupportedOperationException("a truth value has no negative");
        }
        yield wrap(exact.negate());
      }
      case ABS -> wrap(exact.abs());
      default -> throw new UnsupportedOperationException(f + " is for floating numbers");
    };
  }

  @Override
  public Long binary(Fn f, Long a, Long b) {
    var x = BigInteger.valueOf(a);
    var y = BigInteger.valueOf(b);
    return switch (f) {
      case ADD -> wrap(x.add(y));
      case SUB -> {
        if (type == DType.BOOL) {
          throw new UnsupportedOperationException("truth values have no difference");
        }
        yield wrap(x.subtract(y));
      }
      case MUL -> wrap(x.multiply(y));
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case POW -> wrap(power(x, y));
      default -> throw new UnsupportedOperationException(f + " is for floating numbers");
    };
  }

  /**
   * Modulo 2⁶⁴; for a negative exponent the quotient {@code 1 / a⁻ᵇ} without its fraction, and 0
   * for 0.
   */
  private static BigInteger power(BigInteger a, BigInteger b) {
    if (b.signum() >= 0) {
      return a.modPow(b, BigInteger.TWO.pow(64));
    }
    boolean odd = b.testBit(0);
    return a.equals(BigInteger.ONE) || a.equals(BigInteger.ONE.negate()) && !odd
        ? BigInteger.ONE
        : a.equals(BigInteger.ONE.negate()) ? a : BigInteger.ZERO;
  }

  @Override
  public Long select(Cmp cmp, Long a, Long b, Long then, Long otherwise) {
    boolean holds =
        switch (cmp) {
          case EQ -> a.longValue() == b.longValue();
          case NE -> a.longValue() != b.longValue();
          case LT -> a < b;
          case LE -> a <= b;
          case GT -> a > b;
          case GE -> a >= b;
        };
    return holds ? then : otherwise;
  }
}
