package avts.pretrain.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Types of numbers in a safetensors file that have a place on the float32 scale. */
enum FloatType {
  /** IEEE binary64, rounded to the nearest float32. */
  F64 {
    @Override
    float next(ByteBuffer values) {
      return (float) values.getDouble();
    }
  },
  /** IEEE binary32. */
  F32 {
    @Override
    float next(ByteBuffer values) {
      return values.getFloat();
    }
  },
  /** IEEE binary16. */
  F16 {
    @Override
    float next(ByteBuffer values) {
      return ofHalf(values.getShort());
    }
  },
  /** The upper half of a float32. */
  BF16 {
    @Override
    float next(ByteBuffer values) {
      return Float.intBitsToFloat(values.getShort() << 16);
    }
  };

  private static final int HALF_MANTISSA_BITS = 10;
  private static final int HALF_LARGEST_EXPONENT = 31;
  private static final int HALF_BIAS = 15;

  /** Returns the type that safetensors calls {@code dtype}, if it is one of these. */
  static Optional<FloatType> of(String dtype) {
    for (FloatType type : values()) {
      if (type.name().equals(dtype)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Takes the next value from {@code values}, little endian. */
  abstract float next(ByteBuffer values);

  private static float ofHalf(short bits) {
    int exponent = (bits >> HALF_MANTISSA_BITS) & HALF_LARGEST_EXPONENT;
    int mantissa = bits & ((1 << HALF_MANTISSA_BITS) - 1);
    float size;
    if (exponent == HALF_LARGEST_EXPONENT) {
      size = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) mantissa, 1 - HALF_BIAS - HALF_MANTISSA_BITS);
    } else {
      int whole = mantissa | 1 << HALF_MANTISSA_BITS;
      size = Math.scalb((float) whole, exponent - HALF_BIAS - HALF_MANTISSA_BITS);
    }
    return bits < 0 ? -size : size;
  }
}
