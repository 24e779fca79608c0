package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A run that begins.
 *
 * @param firstDay the first business day that it computes
 * @param lastDay the last one, included
 * @param host the machine, for whoever looks for the process
 * @param pid the process on that machine
 * @param version the pipeline's version
 */
public record NewRun(
    UUID runId,
    String job,
    LocalDate firstDay,
    LocalDate lastDay,
    Instant startedAt,
    String host,
    long pid,
    String version) {
  public NewRun {
    if (lastDay.isBefore(firstDay)) {
      throw new IllegalArgumentException(
          "Invalid days of a run: %s to %s (the first must not be after the last)"
              .formatted(firstDay, lastDay));
    }
  }
}
