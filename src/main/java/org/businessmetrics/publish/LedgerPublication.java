package org.businessmetrics.publish;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.Store;

/** What a publication writes beside the figures: days, facts, definitions, the run itself. */
final class LedgerPublication {
  private final Store store;
  private final Statement statement;
  private final Publication publication;
  private final Map<String, String> placeholders = new HashMap<>();

  LedgerPublication(Store store, Statement statement, Publication publication) {
    this.store = store;
    this.statement = statement;
    this.publication = publication;
    RunScope scope = publication.scope();
    placeholders.put("run_id", Sql.uuid(scope.runId()));
    placeholders.put("zone", Sql.text(publication.zone().getId()));
    placeholders.put("published_at", Sql.instant(publication.publishedAt()));
    placeholders.put("first_day", Sql.day(publication.scope().firstDay()));
    placeholders.put("rows_read", Long.toString(publication.rowsRead()));
  }

  /** Returns the days that are new or have another figure. */
  List<LocalDate> writeDays() throws SQLException {
    RunScope scope = publication.scope();
    List<LocalDate> days = scope.firstDay().datesUntil(scope.lastDay().plusDays(1)).toList();
    placeholders.put("days", Sql.list(days, this::dayRow));
    statement.execute(sql("publish/run_days"));
    statement.execute(sql("publish/raise_data_versions"));
    statement.execute(sql("publish/finalize_days"));
    statement.execute(sql("publish/insert_days"));
    return Queries.texts(statement, sql("publish/insert_day_versions")).stream()
        .map(LocalDate::parse)
        .sorted()
        .toList();
  }

  /** Returns the final days that are known otherwise now, and stay as they are. */
  List<LocalDate> writeRestatedDays() throws SQLException {
    return Queries.texts(statement, sql("publish/insert_restated_days")).stream()
        .map(LocalDate::parse)
        .distinct()
        .sorted()
        .toList();
  }

  private String dayRow(LocalDate day) {
    RunScope scope = publication.scope();
    boolean isFinal = !day.plusDays(scope.lookbackDays()).isAfter(scope.through());
    return "(%s, %s, %s, %s)"
        .formatted(
            Sql.day(day),
            Sql.instant(day.atStartOfDay(publication.zone()).toInstant()),
            Sql.instant(day.plusDays(1).atStartOfDay(publication.zone()).toInstant()),
            isFinal);
  }

  void writeFacts() throws SQLException {
    if (publication.facts().isEmpty()) {
      return;
    }
    placeholders.put("facts", Sql.list(publication.facts(), LedgerPublication::factRow));
    statement.execute(sql("publish/run_facts"));
    statement.execute(sql("publish/retire_facts"));
    statement.execute(sql("publish/insert_facts"));
  }

  static String factRow(FactVersion fact) {
    return "(%s, %s, %s, %s, %d::bigint, %s)"
        .formatted(
            Sql.text(fact.fact()),
            Sql.day(fact.day()),
            Sql.uuid(fact.runId()),
            Sql.text(fact.path()),
            fact.rows(),
            Sql.text(fact.sha256()));
  }

  void writeDefinitions() throws SQLException {
    if (publication.definitions().isEmpty()) {
      return;
    }
    placeholders.put(
        "definitions", Sql.list(publication.definitions(), LedgerPublication::definitionRow));
    List<String> edited = Queries.texts(statement, sql("publish/edited_definitions"));
    if (!edited.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The definition of %s was edited under the same version. Raise 'version' in its metric.yaml, so that nobody takes the new figures for the old ones."
              .formatted(String.join(", ", edited)));
    }
    statement.execute(sql("publish/insert_definitions"));
    statement.execute(sql("publish/insert_run_definitions"));
  }

  private static String definitionRow(Definition definition) {
    return "(%s, %d, %s)"
        .formatted(
            Sql.text(definition.metric()), definition.version(), Sql.text(definition.sha256()));
  }

  void queueMail() throws SQLException {
    for (QueuedReport mail : publication.mail()) {
      placeholders.put("report", Sql.text(mail.report()));
      placeholders.put("recipients", Sql.list(mail.recipients(), Sql::text));
      placeholders.put("day", Sql.day(mail.day()));
      statement.execute(sql("publish/queue_report"));
      statement.execute(sql("publish/supersede_reports"));
    }
  }

  void closeRun(long rows) throws SQLException {
    placeholders.put("rows_published", Long.toString(rows));
    statement.execute(sql("publish/close_run"));
  }

  private String sql(String name) {
    return store.sql(name, placeholders);
  }
}
