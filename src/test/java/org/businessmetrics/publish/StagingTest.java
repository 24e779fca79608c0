package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.businessmetrics.publish.Publishing.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Period;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.StagingTables;
import org.businessmetrics.ledger.TestMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagingTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 5);
  private static final Metric EVERY_TYPE =
      TestMetrics.metric(
          "every_type",
          List.of(
              new Column("day", "date", ""),
              new Column("name", "text", ""),
              new Column("count", "bigint", ""),
              new Column("small", "integer", ""),
              new Column("money", "numeric", ""),
              new Column("yes", "boolean", ""),
              new Column("at", "timestamptz", ""),
              new Column("currency", "char(3)", "")),
          List.of("day"),
          new Period("day", "day"));

  private final MigratedStore database = MigratedStore.create();
  private final UUID runId = UUID.randomUUID();
  private final String table = "pipeline." + StagingTables.name(runId, EVERY_TYPE.table());

  @Test
  void keepsEveryValueExactly() {
    try (Staging staging = new Staging(database.store(), runId)) {
      long rows =
          copy(
              staging,
              row(
                  DAY,
                  "a,\"b\"\n\\. é",
                  Long.MAX_VALUE,
                  -1,
                  new BigDecimal("0.1000000000000000000000000001"),
                  true,
                  Instant.parse("2026-03-05T23:59:59.123456Z"),
                  "EUR"),
              row(DAY, "", null, null, new BigDecimal("1E+30"), null, null, null));
      assertThat(rows).isEqualTo(2);
      assertThat(
              database.rows(
                  "select name, count, small, money, yes, at at time zone 'UTC', currency from "
                      + table
                      + " order by count"))
          .containsExactly(
              "a,\"b\"\n\\. é|9223372036854775807|-1|0.1000000000000000000000000001|t|2026-03-05 23:59:59.123456|EUR",
              "|-|-|1000000000000000000000000000000|-|-|-");
    }
  }

  @Test
  void aSecondCopyReplacesTheFirst() {
    try (Staging staging = new Staging(database.store(), runId)) {
      copy(staging, row(DAY, "one", 1L, 1, null, null, null, null));
      copy(staging, row(DAY, "two", 1L, 1, null, null, null, null));
      assertThat(database.rows("select name from " + table)).containsExactly("two");
    }
  }

  @Test
  void isGoneAfterwardsAlsoWhenItFailed() {
    try (Staging staging = new Staging(database.store(), runId)) {
      assertThatThrownBy(() -> copy(staging, row(DAY, "x", 1L, 1, 0.1, true, null, null)))
          .hasMessageContaining("Invalid value for every_type.money: a Double");
      assertThatThrownBy(() -> copy(staging, row(DAY))).hasMessageContaining("1 values (must be 8");
      assertThatThrownBy(() -> copy(staging, row(DAY, "x", 1L, 1, null, true, null, "EURO")))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("value too long");
    }
    assertThat(database.rows("select tablename from pg_tables where tablename like 'stage%'"))
        .isEmpty();
  }

  @Test
  void leavesTheStagingOfOthersAlone() {
    UUID other = UUID.randomUUID();
    Staging theirs = new Staging(database.store(), other);
    copy(theirs, row(DAY, "one", 1L, 1, null, null, null, null));
    new Staging(database.store(), runId).close();
    assertThat(database.rows("select tablename from pg_tables where tablename like 'stage%'"))
        .containsExactly(StagingTables.name(other, "every_type"));
    theirs.close();
  }

  private static long copy(Staging staging, @Nullable Object[]... rows) {
    Iterator<@Nullable Object[]> iterator = List.of(rows).iterator();
    return staging.copy(EVERY_TYPE, iterator);
  }
}
