package org.businessmetrics.publish;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The cause of whatever changes in rows whose last day lies in a range.
 *
 * @param table only rows of this published table; empty for all
 * @param first the first day
 * @param last the last day, included
 */
public record CauseOfDays(Optional<String> table, LocalDate first, LocalDate last, Cause cause) {
  public CauseOfDays {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "Invalid days of a cause: %s to %s (the first must not be after the last)"
              .formatted(first, last));
    }
  }
}
