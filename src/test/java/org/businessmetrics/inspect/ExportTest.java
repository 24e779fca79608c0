package org.businessmetrics.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.UUID;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.ledger.MigratedStore;
import org.junit.jupiter.api.Test;

class ExportTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 9);

  @Test
  void writesNothingThatASpreadsheetWouldRun() {
    MigratedStore database = MigratedStore.create();
    UUID run = database.startRun(DAY, DAY);
    for (String plan : new String[] {"=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "a=b", "plus"}) {
      database.execute(
          """
          insert into metrics.subscriptions_daily (
            day, plan, currency, mrr, paying_customers, trialing, past_due, history_quality,
            run_id, is_final)
          values ('%s', '%s', 'USD', -5, 1, 0, 0, 'observed', '%s', false)
          """
              .formatted(DAY, plan.replace("'", "''"), run));
    }
    StringBuilder csv = new StringBuilder();
    new Export(database.store(), Catalog.load(Path.of("sql", "metrics")).metrics())
        .write("subscriptions_daily", DAY, DAY, csv);
    assertThat(csv.toString().lines().skip(1).map(line -> line.split(",")[1]))
        .containsExactlyInAnyOrder("'=cmd|'/c calc'!A0", "'+1", "'-1", "'@SUM(A1)", "a=b", "plus");
    assertThat(csv.toString()).as("a negative amount stays a number").contains(",-5,");
  }
}
