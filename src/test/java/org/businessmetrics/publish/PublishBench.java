package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.TestMetrics;
import org.businessmetrics.lock.RunLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a million rows take. Run by hand: {@code mvn test -P bench -Dtest=PublishBench}. */
class PublishBench {
  private static final int DAYS = 100;
  private static final int ROWS = 1_000_000;
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = FIRST.plusDays(DAYS - 1);
  private static final Metric SALES = TestMetrics.sales();

  private final Publishing nights = new Publishing();
  private final MigratedStore database = nights.database;

  @Test
  void publishesAMillionRowsAndThenTheSameAgain() {
    new MetricTables(database.store()).prepare(List.of(SALES));
    assertThat(night("first time", 1).added()).isEqualTo(ROWS);
    assertThat(night("the same again", 1))
        .isEqualTo(new Published(ROWS, 0, 0, 0, 0, List.of(), List.of(), List.of()));
    assertThat(night("every row changed", 2).changed()).isEqualTo(ROWS);
  }

  private Published night(String what, long orders) {
    UUID runId = database.startRun(FIRST, LAST);
    RunScope scope = new RunScope(runId, FIRST, LAST, LAST, 3);
    try (RunLock lock = database.lock();
        Staging staging = new Staging(database.store(), runId)) {
      long start = System.nanoTime();
      staging.copy(SALES, rows(orders));
      long staged = System.nanoTime();
      Published published =
          new Publisher(database.store(), lock).publish(nights.publication(scope, SALES));
      long done = System.nanoTime();
      System.out.printf(
          "%s: staged in %.1f s, published in %.1f s%n",
          what, (staged - start) / 1e9, (done - staged) / 1e9);
      return published;
    }
  }

  private static Iterator<@Nullable Object[]> rows(long orders) {
    return LongStream.range(0, ROWS)
        .<@Nullable Object[]>mapToObj(
            i ->
                Publishing.row(
                    FIRST.plusDays(i % DAYS), "city " + i / DAYS, orders, BigDecimal.valueOf(i, 2)))
        .iterator();
  }
}
