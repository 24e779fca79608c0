package org.businessmetrics.compute;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * What every metric's query is asked.
 *
 * @param firstDay the first business day to compute
 * @param lastDay the last business day to compute
 * @param through the last day that will be published when this is; not before {@code lastDay}
 * @param lookbackDays how many days after its horizon a row may still change
 * @param zone of the business days
 * @param hasAccounts whether the source gives {@code accounts}; if not, what rests on them is NULL
 * @param hasActivity the same of {@code activity}
 * @param hasPayments the same of {@code payments}
 */
public record QueryParameters(
    LocalDate firstDay,
    LocalDate lastDay,
    LocalDate through,
    int lookbackDays,
    ZoneId zone,
    boolean hasAccounts,
    boolean hasActivity,
    boolean hasPayments) {

  public QueryParameters {
    if (lastDay.isBefore(firstDay)) {
      throw new IllegalArgumentException(
          "Invalid last day: %s (must be >= first day %s)".formatted(lastDay, firstDay));
    }
    if (through.isBefore(lastDay)) {
      throw new IllegalArgumentException(
          "Invalid through: %s (must be >= last day %s)".formatted(through, lastDay));
    }
    if (lookbackDays < 0) {
      throw new IllegalArgumentException(
          "Invalid lookback: %d days (must be >= 0)".formatted(lookbackDays));
    }
  }

  /** By the names that queries use, for {@code spark.sql(query, parameters)}. */
  Map<String, Object> named() {
    return Map.of(
        "first_day", firstDay,
        "last_day", lastDay,
        "through", through,
        "lookback_days", lookbackDays,
        "zone", zone.getId(),
        "has_accounts", hasAccounts,
        "has_activity", hasActivity,
        "has_payments", hasPayments);
  }
}
