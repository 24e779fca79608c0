package org.businessmetrics.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said of a metric: what it means, how it is computed, what it was on a day, and
 * which run made it so.
 *
 * @param headlines names, units and expressions of the figures in {@code metric_values}
 * @param day the day whose figures follow; null before the first run
 * @param figures the metric's rows that are about the day
 * @param provenance the definition and the run of each version that the rows carry
 * @param restatements what changed after it was first published, newest first
 */
public record Explanation(
    String metric,
    String title,
    String grain,
    String table,
    int version,
    List<Metric.Headline> headlines,
    String readme,
    String query,
    @Nullable LocalDate day,
    Table figures,
    Table provenance,
    Table restatements) {

  private static final int MOST_ROWS = 50;

  /**
   * Puts it together.
   *
   * @param asked the day; null for the last that is published
   * @throws Failure {@link ExitCode#USAGE} for a day that is not published
   */
  public static Explanation of(Metric metric, Connection connection, @Nullable LocalDate asked) {
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try {
        LocalDate day = asked == null ? lastDay(connection) : published(connection, asked);
        return new Explanation(
            metric.name(),
            metric.title(),
            metric.grain(),
            "metrics." + metric.table(),
            metric.version(),
            metric.headlines(),
            metric.readme(),
            metric.query(),
            day,
            ask(connection, figures(metric), day, day),
            ask(connection, provenance(metric), day, day),
            ask(connection, restatements(metric), day));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Could not look %s up: %s. Has a run published yet? See `metrics status`."
              .formatted(metric.name(), e.getMessage()),
          e);
    }
  }

  /** For a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s, version %d: %s".formatted(metric, version, title));
    lines.add("Table %s, %s.".formatted(table, grain));
    lines.add("");
    lines.add(readme.strip());
    lines.add("");
    for (Metric.Headline headline : headlines) {
      lines.add(
          "metric_values '%s' (%s, by %s) = %s%s"
              .formatted(
                  headline.name(),
                  headline.unit(),
                  headline.grain(),
                  headline.value(),
                  headline.where().map(where -> " where " + where).orElse("")));
    }
    lines.add("");
    lines.add("How it is computed (Spark SQL):");
    query.lines().map(line -> "  " + line).forEach(lines::add);
    lines.add("");
    if (day == null) {
      lines.add("Nothing is published yet.");
      return lines;
    }
    lines.add("Figures of %s:".formatted(day));
    lines.addAll(figures.lines());
    lines.add("");
    lines.add("Where they came from:");
    lines.addAll(provenance.lines());
    lines.add("");
    if (restatements.rows().isEmpty()) {
      lines.add("No figure of that day was restated.");
    } else {
      lines.add("Restated:");
      lines.addAll(restatements.lines());
    }
    return lines;
  }

  private static String figures(Metric metric) {
    String columns =
        metric.columns().stream().map(Metric.Column::name).collect(Collectors.joining(", "));
    return "select %s, is_final from metrics.%s where %s >= ? and %s <= ? order by %s limit %d"
        .formatted(
            columns,
            metric.table(),
            metric.period().last(),
            metric.period().first(),
            String.join(", ", metric.key()),
            MOST_ROWS);
  }

  private static String provenance(Metric metric) {
    return """
        select r.run_id, r.started_at, r.job, r.version as release, d.version as definition,
               left(d.sha256, 12) as sha256, count(*) as rows
        from metrics.%s t
        join pipeline.runs r using (run_id)
        left join pipeline.run_definitions d on d.run_id = r.run_id and d.metric = '%s'
        where t.%s >= ? and t.%s <= ?
        group by 1, 2, 3, 4, 5, 6 order by 2
        """
        .formatted(metric.table(), metric.name(), metric.period().last(), metric.period().first());
  }

  private static String restatements(Metric metric) {
    return """
        select restated_at, key, column_name, old_value, new_value, cause, run_id
        from pipeline.restatements
        where table_name = '%s' and key ->> '%s' = cast(? as date)::text
        order by restated_at desc, id limit %d
        """
        .formatted(
            metric.table(),
            metric.key().contains(metric.period().last())
                ? metric.period().last()
                : metric.period().first(),
            MOST_ROWS);
  }

  private static Table ask(Connection connection, String sql, @Nullable LocalDate... days)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < days.length; i++) {
        statement.setObject(i + 1, days[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return ReadOnlyQuery.read(rows);
      }
    }
  }

  private static @Nullable LocalDate lastDay(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select max(day) from metrics.days");
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getObject(1, LocalDate.class) : null;
    }
  }

  private static LocalDate published(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select min(day), max(day), bool_or(day = ?) from metrics.days")) {
      statement.setObject(1, day);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next() && row.getBoolean(3)) {
          return day;
        }
        throw new Failure(
            ExitCode.USAGE,
            "%s is not published (published: %s to %s). See `metrics plan`."
                .formatted(
                    day, row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)));
      }
    }
  }
}
