package org.businessmetrics.compute;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The days that a run computes together.
 *
 * @param factsFrom the first day whose facts are made anew; before {@code firstDay} when a history
 *     that was never read is built first
 * @param firstDay the first day that is computed and published
 * @param lastDay the last of them
 * @param readTo the last day that is read from the source; the days behind it only rest on it and
 *     keep the rows that they have
 * @param through the last day that will stand published after the run
 * @param sourceFirstDay the first day of all history
 * @param now the present by the clock of the source; nothing later can have happened
 * @param replay whether {@code now} was set: then later rows are not read at all
 * @param isObserved whether {@code readTo} is the day that has just ended: only then is what the
 *     source overwrites still as it was at the day's end
 */
public record RangeRequest(
    UUID runId,
    LocalDate factsFrom,
    LocalDate firstDay,
    LocalDate lastDay,
    LocalDate readTo,
    LocalDate through,
    LocalDate sourceFirstDay,
    int lookbackDays,
    Instant now,
    boolean replay,
    boolean isObserved) {
  public RangeRequest {
    if (firstDay.isBefore(factsFrom)
        || lastDay.isBefore(firstDay)
        || readTo.isBefore(factsFrom)
        || readTo.isAfter(lastDay)) {
      throw new IllegalArgumentException(
          "Invalid range: facts from %s, first %s, read to %s, last %s"
              .formatted(factsFrom, firstDay, readTo, lastDay));
    }
  }

  /** The day whose state is kept: the next night starts from there. */
  LocalDate stateDay() {
    return lastDay.minusDays(lookbackDays);
  }
}
