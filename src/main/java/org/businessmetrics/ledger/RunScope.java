package org.businessmetrics.ledger;

import java.time.LocalDate;
import java.util.UUID;

/**
 * The days that a run replaces.
 *
 * @param firstDay the first business day of the run
 * @param lastDay the last one, included
 * @param through the last day that is published after the run; a row is final once its last day
 *     plus the lookback is not after it
 * @param lookbackDays how many days late rows are waited for
 */
public record RunScope(
    UUID runId, LocalDate firstDay, LocalDate lastDay, LocalDate through, int lookbackDays) {
  public RunScope {
    if (lastDay.isBefore(firstDay) || through.isBefore(lastDay)) {
      throw new IllegalArgumentException(
          "Invalid days of a run: %s to %s, through %s (must be in this order)"
              .formatted(firstDay, lastDay, through));
    }
    if (lookbackDays < 0) {
      throw new IllegalArgumentException(
          "Invalid lookback: %d days (must be >= 0)".formatted(lookbackDays));
    }
  }
}
