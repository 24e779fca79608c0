package org.businessmetrics.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.businessmetrics.catalog.Metric.Severity;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.Store;

/** The checks that every staged table must pass, whatever its metric says. */
final class BuiltInChecks {
  static final Set<String> NAMES =
      Set.of("key_is_unique", "key_is_known", "days_are_those_of_the_run", "no_day_is_missing");

  /** The table in which every day has a row. */
  private static final String TABLE_OF_EVERY_DAY = "active_users_daily";

  private BuiltInChecks() {}

  static List<NamedCheck> of(Store store, StagedTable table) {
    List<NamedCheck> checks = new ArrayList<>();
    checks.add(check(store, table, "key_is_unique", "Every key is there once."));
    checks.add(check(store, table, "key_is_known", "No column of a key is NULL."));
    checks.add(
        check(
            store,
            table,
            "days_are_those_of_the_run",
            "Every row is about at least one of the run's days."));
    if (table.metric().table().equals(TABLE_OF_EVERY_DAY)) {
      checks.add(
          check(
              store,
              table,
              "no_day_is_missing",
              "Every day from the first to the last has its row."));
    }
    return checks;
  }

  private static NamedCheck check(Store store, StagedTable table, String name, String meaning) {
    Map<String, String> placeholders = CheckPlaceholders.of(table);
    return new NamedCheck(
        table.metric().name() + "." + name,
        Severity.FAIL,
        meaning,
        store.sql("checks/" + name, placeholders));
  }
}
