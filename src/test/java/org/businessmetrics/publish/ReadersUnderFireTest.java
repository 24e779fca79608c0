package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.ledger.TestMetrics;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Analysts who ask all the time, while the same day is published again and again. */
@Tag("faults")
class ReadersUnderFireTest {
  private static final Metric SALES = TestMetrics.sales();
  private static final int READERS = 3;
  private static final int PUBLISHES = 1_000;
  private static final long READS = 100_000;
  private static final int CITIES = 20;

  /** All rows of the day are of one publish, and so is what the days say of it. */
  private static final String ASK =
      """
      select count(*), min(orders), max(orders),
        (select data_version from metrics.days where day = date '2026-03-05')
      from metrics.sales where day = date '2026-03-05'
      """;

  private final Publishing nights = new Publishing();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicBoolean isOver = new AtomicBoolean();

  @Test
  void nobodyEverSeesHalfADay() throws Exception {
    new MetricTables(nights.database.store()).prepare(List.of(SALES));
    publish(1);
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    List<Future<?>> asking = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      asking.add(readers.submit(this::ask));
    }
    int publishes = 1;
    while (publishes < PUBLISHES || reads.get() < READS) {
      publish(++publishes);
      asking.stream().filter(Future::isDone).findAny().ifPresent(ReadersUnderFireTest::rethrow);
    }
    isOver.set(true);
    for (Future<?> reader : asking) {
      reader.get();
    }
    readers.shutdown();
    Survived.count("publishes under reading analysts", publishes);
    Survived.count("reads of whole days", reads.get());
  }

  private void publish(int version) {
    @Nullable Object[][] rows = new @Nullable Object[CITIES][];
    for (int city = 0; city < CITIES; city++) {
      rows[city] = Publishing.row(Publishing.day(5), "city" + city, (long) version, BigDecimal.TEN);
    }
    nights.publish(SALES, 5, 5, rows);
  }

  private @Nullable Void ask() throws Exception {
    try (Connection analyst = TestDatabase.connect(nights.database.address());
        PreparedStatement question = analyst.prepareStatement(ASK)) {
      long newest = 0;
      while (!isOver.get()) {
        try (ResultSet answer = question.executeQuery()) {
          answer.next();
          assertThat(answer.getInt(1)).isEqualTo(CITIES);
          assertThat(answer.getLong(2))
              .isEqualTo(answer.getLong(3))
              .isEqualTo(answer.getLong(4))
              .isGreaterThanOrEqualTo(newest);
          newest = answer.getLong(2);
        }
        reads.incrementAndGet();
        Thread.sleep(4);
      }
    }
    return null;
  }

  private static void rethrow(Future<?> reader) {
    try {
      reader.get();
    } catch (Exception e) {
      throw new AssertionError("A reader saw what it must not", e);
    }
  }
}
