package org.businessmetrics.ledger;

import java.time.LocalDate;
import java.util.UUID;

/**
 * The files of one fact and day as one run wrote them.
 *
 * @param path where they are, as Spark reads it
 * @param rows how many rows they hold
 * @param sha256 of the rows or files, in hexadecimal
 */
public record FactVersion(
    String fact, LocalDate day, UUID runId, String path, long rows, String sha256) {
  public FactVersion {
    if (rows < 0) {
      throw new IllegalArgumentException("Invalid row count: %d (must be >= 0)".formatted(rows));
    }
  }
}
