package org.businessmetrics.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.Oracle;
import org.businessmetrics.compute.QueryParameters;
import org.businessmetrics.simulator.SimulatedApplication.Setting;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.PublishedLines;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fourteen months of an application of which everything is known, over a leap day, the 31sts and
 * the nights in which clocks change: what the pipeline publishes is the truth in every cell,
 * whether it looked every night or only in the end.
 */
class SimulatedMonthsTest {
  private static final LocalDate FIRST = LocalDate.of(2023, 11, 20);
  private static final LocalDate LAST = LocalDate.of(2025, 1, 25);
  private static final int LOOKBACK_DAYS = 3;

  /** Every night copies the subscriptions; {@code -Dsimulator.every=1} publishes on each. */
  private static final int EVERY = Integer.getInteger("simulator.every", 48);

  private static final int CUSTOMERS = Integer.getInteger("simulator.customers", 60);
  private static final long SEED = Long.getLong("simulator.seed", 5);

  private static final List<String> TABLES =
      List.of(
          "subscriptions_daily",
          "mrr_movements",
          "churn",
          "revenue_cohorts",
          "revenue_daily",
          "payments_daily");

  private final Path folder;

  SimulatedMonthsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A truth that is easy to find proves nothing. */
  @Test
  void everyTrapOccursInThem() {
    BusinessCalendar calendar = calendar("America/New_York");
    try (SimulatedApplication application =
        new SimulatedApplication(setting(calendar, calendar.startOf(FIRST)))) {
      application.until(Instant.MAX);
      assertThat(Traps.missing(application.database())).isEmpty();
      assertThat(application.customers().stream().flatMap(customer -> customer.changes.stream()))
          .as("changes of which no event tells")
          .anyMatch(change -> !change.isTold);
    }
  }

  @Test
  @Tag("long")
  void everyCellIsTheTruthNightByNight() {
    BusinessCalendar calendar = calendar("America/New_York");
    Nights nights = new Nights(calendar, FIRST, LAST, EVERY, LOOKBACK_DAYS);
    publishesTheTruth(setting(calendar, calendar.startOf(FIRST)), nights);
  }

  @Test
  void everyCellIsTheTruthForWhoOnlyLooksInTheEnd() {
    BusinessCalendar calendar = calendar("Asia/Kolkata");
    Nights nights = new Nights(calendar, LAST, LAST, 1, LOOKBACK_DAYS);
    publishesTheTruth(setting(calendar, Instant.MAX), nights);
  }

  @Test
  @Tag("long")
  void everyCellIsTheTruthForWhoFirstLooksInTheSummer() {
    BusinessCalendar calendar = calendar("Europe/Berlin");
    Nights nights =
        new Nights(calendar, LocalDate.of(2024, 6, 20), LAST, Math.max(EVERY, 70), LOOKBACK_DAYS);
    publishesTheTruth(setting(calendar, nights.nightOf(nights.days().get(0))), nights);
  }

  /** Somebody has cleaned up: of the first half year there are no events, but the invoices. */
  @Test
  @Tag("long")
  void saysOfExactlyTheDaysOfLostEventsThatItDoesNotKnowThemFromEvents() {
    BusinessCalendar calendar = calendar("America/Los_Angeles");
    Nights nights = new Nights(calendar, LAST, LAST, 1, LOOKBACK_DAYS);
    Setting setting = setting(calendar, Instant.MAX);
    Instant kept = calendar.startOf(LocalDate.of(2024, 7, 1));
    try (SimulatedApplication application = new SimulatedApplication(setting)) {
      application.until(nights.nightOf(LAST));
      TestDatabase.execute(
          application.database(),
          "delete from webhook_events where (payload ->> 'created')::bigint < "
              + kept.getEpochSecond());
      Pipeline pipeline = pipeline(setting, application);
      night(pipeline, nights, LAST);

      Map<String, LocalDate> knownFrom = new HashMap<>();
      for (Customer customer : application.customers()) {
        customer.changes.stream()
            .map(change -> change.created)
            .filter(created -> !created.isBefore(kept))
            .findFirst()
            .ifPresent(at -> knownFrom.put(customer.subscription.toString(), calendar.dayOf(at)));
      }
      List<String> found = states(pipeline, setting);
      List<String> truth = new TrueHistory(setting, nights, application.customers()).states();
      List<String> known = found.stream().filter(line -> isKnown(line, knownFrom)).toList();
      assertThat(known).hasSizeGreaterThan(1000);
      assertThat(
              Differences.of(
                  "subscription_history",
                  truth.stream().filter(line -> isKnown(line, knownFrom)).toList(),
                  known))
          .isEmpty();
      assertThat(Differences.of("the last copy", lastCopy(truth), lastCopy(found))).isEmpty();
      assertThat(
              found.stream()
                  .filter(line -> !isKnown(line, knownFrom) && day(line).isBefore(LAST))
                  .map(line -> line.substring(line.lastIndexOf('|') + 1))
                  .distinct()
                  .toList())
          .containsExactlyInAnyOrder("assumed", "invoices");
      assertThat(
              pipeline.rows(
                  "select distinct history_quality from metrics.subscriptions_daily_total where day < date '%s' and paying_customers > 0 order by 1"
                      .formatted(Collections.min(knownFrom.values()))))
          .isSubsetOf("assumed", "invoices");
    }
  }

  /** Whether an event tells of the line's day: without any, nothing tells the price. */
  private static boolean isKnown(String line, Map<String, LocalDate> knownFrom) {
    String subscription = line.substring(0, line.indexOf('|'));
    return !day(line).isBefore(knownFrom.getOrDefault(subscription, LocalDate.MAX));
  }

  /** What the night of the last day saw of every subscription: all but what it costs. */
  private static List<String> lastCopy(List<String> lines) {
    return lines.stream()
        .filter(line -> day(line).equals(LAST))
        .map(line -> line.split("[|]", -1))
        .map(cells -> String.join("|", cells[0], cells[2], cells[3], cells[6], cells[7]))
        .toList();
  }

  private static LocalDate day(String line) {
    return LocalDate.parse(line.split("[|]", -1)[1]);
  }

  private static BusinessCalendar calendar(String zone) {
    return new BusinessCalendar(ZoneId.of(zone), DayOfWeek.MONDAY);
  }

  private static Setting setting(BusinessCalendar calendar, Instant lossyFrom) {
    return new Setting(SEED, calendar, FIRST, LAST, CUSTOMERS, lossyFrom);
  }

  private void publishesTheTruth(Setting setting, Nights nights) {
    try (SimulatedApplication application = new SimulatedApplication(setting)) {
      Pipeline pipeline = pipeline(setting, application);
      for (LocalDate day : nights.days()) {
        application.until(nights.nightOf(day));
        night(pipeline, nights, day);
      }
      TrueHistory truth = new TrueHistory(setting, nights, application.customers());
      List<String> differences = differences(setting, pipeline, truth);
      assertThat(differences).as("cells that are not the truth").isEmpty();
    }
  }

  private Pipeline pipeline(Setting setting, SimulatedApplication application) {
    String keys =
        """
        zone: %s
        lookback_days: %d
        range_days: 500
        metrics: [%s]
        """
            .formatted(setting.calendar().zone(), LOOKBACK_DAYS, String.join(", ", TABLES));
    return Pipeline.overPostgres(
        folder.resolve("pipeline"), application.database(), keys + Prices.book());
  }

  private static void night(Pipeline pipeline, Nights nights, LocalDate day) {
    if (nights.isPublished(day)) {
      pipeline.night(nights.nightOf(day));
    } else {
      QuietNight.fall(pipeline, nights.nightOf(day), day);
    }
  }

  private static List<String> differences(Setting setting, Pipeline pipeline, TrueHistory truth) {
    List<String> differences =
        Differences.of("subscription_history", truth.states(), states(pipeline, setting));
    Oracle oracle =
        new Oracle(
            truth.history(),
            new QueryParameters(
                setting.first(),
                setting.last(),
                setting.last(),
                LOOKBACK_DAYS,
                setting.calendar().zone(),
                Set.of("accounts", "activity", "payments", "subscriptions"),
                Optional.empty(),
                BigDecimal.ONE));
    for (Metric metric : Catalog.load(Path.of("sql", "metrics")).metrics()) {
      if (TABLES.contains(metric.name())) {
        differences.addAll(
            Differences.of(
                metric, oracle.table(metric.name()), PublishedLines.of(pipeline, metric)));
      }
    }
    return differences;
  }

  /** What the history believes of the end of each day. */
  private static List<String> states(Pipeline pipeline, Setting setting) {
    return pipeline
        .rows(
            """
            select subscription_id, day::date, status, plan, currency, trim_scale(mrr), cancel_at_period_end, source
            from metrics.subscription_history
            join generate_series(date '%s', date '%s', interval '1 day') as day
              on valid_from < (day::date + 1)::timestamp at time zone '%s'
              and coalesce(valid_to >= (day::date + 1)::timestamp at time zone '%s', true)
            where superseded_at is null"""
                .formatted(
                    setting.first(),
                    setting.last(),
                    setting.calendar().zone(),
                    setting.calendar().zone()))
        .stream()
        .sorted()
        .toList();
  }
}
