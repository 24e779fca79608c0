package org.businessmetrics.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.businessmetrics.catalog.FrameworkColumns;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagingTables;
import org.businessmetrics.ledger.Store;

/**
 * The tables of schema {@code metrics} as the metrics declare them: makes those that are missing,
 * adds columns, and keeps the view {@code metric_values} in step. Nothing is ever dropped or
 * retyped. Readers are granted by default privileges.
 */
public final class MetricTables {
  private static final Pattern TABLE_NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Store store;

  public MetricTables(Store store) {
    this.store = store;
  }

  /**
   * Brings the tables in step with the catalog, in one transaction.
   *
   * @param catalog all metrics, not only those of one job: the view shows them all
   * @return what was done, one line each; empty normally
   * @throws Failure 78 where a table can't become what its metric.yaml says
   */
  public List<String> prepare(List<Metric> catalog) {
    catalog.forEach(MetricTables::requireUsableName);
    MetricValues view = new MetricValues(store, catalog);
    try (Connection connection = store.connect("metrics tables")) {
      connection.setAutoCommit(false);
      List<String> done = new ArrayList<>();
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local lock_timeout = '1min'");
        ExistingTables existing = ExistingTables.read(store, statement);
        for (Metric metric : catalog) {
          Optional<ExistingTables.Table> table = existing.table(metric.table());
          if (table.isPresent()) {
            done.addAll(complete(statement, metric, table.get()));
          } else {
            create(statement, metric);
            done.add("created table metrics.%s".formatted(metric.table()));
          }
        }
        if (view.replaceIfChanged(statement)) {
          done.add("replaced view metrics.metric_values");
        }
      }
      connection.commit();
      return done;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static void requireUsableName(Metric metric) {
    String table = metric.table();
    if (!TABLE_NAME.matcher(table).matches() || table.length() > StagingTables.LONGEST_TABLE_NAME) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Invalid table in %s: '%s' (must be lower-case letters, digits and _, at most %d characters)"
              .formatted(
                  metric.folder().resolve("metric.yaml"), table, StagingTables.LONGEST_TABLE_NAME));
    }
  }

  private static void create(Statement statement, Metric metric) throws SQLException {
    String table = "metrics." + Sql.name(metric.table());
    statement.execute(
        "create table %s (%s, run_id uuid not null, is_final boolean not null, primary key (%s))"
            .formatted(
                table,
                Sql.list(metric.columns(), c -> Sql.name(c.name()) + " " + c.type()),
                Sql.list(metric.key(), Sql::name)));
    statement.execute(
        "comment on table %s is %s"
            .formatted(table, Sql.text("%s: %s.".formatted(metric.title(), metric.grain()))));
    for (Column column : metric.columns()) {
      comment(statement, metric, column);
    }
    comment(statement, metric, FrameworkColumns.RUN_ID);
    comment(statement, metric, FrameworkColumns.IS_FINAL);
  }

  private static List<String> complete(
      Statement statement, Metric metric, ExistingTables.Table table) throws SQLException {
    List<String> done = new ArrayList<>();
    for (Column column : FrameworkColumns.ALL) {
      requireSameType(metric, column, table.type(column.name()).orElse("nothing"));
    }
    for (Column column : metric.columns()) {
      Optional<String> type = table.type(column.name());
      if (type.isEmpty()) {
        statement.execute(
            "alter table metrics.%s add column %s %s"
                .formatted(Sql.name(metric.table()), Sql.name(column.name()), column.type()));
        done.add("added column metrics.%s.%s".formatted(metric.table(), column.name()));
      } else {
        requireSameType(metric, column, type.get());
      }
      if (!column.comment().isBlank() && !column.comment().equals(table.comment(column.name()))) {
        comment(statement, metric, column);
      }
    }
    if (!table.key().equals(metric.key())) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "metrics.%s has the key (%s), metric.yaml of %s says (%s). A key can't be changed: give the metric another table."
              .formatted(
                  metric.table(),
                  String.join(", ", table.key()),
                  metric.name(),
                  String.join(", ", metric.key())));
    }
    return done;
  }

  private static void requireSameType(Metric metric, Column column, String found) {
    if (!found.equals(ExistingTables.formatted(column.type()))) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "metrics.%s.%s is %s, metric.yaml of %s says %s. A column can't change its type: give it another name."
              .formatted(metric.table(), column.name(), found, metric.name(), column.type()));
    }
  }

  private static void comment(Statement statement, Metric metric, Column column)
      throws SQLException {
    statement.execute(
        "comment on column metrics.%s.%s is %s"
            .formatted(
                Sql.name(metric.table()), Sql.name(column.name()), Sql.text(column.comment())));
  }
}
