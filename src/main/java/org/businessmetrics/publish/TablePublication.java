package org.businessmetrics.publish;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.Store;

/** Publishes the staged rows of one table, inside the caller's transaction. */
final class TablePublication {
  private final Store store;
  private final Statement statement;
  private final StagedTable table;
  private final Map<String, String> placeholders;

  TablePublication(Store store, Statement statement, Publication publication, StagedTable table) {
    this.store = store;
    this.statement = statement;
    this.table = table;
    this.placeholders = placeholders(publication, table);
    this.placeholders.put("is_redefined", isRedefined(publication));
  }

  void write(RowCounts counts) throws SQLException {
    refuseRowsOfOtherDays();
    counts.rows += Queries.number(statement, sql("publish/count_staged"));
    if (Queries.number(statement, sql("publish/count_published_before")) == 0) {
      if (!table.metric().latestOnly()) {
        statement.execute(sql("publish/touch_days_of_first_rows"));
      }
      counts.added += statement.executeLargeUpdate(sql("publish/insert_first_rows"));
      return;
    }
    statement.execute(sql("publish/compare"));
    statement.execute("analyze difference");
    // What is known of a day has not changed because another day is the latest.
    if (!table.metric().latestOnly()) {
      counts.restatements += statement.executeLargeUpdate(sql("publish/restate"));
      statement.execute(sql("publish/touch_days"));
    }
    counts.vanished += statement.executeLargeUpdate(sql("publish/delete_vanished"));
    if (!table.values().isEmpty()) {
      counts.changed += statement.executeLargeUpdate(sql("publish/update_changed"));
    }
    statement.execute(sql("publish/update_finality"));
    counts.added += statement.executeLargeUpdate(sql("publish/insert_added"));
    statement.execute("drop table difference");
  }

  private void refuseRowsOfOtherDays() throws SQLException {
    long others = Queries.number(statement, sql("publish/count_rows_of_other_days"));
    if (others > 0) {
      throw new Failure(
          ExitCode.INTERNAL,
          "%s computed %d rows outside %s to %s: its query must return only rows whose period overlaps these days."
              .formatted(
                  table.metric().name(),
                  others,
                  table.scope().firstDay(),
                  table.scope().lastDay()));
    }
  }

  private String sql(String name) {
    return store.sql(name, placeholders);
  }

  private static Map<String, String> placeholders(Publication publication, StagedTable table) {
    List<String> columns = table.columns();
    List<String> key = table.metric().key();
    List<String> values = table.values();
    Map<String, String> map = new HashMap<>();
    map.put("published", table.published());
    map.put("staged", table.staged());
    map.put("table_name", Sql.text(table.metric().table()));
    map.put("metric", Sql.text(table.metric().name()));
    map.put("columns", Sql.list(columns, Sql::name));
    map.put("key", Sql.list(key, Sql::name));
    map.put("is_replaced", table.isReplaced());
    map.put("is_final", table.isFinal());
    map.put("run_id", Sql.uuid(table.scope().runId()));
    map.put("first_day", Sql.day(table.scope().firstDay()));
    map.put("last_day", Sql.day(table.scope().lastDay()));
    map.put("published_at", Sql.instant(publication.publishedAt()));
    map.put("period_last", Sql.name(table.metric().period().last()));
    map.put("differs", values.isEmpty() ? "false" : differs(values));
    map.put("pairs", pairs(values));
    map.put("difference_period_last", inDifference(table, table.metric().period().last()));
    map.put("difference_period_first", inDifference(table, table.metric().period().first()));
    map.put("new_columns", Sql.list(columns, column -> newValue(table, column)));
    map.put(
        "assignments",
        Sql.list(values, column -> Sql.name(column) + " = " + newValue(table, column)));
    map.put(
        "same_key",
        Sql.joined(
            key, " and ", column -> "target.%1$s = difference.%1$s".formatted(Sql.name(column))));
    map.put(
        "key_as_json",
        Sql.list(key, column -> Sql.text(column) + ", difference." + Sql.name(column)));
    map.put("cells", cells(table));
    map.put("touched_day", touchedDay(table));
    map.put("was_complete", complete(table, "o"));
    map.put("is_complete_now", complete(table, "n"));
    map.put("cause", cause(publication, table));
    return map;
  }

  /** A publication without the table's definition restates nothing because of it. */
  private String isRedefined(Publication publication) {
    Map<String, String> values = new HashMap<>(placeholders);
    for (Definition definition : publication.definitions()) {
      if (definition.metric().equals(table.metric().name())) {
        values.put("hash", Sql.text(definition.sha256()));
        return store.sql("publish/is_redefined", values);
      }
    }
    return "false";
  }

  private static String differs(List<String> values) {
    return "row(%s) is distinct from row(%s)"
        .formatted(
            Sql.list(values, column -> "old." + Sql.name(column)),
            Sql.list(values, column -> "new." + Sql.name(column)));
  }

  /** Old and new value of every column, as {@code o1, n1, o2, n2, …}. */
  private static String pairs(List<String> values) {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String column = Sql.name(values.get(i));
      pairs.append(", old.%1$s as o%2$d, new.%1$s as n%2$d".formatted(column, i));
    }
    return pairs.toString();
  }

  /** The new value in the table of differences; a key column stands there under its own name. */
  private static String newValue(StagedTable table, String column) {
    int index = table.values().indexOf(column);
    return index < 0 ? "difference." + Sql.name(column) : "difference.n" + index;
  }

  private static String inDifference(StagedTable table, String column) {
    int index = table.values().indexOf(column);
    return index < 0
        ? "difference." + Sql.name(column)
        : "coalesce(difference.n%1$d, difference.o%1$d)".formatted(index);
  }

  private static String complete(StagedTable table, String side) {
    return table.knowsCompleteness()
        ? "difference.%s%d is true".formatted(side, table.values().indexOf("is_complete"))
        : "true";
  }

  private static String cells(StagedTable table) {
    List<Column> values = valueColumns(table);
    if (values.isEmpty()) {
      return "(null::text, null::text, null::text, false)";
    }
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      cells.append(i == 0 ? "" : ", ");
      cells.append(
          "(%1$s, o%2$d::text, n%2$d::text, %3$s)"
              .formatted(Sql.text(values.get(i).name()), i, differs(table, i)));
    }
    return cells.toString();
  }

  /** Whether a cell that was settled has another value. */
  private static String differs(StagedTable table, int index) {
    String differs = "o%1$d is distinct from n%1$d".formatted(index);
    return valueColumns(table)
        .get(index)
        .completeWhen()
        .map(flag -> "(o%d is true and %s)".formatted(table.values().indexOf(flag), differs))
        .orElse(differs);
  }

  /**
   * The day whose figure changed. Where only cells differ that were still open, it is the last one
   * that they know of: news of a later day, not of the day that the row is about.
   */
  private static String touchedDay(StagedTable table) {
    String lastDay = Sql.day(table.scope().lastDay());
    String ofRow =
        "least(%s, %s)".formatted(inDifference(table, table.metric().period().last()), lastDay);
    List<Integer> indexes = IntStream.range(0, table.values().size()).boxed().toList();
    return valueColumns(table).stream().allMatch(column -> column.completeWhen().isEmpty())
        ? ofRow
        : "case when row_change <> 'changed' or %s then %s else least(%s, %s) end"
            .formatted(
                Sql.joined(indexes, " or ", index -> differs(table, index)),
                ofRow,
                inDifference(table, table.metric().period().horizon()),
                lastDay);
  }

  private static List<Column> valueColumns(StagedTable table) {
    return table.metric().columns().stream()
        .filter(column -> !table.metric().key().contains(column.name()))
        .toList();
  }

  private static String cause(Publication publication, StagedTable table) {
    String day = inDifference(table, table.metric().period().last());
    StringBuilder cause = new StringBuilder("case");
    for (CauseOfDays days : publication.causes()) {
      if (days.table().isEmpty() || days.table().get().equals(table.metric().table())) {
        cause.append(
            " when %s between %s and %s then %s"
                .formatted(
                    day,
                    Sql.day(days.first()),
                    Sql.day(days.last()),
                    Sql.text(days.cause().word())));
      }
    }
    return cause
        .append(" when true then ")
        .append(Sql.text(publication.otherwise().word()))
        .append(" end")
        .toString();
  }
}
