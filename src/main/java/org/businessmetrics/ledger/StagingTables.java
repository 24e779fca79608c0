package org.businessmetrics.ledger;

import java.util.UUID;

/**
 * How a run's staging tables are called: {@code stage_<first 8 digits of the run>_<table>}, so that
 * whoever finds one knows whose it is.
 */
public final class StagingTables {
  /** PostgreSQL cuts longer names without a word. */
  public static final int LONGEST_TABLE_NAME = 63 - "stage_01234567_".length();

  private StagingTables() {}

  /** What all staging tables of the run begin with. */
  public static String prefix(UUID runId) {
    return "stage_" + runId.toString().substring(0, 8) + "_";
  }

  /** The staging table, without its schema {@code pipeline}, for a published table. */
  public static String name(UUID runId, String table) {
    if (table.length() > LONGEST_TABLE_NAME) {
      throw new IllegalArgumentException(
          "Invalid table name: %s (must have at most %d characters)"
              .formatted(table, LONGEST_TABLE_NAME));
    }
    return prefix(runId) + table;
  }
}
