package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two weeks of one company, told in order: ten days, three missed nights, late rows, a backfill,
 * and the night after it. What stands is compared with what a rebuild from scratch would publish.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LateRowsAndBackfillsTest {
  private static final String KEYS =
      """
      lookback_days: 3
      metrics:
        - active_day_histogram
        - active_users_calendar
        - active_users_daily
        - activity_gaps_daily
        - revenue_daily
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path folder;
  private final Path source;
  private final Pipeline nights;
  private final Pipeline rebuilt;

  LateRowsAndBackfillsTest(@TempDir Path folder) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.nights = Pipeline.overCsv(folder.resolve("nights"), source, KEYS);
    this.rebuilt = Pipeline.overCsv(folder.resolve("rebuilt"), source, KEYS);
  }

  /** The n-th day of the company, from 1. */
  private static LocalDate day(int n) {
    return LocalDate.of(2026, 2, 20).plusDays(n - 1L);
  }

  private Instant nightOf(int n) {
    company.write(source, day(n));
    return company.nightOf(day(n));
  }

  @BeforeAll
  void tenDaysAreThere() {
    for (String user : List.of("ann", "bob", "cem", "dot")) {
      company.account(user, day(1));
    }
    company.active(
        "ann", day(1), day(2), day(3), day(5), day(8), day(9), day(10), day(12), day(14));
    company.active("bob", day(2), day(10), day(11), day(13));
    company.active("dot", day(9), day(12), day(14));
    company.charge("ann", day(2), "10.00").charge("bob", day(10), "7.50");
    nights.night(nightOf(10));
    assertThat(nights.rows("select count(*), max(data_version) from metrics.days"))
        .containsExactly("10|1");
  }

  @Test
  @Order(1)
  void threeMissedNightsAreThreeDaysComputed() {
    List<String> finalRows = finalRows();
    company.activeLate("cem", day(9), 2);
    company.activeLate("cem", day(4), 8).activeLate("bob", day(5), 7);
    Outcome outcome = nights.night(nightOf(13));

    assertThat(outcome.published()).containsExactly(new DayRange(day(8), day(13)));
    assertThat(nights.rows("select min(day), max(day), count(*) from metrics.days"))
        .containsExactly("%s|%s|13".formatted(day(1), day(13)));
    assertThat(finalRows()).containsAll(finalRows);
  }

  @Test
  @Order(2)
  void aLateRowWithinTheLookbackIsRestatedAndALaterOneIsNotSeen() {
    assertThat(nights.rows("select dau from metrics.active_users_daily where day = '2026-02-28'"))
        .as("ann, dot, and cem who was late")
        .containsExactly("3");
    assertThat(
            nights.rows(
                "select key ->> 'day', old_value, new_value, cause from metrics.restatements"
                    + " where table_name = 'active_users_daily' and column_name = 'dau'"))
        .containsExactly("2026-02-28|2|3|late_data");
    assertThat(nights.rows("select distinct cause from metrics.restatements"))
        .containsExactly("late_data");
    assertThat(nights.rows("select day from metrics.days where data_version > 1 order by day"))
        .containsExactly("2026-02-28", "2026-03-01");
    assertThat(
            nights.rows("select data_version from pipeline.day_versions where day = '2026-02-28'"))
        .containsExactly("1", "2");
    assertThat(nights.rows("select dau from metrics.active_users_daily where day = '2026-02-23'"))
        .as("cem's row of the fourth day came five days after the lookback")
        .containsExactly("0");
  }

  @Test
  @Order(3)
  void aBackfillRestatesEveryLaterCellThatRestsOnItsDays() {
    Instant now = nightOf(13);
    long before = Long.parseLong(nights.rows("select count(*) from metrics.restatements").get(0));
    String tables = "select * from metrics.active_users_daily order by day";
    List<String> standing = nights.rows(tables);
    Outcome rehearsal = nights.rehearse(day(4), day(5), now);
    assertThat(rehearsal.published()).isEmpty();
    assertThat(nights.rows(tables)).isEqualTo(standing);
    assertThat(nights.rows("select count(*) from metrics.restatements"))
        .containsExactly(Long.toString(before));
    assertThat(nights.rows("select exit_code from metrics.runs where state = 'cancelled'"))
        .containsExactly("0");

    Outcome outcome = nights.backfill(day(4), day(5), now);
    assertThat(rehearsal.restated())
        .extracting(
            one ->
                "%s|%s|%s|%s".formatted(one.table(), one.column(), one.oldValue(), one.newValue()))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            nights.rows(
                "select table_name, column_name, old_value, new_value from metrics.restatements"
                    + " where id > %d".formatted(before)));
    rebuilt.backfill(day(1), day(13), now);

    assertThat(outcome.published()).containsExactly(new DayRange(day(4), day(13)));
    SameTables.assertSame(nights, rebuilt);
    assertThat(
            nights.rows(
                "select distinct cause from metrics.restatements where id > %d".formatted(before)))
        .containsExactly("requested");
    assertThat(
            nights.rows(
                "select key ->> 'day', old_value, new_value from metrics.restatements"
                    + " where id > %d and table_name = 'active_users_daily'".formatted(before)
                    + " and column_name = 'new_users' order by 1"))
        .as("cem was new on the fourth day, so not on the ninth")
        .containsExactly("2026-02-23|0|1", "2026-02-28|2|1");
    assertThat(
            nights.rows(
                "select gap_days from metrics.activity_gaps_daily where day = '2026-03-01' and gap_days > 1"))
        .as("bob's gap, now from the fifth day to the tenth")
        .containsExactly("5");
  }

  @Test
  @Order(4)
  void nothingIsTakenFromStateThatIsOlderThanABackfill() {
    Outcome outcome = nights.backfill(day(9), day(9), nightOf(13));

    assertThat(outcome.restatements()).isZero();
    SameTables.assertSame(nights, rebuilt);
  }

  @Test
  @Order(5)
  void theNightAfterABackfillIsRightToo() {
    Instant now = nightOf(14);
    nights.night(now);
    rebuilt.night(now);

    assertThat(nights.rows("select max(day) from metrics.days")).containsExactly("2026-03-05");
    SameTables.assertSame(nights, rebuilt);
  }

  @Test
  @Order(6)
  void newMeansNewEverWhereTheHistoryIsPublishedFromALaterDay() {
    Pipeline later =
        Pipeline.overCsv(
            folder.resolve("later"), source, KEYS + "history_from: %s\n".formatted(day(8)));
    later.night(nightOf(14));

    assertThat(later.rows("select min(day), max(day) from metrics.days"))
        .containsExactly("2026-02-27|2026-03-05");
    for (String table : List.of("active_users_daily", "activity_gaps_daily", "revenue_daily")) {
      String rows =
          "select to_jsonb(t) - 'run_id' from metrics.%s t where day >= '2026-02-27' order by 1"
              .formatted(table);
      assertThat(later.rows(rows)).as(table).isNotEmpty().isEqualTo(rebuilt.rows(rows));
    }
    String periods =
        "select to_jsonb(t) - 'run_id' from metrics.active_users_calendar t"
            + " where period_end >= '2026-02-27' order by 1";
    assertThat(later.rows(periods)).hasSize(4).isEqualTo(rebuilt.rows(periods));
    assertThat(later.rows("select sum(new_users) from metrics.active_users_daily"))
        .as("dot alone is new after the seventh day")
        .containsExactly("1");
  }

  /** Rows that late rows no longer change, with the transaction that last wrote each. */
  private List<String> finalRows() {
    List<String> rows =
        nights.rows(
            """
            select xmin, t::text from metrics.active_users_daily t where is_final
            union all select xmin, t::text from metrics.activity_gaps_daily t where is_final
            union all select xmin, t::text from metrics.active_day_histogram t where is_final
            union all select xmin, t::text from metrics.revenue_daily t where is_final
            union all select xmin, t::text from metrics.active_users_calendar t where is_final
            union all select xmin, t::text from metrics.days t where is_final
            """);
    assertThat(rows).hasSizeGreaterThan(20);
    return rows;
  }
}
