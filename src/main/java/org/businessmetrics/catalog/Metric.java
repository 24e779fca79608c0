package org.businessmetrics.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One metric as its folder under {@code sql/metrics} defines it.
 *
 * @param name the folder's name, and the name in {@code pipeline.definitions}
 * @param version raised by whoever changes what the figures mean
 * @param table the table in schema {@code metrics} that holds the rows
 * @param title one line in plain words
 * @param grain what one row stands for
 * @param columns the table's columns in order, without {@code run_id} and {@code is_final}, which
 *     every table has
 * @param key the primary key, written first
 * @param period the columns that say which days a row is about
 * @param latestOnly whether the table holds what is known after the newest day and nothing older:
 *     each run replaces all its rows, none is ever final, and a change is no restatement
 * @param reads what the query sees, and how many days before the first due day it reaches back
 * @param requires the canonical relations without which the metric is not computed
 * @param jobKeys the keys of the job file that change the figures; part of the hash
 * @param headlines the figures that {@code metric_values} shows
 * @param query Spark SQL
 * @param checks PostgreSQL queries that return the offending rows
 * @param readme what the metric means, in words
 * @param folder where all of it was read from
 */
public record Metric(
    String name,
    int version,
    String table,
    String title,
    String grain,
    List<Column> columns,
    List<String> key,
    Period period,
    boolean latestOnly,
    List<Read> reads,
    List<String> requires,
    List<String> jobKeys,
    List<Headline> headlines,
    String query,
    List<Check> checks,
    String readme,
    Path folder) {
  /** What a converted table or figure is called, after the name of what it was converted from. */
  public static final String REPORTING = "_reporting";

  /**
   * @param type a PostgreSQL type: {@code date}, {@code text}, {@code bigint}, {@code integer},
   *     {@code numeric}, {@code boolean}, {@code char(3)}, {@code timestamptz}
   * @param comment what the column holds, with its unit; becomes the {@code COMMENT}
   * @param completeWhen the column that says whether this one is settled, where it depends on days
   *     after the row's period; what changes before is no restatement
   */
  public record Column(String name, String type, String comment, Optional<String> completeWhen) {
    public Column(String name, String type, String comment) {
      this(name, type, comment, Optional.empty());
    }
  }

  /**
   * A row is about the days from the column {@code first} to the column {@code last}.
   *
   * @param horizon the column with the last day that the row can depend on: it is computed until
   *     then
   */
  public record Period(String first, String last, String horizon) {
    public Period(String first, String last) {
      this(first, last, last);
    }
  }

  /**
   * @param relation a fact, a canonical relation, or another metric
   * @param daysBefore how many days before the first due day the query needs
   */
  public record Read(String relation, int daysBefore) {}

  /**
   * One row kind of the view {@code metric_values}.
   *
   * @param name the figure's name there, unique over all metrics
   * @param value an SQL expression over the table's columns
   * @param unit one of users, count, rate (a part of something, printed as a percentage), ratio (a
   *     quotient that is none), currency, seconds
   * @param grain day, week or month
   * @param where which rows of the table, as an SQL predicate; empty for all
   * @param title in plain words, for pages
   * @param numerator what the figure divides, as an SQL expression over the table's columns; there
   *     for every rate and ratio, and for whatever else is one thing by another
   * @param denominator what it is divided by; there when the numerator is
   * @param segment the column that says which part of everybody a row is about, where the table has
   *     no columns {@code segment} and {@code segment_value}; empty for everybody
   * @param meaning a sentence for those who read the page; empty where the column's comment says it
   * @param view the relation with the table's columns that the figure is taken from; empty for the
   *     table itself
   */
  public record Headline(
      String name,
      String value,
      String unit,
      String grain,
      Optional<String> where,
      String title,
      Optional<String> numerator,
      Optional<String> denominator,
      Optional<String> segment,
      Optional<String> meaning,
      Optional<String> view) {
    /** The same of all currencies together, converted into the one that the job reports in. */
    Headline inReportingCurrency(String table) {
      return new Headline(
          name + REPORTING,
          value,
          unit,
          grain,
          where,
          title + ", all currencies together",
          numerator,
          denominator,
          segment,
          meaning,
          Optional.of(table + REPORTING));
    }

    /** Whether the figure is one thing divided by another. */
    public boolean isFraction() {
      return numerator.isPresent() && denominator.isPresent();
    }
  }

  /**
   * @param name unique within the metric
   * @param severity {@code fail} refuses the night, {@code warn} is recorded
   * @param meaning one sentence for the operator
   * @param sql returns {@code day}, {@code expected}, {@code actual} of each offending row
   */
  public record Check(String name, Severity severity, String meaning, String sql) {}

  /** What a failed check does. */
  public enum Severity {
    WARN,
    FAIL
  }
}
