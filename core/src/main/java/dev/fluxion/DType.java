package dev.fluxion;

import java.util.Locale;

/**
 * The type of a tensor's elements: {@code bool}, whole numbers {@code uint8}, {@code int8}, {@code
 * int16}, {@code int32}, {@code int64}, and numbers with a point {@code float16}, {@code bfloat16},
 * {@code float32} (the default) and {@code float64}.
 *
 * <p>The constants are declared in the order of promotion: a later type holds every kind of number
 * of an earlier one. Two pairs have no order among themselves, and meet in the next type that holds
 * both: uint8 and int8 in int16, float16 and bfloat16 in float32. Only the floating types have
 * derivatives.
 *
 * <p>The two halves, float16 and bfloat16, are for storage: an operation computes in float32 and
 * rounds its result once, to the nearest, ties to even. A double becomes a half by way of float32,
 * as in PyTorch. A number beside a tensor of halves becomes a half first: {@code x.mul(0.1)}
 * multiplies a float16 by 0.09998.
 *
 * <pre>{@code
 * from(new double[] {1, 2}).dtype();                   // float64
 * tensor(0.1, 70000).to(DType.FLOAT16);                // tensor([0.1000,    inf], dtype=torch.float16)
 * ones(DType.FLOAT16).add(ones(DType.INT32)).dtype();  // float16
 * DType.BFLOAT16.epsilon();                            // 0.0078125
 * }</pre>
 */
public enum DType {
  /** Truth values, one byte each, 0 or 1. */
  BOOL,
  /** Unsigned bytes, 0 to 255; arithmetic wraps. */
  UINT8,
  /** Bytes, -128 to 127; arithmetic wraps. */
  INT8,
  /** 16-bit integers; arithmetic wraps. */
  INT16,
  /** 32-bit integers. */
  INT32,
  /** 64-bit integers, the type of a whole number and of an index. */
  INT64,
  /** 16-bit IEEE floating point: 11 significant bits, up to 65504. */
  FLOAT16,
  /** The upper half of a float32: 8 significant bits, the same range. */
  BFLOAT16,
  /** 32-bit IEEE floating point. */
  FLOAT32,
  /** 64-bit IEEE floating point. */
  FLOAT64;

  private final String text = name().toLowerCase(Locale.ROOT);

  /**
   * Whether values of this type can have derivatives.
   *
   * @return true for {@code float16}, {@code bfloat16}, {@code float32} and {@code float64}
   */
  public boolean isFloating() {
    return compareTo(FLOAT16) >= 0;
  }

  /**
   * Whether this is a type of whole numbers; {@code bool} is not.
   *
   * @return true for {@code uint8}, {@code int8}, {@code int16}, {@code int32} and {@code int64}
   */
  public boolean isInteger() {
    return this != BOOL && !isFloating();
  }

  /**
   * The distance from 1 to the next larger number, twice the largest relative error of rounding.
   *
   * @return 2⁻¹⁰ for {@code float16}, 2⁻⁷ for {@code bfloat16}, 2⁻²³ for {@code float32}, 2⁻⁵² for
   *     {@code float64}
   * @throws DTypeException if this is not a floating type
   */
  public double epsilon() {
    return switch (this) {
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case FLOAT32 -> 0x1p-23;
      case FLOAT64 -> 0x1p-52;
      case BOOL, UINT8, INT8, INT16, INT32, INT64 ->
          throw new DTypeException("epsilon is for floating types, got " + this);
    };
  }

  /** The name as in Python: {@code float32}. */
  @Override
  public String toString() {
    return text;
  }
}
