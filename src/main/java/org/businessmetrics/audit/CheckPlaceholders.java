package org.businessmetrics.audit;

import java.util.List;
import java.util.Map;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagedTable;

/** What the statements of {@code sql/store/checks} are filled with. */
final class CheckPlaceholders {
  private CheckPlaceholders() {}

  static Map<String, String> of(StagedTable table) {
    List<String> key = table.metric().key();
    return Map.ofEntries(
        Map.entry("view", Sql.name(table.metric().table())),
        Map.entry("published", table.published()),
        Map.entry("staged", table.staged()),
        Map.entry("columns", Sql.list(table.columns(), Sql::name)),
        Map.entry("key", Sql.list(key, Sql::name)),
        Map.entry("key_is_null", Sql.joined(key, " or ", c -> Sql.name(c) + " is null")),
        Map.entry("key_as_text", Sql.joined(key, " || ', ' || ", CheckPlaceholders::asText)),
        Map.entry("period_last", Sql.name(table.metric().period().last())),
        Map.entry("is_replaced", table.isReplaced()),
        Map.entry("is_final", table.isFinal()),
        Map.entry("run_id", Sql.uuid(table.scope().runId())),
        Map.entry("first_day", Sql.day(table.scope().firstDay())),
        Map.entry("last_day", Sql.day(table.scope().lastDay())));
  }

  private static String asText(String column) {
    return "coalesce(%s::text, 'NULL')".formatted(Sql.name(column));
  }
}
