package org.businessmetrics.ledger;

import java.util.Map;

/**
 * The rates of a run in staging: what the job's file says for every day that is published or that
 * the run publishes. This is the one place that says which of them the run takes: on its own days
 * those of the file, on all others only those that were not there.
 *
 * @param reportingCurrency upper case
 */
public record StagedRates(RunScope scope, String reportingCurrency) {
  /** The table in schema {@code metrics} that they are published in. */
  public static final String TABLE = "fx_rates";

  /** What statements over them are filled with. */
  public Map<String, String> placeholders() {
    return Map.of(
        "staged_rates", "pipeline." + Sql.name(StagingTables.name(scope.runId(), TABLE)),
        "reporting_currency", Sql.text(reportingCurrency),
        "first_day", Sql.day(scope.firstDay()),
        "last_day", Sql.day(scope.lastDay()),
        "last_final_day", Sql.day(scope.through().minusDays(scope.lookbackDays())),
        "run_id", Sql.uuid(scope.runId()));
  }
}
