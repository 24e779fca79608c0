package org.businessmetrics.inspect;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.HeadlineSql;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said of a metric: its figure, what it means, how it is computed, and which run
 * made it so.
 *
 * @param asked a headline figure of the metric; null when the whole metric was asked for
 * @param headlines names, units and expressions of the figures in {@code metric_values}
 * @param day the day whose figures follow; null before the first run
 * @param values the headlines, or the one that was asked for, in the period that holds the day,
 *     rates with their numerator and denominator
 * @param figures the metric's rows that are about the day
 * @param provenance the run and the definition behind those rows
 * @param restatements what changed after it was first published, newest first
 */
public record Explanation(
    String metric,
    @Nullable String asked,
    String title,
    String grain,
    String table,
    int version,
    @Nullable LocalDate day,
    Table values,
    List<Metric.Headline> headlines,
    String readme,
    String query,
    Table figures,
    Table provenance,
    Table restatements) {

  private static final Table NOTHING = new Table(List.of(), List.of(), List.of());

  /**
   * Puts it together.
   *
   * @param name the metric, or one of its headlines
   * @param asked the day; null for the last that is published
   * @throws Failure {@link ExitCode#USAGE} for a day that is not published
   */
  public static Explanation of(
      Metric metric, String name, Path home, Store store, @Nullable LocalDate asked) {
    if (!new Migrations(home, store).hasSchema()) {
      return explanation(metric, name, null, NOTHING, NOTHING, NOTHING, NOTHING);
    }
    try (Connection connection = store.connect("metrics explain")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try {
        LocalDate day = asked == null ? lastDay(connection) : published(connection, asked);
        if (day == null) {
          return explanation(metric, name, null, NOTHING, NOTHING, NOTHING, NOTHING);
        }
        Map<String, String> names = names(metric);
        List<Metric.Headline> headlines = headlines(metric, name);
        Map<String, String> shownNames = new HashMap<>(names);
        shownNames.put("table", relation(metric, name));
        Object shown =
            connection.createArrayOf(
                "text", headlines.stream().map(Metric.Headline::name).toArray());
        String parts = new HeadlineSql(store).allParts(metric, headlines);
        return explanation(
            metric,
            name,
            day,
            ask(
                connection,
                store.sql("inspect/headlines", Map.of("parts", parts)),
                shown,
                day,
                day,
                day),
            ask(connection, store.sql("inspect/figures", shownNames), day, day),
            ask(connection, store.sql("inspect/provenance", shownNames), day, day),
            ask(connection, store.sql("inspect/restatements", names), day, day, day));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** For a terminal. */
  public List<String> lines() {
    return new ExplanationText(this).lines();
  }

  private static Explanation explanation(
      Metric metric,
      String name,
      @Nullable LocalDate day,
      Table values,
      Table figures,
      Table provenance,
      Table restatements) {
    boolean isHeadline = metric.headlines().stream().anyMatch(h -> h.name().equals(name));
    return new Explanation(
        metric.name(),
        isHeadline ? name : null,
        metric.title(),
        metric.grain(),
        "metrics." + relation(metric, name),
        metric.version(),
        day,
        values,
        metric.headlines(),
        metric.readme(),
        metric.query(),
        figures,
        provenance,
        restatements);
  }

  /** The headline of that name, or all of them where the metric itself is meant. */
  private static List<Metric.Headline> headlines(Metric metric, String name) {
    List<Metric.Headline> asked =
        metric.headlines().stream().filter(headline -> headline.name().equals(name)).toList();
    return asked.isEmpty() ? metric.headlines() : asked;
  }

  /** The table of the metric, or the view of it that the headline is taken from. */
  private static String relation(Metric metric, String name) {
    return metric.headlines().stream()
        .filter(headline -> headline.name().equals(name))
        .findFirst()
        .flatMap(Metric.Headline::view)
        .orElse(metric.table());
  }

  private static Map<String, String> names(Metric metric) {
    Map<String, String> names = new HashMap<>();
    names.put("table", metric.table());
    names.put("columns", Sql.list(metric.columns(), Metric.Column::name));
    names.put("key", String.join(", ", metric.key()));
    names.put("first", metric.period().first());
    names.put("last", metric.period().last());
    names.put("first_name", Sql.text(metric.period().first()));
    names.put("metric", Sql.text(metric.name()));
    names.put("name", Sql.text(metric.table()));
    return names;
  }

  private static Table ask(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return Cells.read(rows);
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
        LocalDate first = row.getObject(1, LocalDate.class);
        throw new Failure(
            ExitCode.USAGE,
            first == null
                ? "%s is not published: nothing is. See `metrics plan`.".formatted(day)
                : "%s is not published (published: %s to %s). See `metrics plan`."
                    .formatted(day, first, row.getObject(2, LocalDate.class)));
      }
    }
  }
}
