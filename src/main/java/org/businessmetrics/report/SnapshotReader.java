package org.businessmetrics.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.PublishedDay;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Reads a snapshot from the published tables, all of it as of one instant. */
public final class SnapshotReader {
  /** What decides the page's currency; nothing of it is drawn. */
  private static final String PAYERS = "payers_30d";

  private final Path sql;

  /**
   * @param home the project's home directory, which holds {@code sql/report}
   */
  public SnapshotReader(Path home) {
    this.sql = home.resolve("sql").resolve("report");
  }

  /**
   * Reads everything that the page shows for a day, in one read-only transaction. The connection
   * stays open and must not be inside a transaction.
   *
   * @throws Failure USAGE when the day is not published
   */
  public ReportSnapshot read(Connection connection, PageConfig page, LocalDate day, Marks marks) {
    try (Handle handle = Jdbi.create(connection).open()) {
      return handle.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          transaction -> {
            transaction.execute("set transaction read only");
            return read(transaction, page, day, marks);
          });
    }
  }

  private ReportSnapshot read(Handle handle, PageConfig page, LocalDate day, Marks marks) {
    PublishedDay published = day(handle, day);
    Optional<String> run =
        handle
            .createQuery(query("run.sql"))
            .bind("day", day)
            .bind("data_version", published.dataVersion())
            .mapTo(String.class)
            .findOne();
    List<Warning> warnings = run.map(id -> warnings(handle, id, day)).orElse(List.of());
    List<Series> series = series(handle, page, day);
    TreeMap<String, String> notComputed = new TreeMap<>(marks.notComputed());
    notComputed.keySet().retainAll(page.metrics());
    Optional<String> currency = page.currency().or(() -> mostPayers(series));
    return new ReportSnapshot(
        ReportSnapshot.FORMAT,
        page,
        published,
        marks.job(),
        run,
        marks.notice(),
        currency,
        notComputed,
        warnings,
        series.stream().filter(one -> page.metrics().contains(one.metric())).toList());
  }

  private PublishedDay day(Handle handle, LocalDate day) {
    return handle
        .createQuery(query("day.sql"))
        .bind("day", day)
        .map(
            (row, context) ->
                new PublishedDay(
                    row.getObject("day", LocalDate.class),
                    row.getString("zone"),
                    row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                    row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                    row.getObject("published_at", OffsetDateTime.class).toInstant(),
                    row.getLong("data_version"),
                    row.getBoolean("is_final")))
        .findOne()
        .orElseThrow(() -> new Failure(ExitCode.USAGE, notPublished(handle, day)));
  }

  private String notPublished(Handle handle, LocalDate day) {
    return handle
        .createQuery(query("published-range.sql"))
        .map(
            (row, context) ->
                Optional.ofNullable(row.getString("first_day"))
                    .map(
                        first ->
                            "No figures are published for %s (published: %s to %s); choose a day in that range or run 'metrics run' first"
                                .formatted(day, first, text(row, "last_day"))))
        .one()
        .orElse("No figures are published yet: run 'metrics run' first");
  }

  private static String text(ResultSet row, String column) {
    try {
      return row.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Warning> warnings(Handle handle, String run, LocalDate day) {
    return handle
        .createQuery(query("warnings.sql"))
        .bind("run_id", run)
        .bind("day", day)
        .map(
            (row, context) ->
                new Warning(
                    row.getString("check_name"),
                    row.getObject("day", LocalDate.class),
                    row.getString("message")))
        .list();
  }

  private record Row(String metric, String grain, Optional<String> currency, Point point) {}

  private List<Series> series(Handle handle, PageConfig page, LocalDate day) {
    Map<String, String> grains = new TreeMap<>();
    page.measures().forEach(measure -> grains.put(measure.metric(), measure.grain().toString()));
    grains.putIfAbsent(PAYERS, Grain.DAY.toString());
    Map<String, List<Point>> points = new TreeMap<>();
    Map<String, Row> kinds = new TreeMap<>();
    handle
        .createQuery(query("values.sql"))
        .bindArray("metrics", String.class, grains.keySet().toArray())
        .bind("day", day)
        .bind("first_day", day.minusDays(PageConfig.MAX_HISTORY_DAYS - 1L))
        .map((row, context) -> row(row))
        .forEach(
            row -> {
              LocalDate first = day.minusDays(page.historyDays(row.metric()) - 1L);
              boolean shown = !row.point().day().isBefore(first);
              if (shown && row.grain().equals(grains.get(row.metric()))) {
                String key = row.metric() + "/" + row.currency().orElse("");
                kinds.putIfAbsent(key, row);
                points.computeIfAbsent(key, name -> new ArrayList<>()).add(row.point());
              }
            });
    List<Series> series = new ArrayList<>();
    kinds.forEach(
        (key, row) ->
            series.add(
                new Series(row.metric(), row.currency(), points.getOrDefault(key, List.of()))));
    return series;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("metric"),
        row.getString("grain"),
        Optional.ofNullable(row.getString("currency")),
        new Point(
            row.getObject("day", LocalDate.class),
            row.getObject("period_start", LocalDate.class),
            row.getBigDecimal("value"),
            row.getBoolean("is_complete"),
            row.getBoolean("is_final")));
  }

  /** Amounts of different currencies can't be compared, the number of people who paid can. */
  private static Optional<String> mostPayers(List<Series> series) {
    Map<String, BigDecimal> payers = new TreeMap<>();
    for (Series one : series) {
      one.currency().ifPresent(code -> payers.putIfAbsent(code, BigDecimal.ONE.negate()));
      if (one.metric().equals(PAYERS) && !one.points().isEmpty()) {
        BigDecimal newest = one.points().get(one.points().size() - 1).value();
        if (newest != null) {
          one.currency().ifPresent(code -> payers.put(code, newest));
        }
      }
    }
    Optional<String> most = Optional.empty();
    BigDecimal highest = null;
    for (Map.Entry<String, BigDecimal> entry : payers.entrySet()) {
      if (highest == null || entry.getValue().compareTo(highest) > 0) {
        highest = entry.getValue();
        most = Optional.of(entry.getKey());
      }
    }
    return most;
  }

  private String query(String file) {
    Path path = sql.resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not read %s (it belongs to the project): %s".formatted(path, e),
          e);
    }
  }
}
