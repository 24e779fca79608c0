package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.businessmetrics.publish.Publishing.day;
import static org.businessmetrics.publish.Publishing.row;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Run;
import org.businessmetrics.ledger.RunState;
import org.businessmetrics.ledger.TestMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final Metric SALES = TestMetrics.sales();
  private static final Metric WEEKS = TestMetrics.weeks();
  private static final Metric TO_DATE = TestMetrics.toDate();

  private final Publishing nights = new Publishing();

  @BeforeEach
  void makeTheTables() {
    new MetricTables(nights.database.store()).prepare(List.of(SALES, WEEKS, TO_DATE));
  }

  @Test
  void publishesTheFirstRowsWithoutARestatement() {
    Published published =
        nights.publish(SALES, 1, 5, sale(1, "Cairo", 3, "10.50"), sale(5, "Lima", 4, null));
    assertThat(published.added()).isEqualTo(2);
    assertThat(published.rows()).isEqualTo(2);
    assertThat(published.restatements()).isZero();
    assertThat(published.changedDays()).containsExactly(day(1), day(2), day(3), day(4), day(5));
    assertThat(
            nights.database.rows(
                "select day, city, orders, amount, is_final from metrics.sales order by day"))
        .containsExactly("2026-03-01|Cairo|3|10.50|t", "2026-03-05|Lima|4|-|f");
    assertThat(nights.dataVersions())
        .containsExactly(
            "2026-03-01|1|t",
            "2026-03-02|1|t",
            "2026-03-03|1|f",
            "2026-03-04|1|f",
            "2026-03-05|1|f");
    assertThat(nights.restatements()).isEmpty();
  }

  @Test
  void queuesTheReportOfTheNewestDayOnceAVersionAndReplacesWhatNobodyWasSent() {
    nights.recipients = List.of("ann@example.com", "bob@example.com");
    nights.publish(SALES, 4, 5, sale(4, "Cairo", 3, "10.50"), sale(5, "Lima", 4, null));
    nights.publish(SALES, 4, 5, sale(4, "Cairo", 3, "10.50"), sale(5, "Lima", 4, null));
    String rows =
        "select day, data_version, recipient, state from pipeline.deliveries order by 1, 2, 3";
    assertThat(nights.database.rows(rows))
        .containsExactly(
            "2026-03-05|1|ann@example.com|pending", "2026-03-05|1|bob@example.com|pending");
    nights.database.execute(
        "update pipeline.deliveries set state = 'sent' where recipient = 'ann@example.com'");
    nights.publish(SALES, 4, 5, sale(4, "Cairo", 3, "10.50"), sale(5, "Lima", 5, null));
    assertThat(nights.database.rows(rows))
        .containsExactly(
            "2026-03-05|1|ann@example.com|sent",
            "2026-03-05|1|bob@example.com|superseded",
            "2026-03-05|2|ann@example.com|pending",
            "2026-03-05|2|bob@example.com|pending");
    nights.recipients = List.of();
    nights.publish(SALES, 6, 6, sale(6, "Lima", 1, null));
    assertThat(nights.database.rows(rows)).hasSize(4);
  }

  @Test
  void publishingTheSameAgainWritesNothing() {
    @Nullable Object[][] rows = {sale(4, "Cairo", 3, "10.50"), sale(5, "Lima", 4, null)};
    nights.publish(SALES, 4, 5, rows);
    List<String> sales = nights.versions("metrics.sales");
    List<String> days = nights.versions("metrics.days");
    List<String> dayVersions = nights.versions("pipeline.day_versions");

    Published again =
        nights.publish(SALES, 4, 5, sale(4, "Cairo", 3, "10.5000"), sale(5, "Lima", 4, null));

    assertThat(again).isEqualTo(new Published(2, 0, 0, 0, 0, List.of(), List.of(), List.of()));
    assertThat(nights.versions("metrics.sales")).isEqualTo(sales);
    assertThat(nights.versions("metrics.days")).isEqualTo(days);
    assertThat(nights.versions("pipeline.day_versions")).isEqualTo(dayVersions);
    assertThat(nights.restatements()).isEmpty();
  }

  @Test
  void writesOnlyWhatChangedAndRestatesIt() {
    nights.publish(SALES, 3, 5, sale(3, "Cairo", 3, "10.50"), sale(4, "Lima", 4, "1"));
    String untouched = nights.versions("metrics.sales").get(1);
    Published published =
        nights.publish(SALES, 3, 5, sale(3, "Cairo", 5, "12"), sale(4, "Lima", 4, "1"));
    assertThat(published.changed()).isEqualTo(1);
    assertThat(published.restatements()).isEqualTo(2);
    assertThat(published.changedDays()).containsExactly(day(3));
    assertThat(nights.versions("metrics.sales").get(1)).isEqualTo(untouched);
    assertThat(nights.restatements())
        .containsExactly(
            "{\"day\": \"2026-03-03\", \"city\": \"Cairo\"}|amount|10.50|12|late_data",
            "{\"day\": \"2026-03-03\", \"city\": \"Cairo\"}|orders|3|5|late_data");
    assertThat(nights.dataVersions())
        .containsExactly("2026-03-03|2|f", "2026-03-04|1|f", "2026-03-05|1|f");
    assertThat(
            nights.database.rows(
                "select day, data_version from pipeline.day_versions order by 1, 2"))
        .containsExactly("2026-03-03|1", "2026-03-03|2", "2026-03-04|1", "2026-03-05|1");
  }

  @Test
  void rowsThatVanishedAreTakenAwayAndThoseThatCameLateAdded() {
    nights.publish(SALES, 3, 5, sale(3, "Cairo", 3, "10"), sale(4, "Lima", 4, null));
    Published published =
        nights.publish(SALES, 3, 5, sale(3, "Cairo", 3, "10"), sale(5, "Oslo", 1, null));
    assertThat(published.vanished()).isEqualTo(1);
    assertThat(published.added()).isEqualTo(1);
    assertThat(nights.database.rows("select day, city from metrics.sales order by 1"))
        .containsExactly("2026-03-03|Cairo", "2026-03-05|Oslo");
    assertThat(nights.restatements())
        .containsExactly(
            "{\"day\": \"2026-03-04\", \"city\": \"Lima\"}|orders|4|-|late_data",
            "{\"day\": \"2026-03-05\", \"city\": \"Oslo\"}|orders|-|1|late_data");
    assertThat(nights.dataVersions())
        .containsExactly("2026-03-03|1|f", "2026-03-04|2|f", "2026-03-05|2|f");
  }

  @Test
  void aRowForADayThatWasPublishedWithoutAnyIsRestated() {
    nights.publish(SALES, 3, 5);
    nights.publish(SALES, 3, 5, sale(4, "Lima", 4, null));
    assertThat(nights.restatements())
        .containsExactly("{\"day\": \"2026-03-04\", \"city\": \"Lima\"}|orders|-|4|late_data");
  }

  @Test
  void aNewDayBesideOldOnesIsNoRestatement() {
    nights.publish(SALES, 3, 5, sale(5, "Cairo", 3, "10"));
    Published published =
        nights.publish(SALES, 4, 6, sale(5, "Cairo", 3, "10"), sale(6, "Cairo", 2, "7"));
    assertThat(published.restatements()).isZero();
    assertThat(published.changedDays()).containsExactly(day(6));
  }

  @Test
  void rowsOutsideTheRunsDaysStay() {
    nights.publish(SALES, 1, 5, sale(1, "Cairo", 1, "1"), sale(5, "Cairo", 5, "5"));
    nights.publish(SALES, 2, 4, 5, sale(3, "Cairo", 3, "3"));
    assertThat(nights.database.rows("select day from metrics.sales order by 1"))
        .containsExactly("2026-03-01", "2026-03-03", "2026-03-05");
  }

  @Test
  void whereOnlyTheLatestIsKeptAllRowsAreReplacedAndNothingIsRestated() {
    nights.publish(TO_DATE, 1, 5, toDate("Cairo", 5, 3), toDate("Lima", 5, 1));
    Published published =
        nights.publish(TO_DATE, 5, 9, toDate("Cairo", 9, 4), toDate("Oslo", 9, 2));

    assertThat(published.added()).isEqualTo(1);
    assertThat(published.changed()).isEqualTo(1);
    assertThat(published.vanished()).isEqualTo(1);
    assertThat(published.restatements()).isZero();
    assertThat(published.changedDays()).containsExactly(day(6), day(7), day(8), day(9));
    assertThat(
            nights.database.rows(
                "select city, as_of, orders, is_final from metrics.sales_to_date order by 1"))
        .containsExactly("Cairo|2026-03-09|4|f", "Oslo|2026-03-09|2|f");
    assertThat(nights.restatements()).isEmpty();
    assertThat(nights.dataVersions().get(4)).isEqualTo("2026-03-05|1|t");
  }

  @Test
  void becomingFinalIsNeitherARestatementNorANewVersion() {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    Published published =
        nights.publish(SALES, 5, 8, sale(5, "Cairo", 3, "10"), sale(8, "Cairo", 3, "10"));
    assertThat(published.changed()).isZero();
    assertThat(published.restatements()).isZero();
    assertThat(nights.database.rows("select day, is_final from metrics.sales order by 1"))
        .containsExactly("2026-03-05|t", "2026-03-08|f");
    assertThat(nights.dataVersions().get(0)).isEqualTo("2026-03-05|1|t");
    assertThat(published.changedDays()).containsExactly(day(6), day(7), day(8));
  }

  @Test
  void openPeriodsChangeWithoutARestatement() {
    nights.publish(WEEKS, 2, 4, week(2, 10, false));
    Published open = nights.publish(WEEKS, 3, 5, week(2, 14, false));
    assertThat(open.changed()).isEqualTo(1);
    assertThat(open.changedDays()).containsExactly(day(5));
    Published closing = nights.publish(WEEKS, 6, 8, week(2, 20, true));
    assertThat(closing.restatements()).isZero();
    Published late = nights.publish(WEEKS, 6, 9, week(2, 21, true), week(9, 1, false));
    assertThat(nights.restatements())
        .containsExactly("{\"period_start\": \"2026-03-02\"}|orders|20|21|late_data");
    assertThat(late.changedDays()).containsExactly(day(8), day(9));
  }

  @Test
  void theCauseIsThatOfTheFirstRangeThatFits() {
    nights.publish(SALES, 1, 5, sale(1, "Cairo", 1, "1"), sale(5, "Cairo", 1, "1"));
    nights.causes.add(new CauseOfDays(Optional.of("other"), day(1), day(5), Cause.REQUESTED));
    nights.causes.add(
        new CauseOfDays(Optional.of("sales"), day(1), day(2), Cause.DEFINITION_CHANGE));
    nights.causes.add(new CauseOfDays(Optional.empty(), day(1), day(3), Cause.SOURCE_CORRECTION));
    nights.publish(
        SALES, 1, 5, sale(1, "Cairo", 2, "1"), sale(3, "Cairo", 1, null), sale(5, "Cairo", 2, "1"));
    assertThat(
            nights.database.rows(
                "select key ->> 'day', cause from metrics.restatements order by 1"))
        .containsExactly(
            "2026-03-01|definition_change", "2026-03-03|source_correction", "2026-03-05|late_data");
  }

  @Test
  void writesDownFactsDefinitionsAndTheRun() {
    nights.facts.add(new FactVersion("user_day", day(5), UUID.randomUUID(), "/facts/", 7, "ab"));
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    UUID current = nights.database.ledger().currentFacts("user_day", day(5), day(5)).get(0).runId();
    Run run = nights.database.ledger().run(current).orElseThrow();
    assertThat(
            nights.database.rows(
                "select count(*), sum(is_current::int) from pipeline.fact_versions"))
        .containsExactly("2|1");
    assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(run.exitCode()).contains(0);
    assertThat(run.rowsRead()).hasValue(1234);
    assertThat(run.rowsPublished()).hasValue(1);
    Definition definition = new Definition("sales", 1, "d1");
    assertThat(nights.database.ledger().definitions()).containsEntry("sales", definition);
    assertThat(nights.database.ledger().definitionsOf(run.runId()))
        .containsEntry("sales", definition);
  }

  @Test
  void aDefinitionEditedUnderItsVersionIsRefused() {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    nights.definitionHash = "d2";
    assertThatThrownBy(() -> nights.publish(SALES, 6, 6, sale(6, "Cairo", 3, "10")))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION))
        .hasMessageContaining("definition of sales was edited under the same version");
    nights.definitionVersion = 2;
    nights.publish(SALES, 6, 6, sale(6, "Cairo", 3, "10"));
    assertThat(nights.database.ledger().definitions().get("sales"))
        .isEqualTo(new Definition("sales", 2, "d2"));
  }

  @Test
  void daysBeginAndEndWhereTheClockSays() {
    nights.zone = ZoneId.of("America/New_York");
    nights.publish(SALES, 7, 8, sale(7, "Cairo", 3, "10"));
    assertThat(
            nights.database.rows(
                "select starts_at at time zone 'UTC', ends_at - starts_at from metrics.days order by day"))
        .containsExactly("2026-03-07 05:00:00|1 day", "2026-03-08 05:00:00|23:00:00");
    PublishedDay day = nights.database.ledger().publishedDays().firstEntry().getValue();
    assertThat(day.day()).isEqualTo(day(7));
    assertThat(day.dataVersion()).isEqualTo(1);
    assertThat(day.isFinal()).isFalse();
  }

  @Test
  void rowsOfOtherDaysAreRefused() {
    assertThatThrownBy(() -> nights.publish(SALES, 5, 5, sale(4, "Cairo", 3, "10")))
        .hasMessageContaining("sales computed 1 rows outside 2026-03-05 to 2026-03-05");
    assertThat(nights.dataVersions()).isEmpty();
  }

  @Test
  void afterAnyNightsTheTableIsWhatTheLastNightOfEachDaySaid() {
    Random random = new Random(20260305);
    TreeMap<String, Long> expected = new TreeMap<>();
    for (int night = 0; night < 25; night++) {
      int first = 1 + random.nextInt(10);
      int last = first + random.nextInt(5);
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (int day = first; day <= last; day++) {
        for (String city : List.of("Cairo", "Lima", "Oslo")) {
          String key = day(day) + "|" + city;
          expected.remove(key);
          if (random.nextInt(3) > 0) {
            long orders = random.nextInt(3);
            rows.add(sale(day, city, orders, null));
            expected.put(key, orders);
          }
        }
      }
      nights.publish(SALES, first, last, 20, rows.toArray(new Object[0][]));
      assertThat(nights.database.rows("select day, city, orders from metrics.sales order by 1, 2"))
          .containsExactlyElementsOf(
              expected.entrySet().stream().map(e -> e.getKey() + "|" + e.getValue()).toList());
    }
    assertThat(
            nights.database.rows(
                """
                with newest as (
                  select distinct on (key) key, new_value
                  from metrics.restatements
                  where column_name = 'orders'
                  order by key, id desc
                )
                select key
                from newest
                left join metrics.sales as sales
                  on sales.day = (key ->> 'day')::date and sales.city = key ->> 'city'
                where sales.orders::text is distinct from new_value
                """))
        .isEmpty();
    assertThat(nights.restatements()).hasSizeGreaterThan(100);
  }

  private static @Nullable Object[] toDate(String city, int asOf, long orders) {
    return row(city, day(1), day(asOf), orders);
  }

  private static @Nullable Object[] sale(
      int day, String city, long orders, @Nullable String amount) {
    return row(day(day), city, orders, amount == null ? null : new BigDecimal(amount));
  }

  private static @Nullable Object[] week(int monday, long orders, boolean complete) {
    return row(day(monday), day(monday + 6), orders, complete);
  }

  private static Consumer<Failure> is(ExitCode exitCode) {
    return failure -> assertThat(failure.exitCode()).isEqualTo(exitCode);
  }
}
