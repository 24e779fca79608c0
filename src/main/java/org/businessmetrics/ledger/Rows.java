package org.businessmetrics.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric.Severity;

/** From rows of the ledger's tables to values. */
final class Rows {
  private Rows() {}

  static Run run(ResultSet row) throws SQLException {
    return new Run(
        uuid(row, "run_id"),
        row.getString("job"),
        day(row, "first_day"),
        day(row, "last_day"),
        RunState.of(row.getString("state")),
        instant(row, "started_at").orElseThrow(),
        instant(row, "ended_at"),
        Optional.ofNullable(row.getObject("exit_code", Integer.class)),
        text(row, "cause"),
        row.getString("host"),
        row.getLong("pid"),
        row.getString("version"),
        text(row, "source_snapshot"),
        count(row, "rows_read"),
        count(row, "rows_published"));
  }

  static Step step(ResultSet row) throws SQLException {
    return new Step(
        row.getString("step"),
        instant(row, "started_at").orElseThrow(),
        instant(row, "ended_at"),
        StepState.of(row.getString("state")),
        count(row, "rows_in"),
        count(row, "rows_out"),
        text(row, "message"));
  }

  static PublishedDay publishedDay(ResultSet row) throws SQLException {
    return new PublishedDay(
        day(row, "day"),
        instant(row, "published_at").orElseThrow(),
        row.getInt("data_version"),
        uuid(row, "run_id"),
        row.getBoolean("is_final"));
  }

  static FactVersion fact(ResultSet row) throws SQLException {
    return new FactVersion(
        row.getString("fact"),
        day(row, "day"),
        uuid(row, "run_id"),
        row.getString("path"),
        row.getLong("rows"),
        row.getString("sha256"));
  }

  static Definition definition(ResultSet row) throws SQLException {
    return new Definition(row.getString("metric"), row.getInt("version"), row.getString("sha256"));
  }

  static CheckResult check(ResultSet row) throws SQLException {
    return new CheckResult(
        row.getString("check_name"),
        day(row, "day"),
        row.getString("severity").equals("fail") ? Severity.FAIL : Severity.WARN,
        row.getBoolean("passed"),
        text(row, "expected"),
        text(row, "actual"),
        row.getString("message"),
        text(row, "accepted_reason"));
  }

  static QuarantinedRow quarantined(ResultSet row) throws SQLException {
    return new QuarantinedRow(
        row.getString("source_table"),
        row.getString("row_key"),
        row.getString("reason"),
        Optional.ofNullable(row.getObject("day", LocalDate.class)));
  }

  static Message message(ResultSet row) throws SQLException {
    return new Message(
        new MessageKey(
            row.getString("report"),
            day(row, "day"),
            row.getInt("data_version"),
            Outbox.Kind.of(row.getString("kind")),
            row.getString("recipient")),
        Outbox.State.of(row.getString("state")),
        instant(row, "queued_at").orElseThrow(),
        instant(row, "not_before").orElseThrow(),
        row.getBoolean("is_released"),
        row.getInt("attempts"),
        text(row, "last_reply"),
        text(row, "message_id"),
        text(row, "archive"),
        text(row, "note"));
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static LocalDate day(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static OptionalLong count(ResultSet row, String column) throws SQLException {
    Long value = row.getObject(column, Long.class);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
