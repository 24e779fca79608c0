package org.businessmetrics.report;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Checks;
import org.businessmetrics.report.ReportSnapshot.Mover;
import org.businessmetrics.report.ReportSnapshot.PublishedDay;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Span;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Reads a snapshot from the published tables, all of it as of one instant. */
public final class SnapshotReader {
  private final SqlFiles sql;

  /**
   * @param home the project's home directory, which holds {@code sql/report}
   */
  public SnapshotReader(Path home) {
    this.sql = new SqlFiles(home.resolve("sql").resolve("report"));
  }

  /**
   * Reads everything that the report shows for a day, in one read-only transaction. The connection
   * stays open and must not be inside a transaction.
   *
   * @throws Failure USAGE when the day is not published
   */
  public ReportSnapshot read(
      Connection connection, ReportConfig report, LocalDate day, Marks marks) {
    try (Handle handle = Jdbi.create(connection).open()) {
      return handle.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          transaction -> {
            transaction.execute("set transaction read only");
            return read(transaction, report, day, marks);
          });
    }
  }

  private ReportSnapshot read(Handle handle, ReportConfig report, LocalDate day, Marks marks) {
    PublishedDay published = day(handle, day);
    Optional<String> run =
        handle
            .createQuery(sql.text("run.sql"))
            .bind("day", day)
            .bind("data_version", published.dataVersion())
            .mapTo(String.class)
            .findOne();
    DetailReader details = new DetailReader(handle, sql, day);
    List<Warning> warnings = run.map(details::warnings).orElse(List.of());
    SeriesReader reader = new SeriesReader(handle, sql, report, day, marks.headlines());
    SeriesReader.Found found =
        reader.find(
            marks.reportingCurrency().filter(code -> report.currency().orElse(code).equals(code)));
    List<Series> series = reader.series(found);
    Optional<String> currency =
        report.currency().or(found::reportingCurrency).or(found::mostPayers);
    TreeMap<String, String> notComputed = new TreeMap<>(marks.notComputed());
    notComputed.keySet().retainAll(report.metrics());
    List<Span> unobserved =
        report.measures().stream().anyMatch(Measure::replayed) ? details.unobserved() : List.of();
    ReportSnapshot snapshot =
        new ReportSnapshot(
            ReportSnapshot.FORMAT,
            report,
            published,
            marks.job(),
            run,
            marks.notice(),
            currency,
            found.reportingCurrency().isPresent(),
            notComputed,
            run.map(details::checks).orElse(new Checks(0, 0)),
            warnings,
            series,
            details.cohorts(report),
            details.funnels(report),
            unobserved,
            details.lateMovement(report.metrics(), marks.headlines()),
            List.of());
    List<Mover> movers =
        Outliers.of(snapshot).stream()
            .limit(1)
            .flatMap(
                one ->
                    details
                        .movers(one.measure().metric(), snapshot.currencyOf(one.measure()))
                        .stream())
            .toList();
    return snapshot.with(movers);
  }

  private PublishedDay day(Handle handle, LocalDate day) {
    return handle
        .createQuery(sql.text("day.sql"))
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
        .createQuery(sql.text("published-range.sql"))
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
}
