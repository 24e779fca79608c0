package org.businessmetrics.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A half-open range of time, from inclusive, until exclusive, in whole microseconds. */
public record TimeRange(Instant from, Instant until) {
  public TimeRange {
    from = from.truncatedTo(ChronoUnit.MICROS);
    until = until.truncatedTo(ChronoUnit.MICROS);
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "Invalid time range: from %s until %s (from must be before until)"
              .formatted(from, until));
    }
  }
}
