package org.businessmetrics.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One line of the price book.
 *
 * @param currency upper case
 * @param amount of one unit for one interval of {@code intervalCount} units
 * @param validFrom the first business day of this price
 * @param priceId the payment provider's id of the price, which wins over the amount
 */
public record PriceLine(
    String plan,
    String currency,
    BigDecimal amount,
    Interval interval,
    int intervalCount,
    LocalDate validFrom,
    Optional<String> priceId) {

  /** The unit of a price's interval. */
  public enum Interval {
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  public PriceLine {
    if (plan.isBlank()) {
      throw new IllegalArgumentException("plan is empty (must name the plan)");
    }
    currency = Currencies.check("currency", currency);
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("amount is %s (must be >= 0)".formatted(amount));
    }
    if (intervalCount < 1) {
      throw new IllegalArgumentException(
          "interval_count is %d (must be >= 1)".formatted(intervalCount));
    }
  }
}
