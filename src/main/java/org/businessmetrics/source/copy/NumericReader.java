package org.businessmetrics.source.copy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import org.businessmetrics.source.canonical.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * A numeric of the binary format: digits to the base 10,000, the first of which stands for {@code
 * digit * 10000^weight}.
 */
final class NumericReader {
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final int DIGITS = 4;
  private static final int IN_A_LONG = 4;
  private static final short POSITIVE = 0x0000;
  private static final short NEGATIVE = 0x4000;
  private static final int HEADER = 4 * Short.BYTES;

  private NumericReader() {}

  /** The value at the canonical scale, or null where it is NaN, infinite or does not fit. */
  static @Nullable BigDecimal read(CopyStream in, int length) throws SQLException {
    short count = in.nextShort();
    short weight = in.nextShort();
    short sign = in.nextShort();
    in.nextShort();
    boolean finite = sign == POSITIVE || sign == NEGATIVE;
    // Beyond these no value fits, and multiplying it out could take the whole memory.
    boolean small = weight <= Decimals.PRECISION / DIGITS && count - weight <= Decimals.PRECISION;
    if (!finite || !small) {
      in.nextBytes(length - HEADER);
      return null;
    }
    int scale = (count - 1 - weight) * DIGITS;
    BigDecimal magnitude = new BigDecimal(unscaled(in, count), scale);
    return Decimals.fit(sign == NEGATIVE ? magnitude.negate() : magnitude);
  }

  private static BigInteger unscaled(CopyStream in, int count) throws SQLException {
    if (count <= IN_A_LONG) {
      long value = 0;
      for (int i = 0; i < count; i++) {
        value = value * 10_000 + in.nextShort();
      }
      return BigInteger.valueOf(value);
    }
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      value = value.multiply(BASE).add(BigInteger.valueOf(in.nextShort()));
    }
    return value;
  }
}
