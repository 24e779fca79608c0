package org.businessmetrics.source.canonical;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The one decimal type of all amounts: 28 digits before the point and 10 after it. A value that
 * does not fit exactly is refused, never rounded.
 */
public final class Decimals {
  public static final int PRECISION = 38;
  public static final int SCALE = 10;

  private Decimals() {}

  /** The value at {@link #SCALE}, or null where it does not fit exactly. */
  public static @Nullable BigDecimal fit(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(SCALE);
    }
    // Looked at before anything is multiplied out: 1e1000000000 must not fill the memory.
    long integerDigits = (long) value.precision() - value.scale();
    if (integerDigits > PRECISION - SCALE || integerDigits < -SCALE) {
      return null;
    }
    BigDecimal rounded = value.setScale(SCALE, RoundingMode.DOWN);
    return rounded.compareTo(value) == 0 ? rounded : null;
  }
}
