package org.businessmetrics.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Check;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.catalog.Metric.Period;

/** Metrics as small as a test needs them. */
public final class TestMetrics {
  private TestMetrics() {}

  /** The gap table, whose rows are all counts. */
  public static Metric gaps() {
    return metric(
        "activity_gaps_daily",
        List.of(
            new Column("day", "date", "Business day"),
            new Column("gap_days", "integer", "Days since the previous active day"),
            new Column("users", "bigint", "Users with this gap")),
        List.of("day", "gap_days"),
        new Period("day", "day"));
  }

  /** A table that the migrations don't know: sales by day and city. */
  public static Metric sales() {
    return metric(
        "sales",
        List.of(
            new Column("day", "date", "Business day"),
            new Column("city", "text", "Where"),
            new Column("orders", "bigint", "Number of orders"),
            new Column("amount", "numeric", "Cash in EUR")),
        List.of("day", "city"),
        new Period("day", "day"));
  }

  /** Weeks that stay open until they end. */
  public static Metric weeks() {
    return metric(
        "sales_by_week",
        List.of(
            new Column("period_start", "date", "First day of the week"),
            new Column("period_end", "date", "Last day of the week"),
            new Column("orders", "bigint", "Number of orders"),
            new Column("is_complete", "boolean", "The week is over")),
        List.of("period_start"),
        new Period("period_start", "period_end"));
  }

  /** Sales to date, of which only the newest count is kept. */
  public static Metric toDate() {
    return new Metric(
        "sales_to_date",
        1,
        "sales_to_date",
        "Sales to date",
        "one row a city",
        List.of(
            new Column("city", "text", "Where"),
            new Column("since", "date", "First day counted"),
            new Column("as_of", "date", "Last day counted"),
            new Column("orders", "bigint", "Number of orders")),
        List.of("city"),
        new Period("since", "as_of"),
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "select 1",
        List.of(),
        "# sales_to_date",
        Path.of("sql", "metrics", "sales_to_date"));
  }

  public static Metric metric(String name, List<Column> columns, List<String> key, Period period) {
    return new Metric(
        name,
        1,
        name,
        "A metric of the tests",
        "one row a key",
        columns,
        key,
        period,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "select 1",
        List.of(),
        "# " + name,
        Path.of("sql", "metrics", name));
  }

  public static Metric withHeadlines(Metric metric, Headline... headlines) {
    return copy(metric, metric.columns(), List.of(headlines), metric.checks());
  }

  public static Metric withChecks(Metric metric, Check... checks) {
    return copy(metric, metric.columns(), metric.headlines(), List.of(checks));
  }

  public static Metric withColumns(Metric metric, Column... columns) {
    return copy(metric, List.of(columns), metric.headlines(), metric.checks());
  }

  public static Headline headline(String name, String value) {
    return new Headline(
        name,
        value,
        "count",
        "day",
        Optional.empty(),
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Metric copy(
      Metric metric, List<Column> columns, List<Headline> headlines, List<Check> checks) {
    return new Metric(
        metric.name(),
        metric.version(),
        metric.table(),
        metric.title(),
        metric.grain(),
        columns,
        metric.key(),
        metric.period(),
        metric.latestOnly(),
        metric.reads(),
        metric.requires(),
        metric.jobKeys(),
        headlines,
        metric.query(),
        checks,
        metric.readme(),
        metric.folder());
  }
}
