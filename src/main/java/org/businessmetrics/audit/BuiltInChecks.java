package org.businessmetrics.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.businessmetrics.catalog.Metric.Severity;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.Store;

/** The checks that every staged table must pass, whatever its metric says, and those of rates. */
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

  /** What must hold where amounts are converted: on the run's days, and on all others. */
  static List<NamedCheck> of(Store store, StagedRates rates) {
    return List.of(
        new NamedCheck(
            "fx_rates.every_amount_has_a_rate",
            Severity.FAIL,
            "Every amount can be converted: add the rates to the file that the job's fx_rates names (each holds for 7 days more) and run again, or take reporting_currency out of the job.",
            amountsWithoutARate(
                store,
                rates,
                "amounts.day between :first_day and :last_day",
                "select distinct day from missing")),
        new NamedCheck(
            "fx_rates.every_amount_of_other_days_has_a_rate",
            Severity.WARN,
            "What can't be converted is NULL in the tables _reporting: add the rates to the file that the job's fx_rates names.",
            amountsWithoutARate(
                store,
                rates,
                "amounts.day not between :first_day and :last_day",
                "select max(day) as day from missing having count(*) > 0")));
  }

  private static String amountsWithoutARate(
      Store store, StagedRates rates, String isAsked, String days) {
    Map<String, String> placeholders = new HashMap<>(rates.placeholders());
    placeholders.put("is_asked", isAsked);
    placeholders.put("days", days);
    return store.sql("checks/amounts_without_a_rate", placeholders);
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
