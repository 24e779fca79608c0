package org.businessmetrics.ledger;

import java.time.LocalDate;
import java.util.List;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;

/**
 * A metric's published table and its rows in staging, as expressions for statements over both. This
 * is the one place that says which rows a run replaces and which rows are final.
 */
public record StagedTable(Metric metric, RunScope scope) {
  /** The published table. */
  public String published() {
    return "metrics." + Sql.name(metric.table());
  }

  /** The run's rows; the metric's columns only. */
  public String staged() {
    return "pipeline." + Sql.name(StagingTables.name(scope.runId(), metric.table()));
  }

  /** Every column of the metric, in order. */
  public List<String> columns() {
    return metric.columns().stream().map(Column::name).toList();
  }

  /** The columns that are not part of the key. */
  public List<String> values() {
    return columns().stream().filter(column -> !metric.key().contains(column)).toList();
  }

  /** Whether rows say themselves that their period is over. */
  public boolean knowsCompleteness() {
    return columns().contains("is_complete");
  }

  /**
   * The rows of either table that the run replaces: those that depend on a day from the first of
   * its days on and are not about later ones; all of them where only the latest is kept.
   */
  public String isReplaced() {
    if (metric.latestOnly()) {
      return "true";
    }
    return "(%s >= %s and %s <= %s)"
        .formatted(
            Sql.name(metric.period().horizon()),
            Sql.day(scope.firstDay()),
            Sql.name(metric.period().first()),
            Sql.day(scope.lastDay()));
  }

  /**
   * Whether a staged row is final: the lookback after its horizon has passed. Never where the next
   * day changes it.
   */
  public String isFinal() {
    if (metric.latestOnly()) {
      return "false";
    }
    LocalDate lastFinal = scope.through().minusDays(scope.lookbackDays());
    return "(%s <= %s)".formatted(Sql.name(metric.period().horizon()), Sql.day(lastFinal));
  }
}
