package dev.fluxion;

import java.util.Locale;

/**
 * The type of a tensor's elements: {@code bool}, {@code uint8}, {@code int32}, {@code int64},
 * {@code float32} (the default for numbers with a point) and {@code float64}.
 *
 * <p>The constants are declared in the order of promotion: a later type holds every kind of number
 * of an earlier one. Only the floating types have derivatives.
 *
 * <pre>{@code
 * from(new double[] {1, 2}).dtype();   // float64
 * }</pre>
 */
public enum DType {
  /** Truth values, one byte each, 0 or 1. */
  BOOL,
  /** Unsigned bytes, 0 to 255; arithmetic wraps. */
  UINT8,
  /** 32-bit integers. */
  INT32,
  /** 64-bit integers, the type of a whole number and of an index. */
  INT64,
  /** 32-bit IEEE floating point. */
  FLOAT32,
  /** 64-bit IEEE floating point. */
  FLOAT64;

  private final String text = name().toLowerCase(Locale.ROOT);

  /**
   * Whether values of this type can have derivatives.
   *
   * @return true for {@code float32} and {@code float64}
   */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /**
   * Whether this is a type of whole numbers; {@code bool} is not.
   *
   * @return true for {@code uint8}, {@code int32} and {@code int64}
   */
  public boolean isInteger() {
    return this == UINT8 || this == INT32 || this == INT64;
  }

  /** The name as in Python: {@code float32}. */
  @Override
  public String toString() {
    return text;
  }
}
