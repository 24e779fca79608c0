package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.History;
import org.businessmetrics.compute.Oracle;
import org.businessmetrics.compute.QueryParameters;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.PublishedLines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows with instants go in at one end; every cell that comes out at the other is counted again one
 * user at a time. Between two nights rows come late and accounts are deleted.
 */
class EveryCellIsAsDefinedTest {
  /**
   * Of each setting; {@code -Dcells.users=200} makes a thousand histories with two nights of it.
   */
  private static final int USERS = Integer.getInteger("cells.users", 45);

  private static final int DAYS_BETWEEN_NIGHTS = 10;

  static final String STAFF = "u7";

  /** Those of the company, one of which the job overrides, and one of the job. */
  static final List<Funnel> FUNNELS =
      List.of(
          new Funnel(
              "again",
              List.of("view", "view", "view"),
              Optional.of(Duration.ofDays(3)),
              List.of(),
              Funnel.Exclusion.DROP_OFF),
          new Funnel(
              "buy",
              List.of("view", "add", "pay"),
              Optional.of(Duration.ofHours(26)),
              List.of(),
              Funnel.Exclusion.DROP_OFF),
          new Funnel(
              "firm",
              List.of("view", "pay"),
              Optional.of(Duration.ofHours(36)),
              List.of("cancel"),
              Funnel.Exclusion.REMOVE_ENTRY));

  private final Path folder;

  EveryCellIsAsDefinedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** An instant at the edge of a day, and the local date that people there would name. */
  record Edge(Instant at, LocalDate day) {
    static Edge of(String at, String day) {
      return new Edge(Instant.parse(at), LocalDate.parse(day));
    }
  }

  /**
   * Where and when; {@code rangeDays} cuts the history into runs. Without a lookback there is one
   * night, which finds all there is, activity before a sign-up too; else there is one before it.
   */
  record Setting(
      ZoneId zone,
      LocalDate first,
      int days,
      DayOfWeek weekStart,
      int lookbackDays,
      int rangeDays,
      List<Edge> edges) {
    LocalDate last() {
      return first.plusDays(days - 1L);
    }

    boolean hasTwoNights() {
      return lookbackDays > 0;
    }

    LocalDate firstNight() {
      return hasTwoNights() ? last().minusDays(DAYS_BETWEEN_NIGHTS) : last();
    }

    /** The last day of each night. */
    List<LocalDate> nights() {
      return hasTwoNights() ? List.of(firstNight(), last()) : List.of(last());
    }

    /** The last day that the second night does not read again. */
    LocalDate lastFinal() {
      return firstNight().minusDays(lookbackDays);
    }

    @Override
    public String toString() {
      return "%s from %s in runs of %d days".formatted(zone, first, rangeDays);
    }
  }

  static Stream<Setting> settings() {
    return Stream.of(
        new Setting(
            ZoneId.of("UTC"),
            LocalDate.of(2024, 1, 25),
            70,
            DayOfWeek.MONDAY,
            3,
            40,
            List.of(
                Edge.of("2024-02-28T23:59:59.999999Z", "2024-02-28"),
                Edge.of("2024-02-29T00:00:00Z", "2024-02-29"),
                Edge.of("2024-02-29T23:59:59.999999Z", "2024-02-29"))),
        new Setting(
            ZoneId.of("America/New_York"),
            LocalDate.of(2025, 2, 3),
            45,
            DayOfWeek.SUNDAY,
            2,
            100,
            List.of(
                Edge.of("2025-03-09T04:59:59.999999Z", "2025-03-08"),
                Edge.of("2025-03-09T05:00:00Z", "2025-03-09"),
                Edge.of("2025-03-10T03:59:59.999999Z", "2025-03-09"),
                Edge.of("2025-03-10T04:00:00Z", "2025-03-10"))),
        new Setting(
            ZoneId.of("America/New_York"),
            LocalDate.of(2025, 10, 1),
            45,
            DayOfWeek.MONDAY,
            0,
            30,
            List.of(
                Edge.of("2025-11-02T03:59:59.999999Z", "2025-11-01"),
                Edge.of("2025-11-02T04:00:00Z", "2025-11-02"),
                Edge.of("2025-11-02T06:00:00Z", "2025-11-02"),
                Edge.of("2025-11-03T04:59:59.999999Z", "2025-11-02"),
                Edge.of("2025-11-03T05:00:00Z", "2025-11-03"))),
        new Setting(
            ZoneId.of("America/St_Johns"),
            LocalDate.of(2025, 10, 1),
            45,
            DayOfWeek.MONDAY,
            1,
            30,
            List.of(
                Edge.of("2025-11-02T02:29:59.999999Z", "2025-11-01"),
                Edge.of("2025-11-02T02:30:00Z", "2025-11-02"),
                Edge.of("2025-11-03T03:29:59.999999Z", "2025-11-02"),
                Edge.of("2025-11-03T03:30:00Z", "2025-11-03"))),
        new Setting(
            ZoneId.of("Asia/Kolkata"),
            LocalDate.of(2025, 12, 5),
            55,
            DayOfWeek.SATURDAY,
            3,
            100,
            List.of(
                Edge.of("2025-12-31T18:29:59.999999Z", "2025-12-31"),
                Edge.of("2025-12-31T18:30:00Z", "2026-01-01"))),
        new Setting(
            ZoneId.of("Africa/Cairo"),
            LocalDate.of(2025, 4, 1),
            40,
            DayOfWeek.MONDAY,
            3,
            100,
            List.of(
                Edge.of("2025-04-24T21:59:59.999999Z", "2025-04-24"),
                Edge.of("2025-04-24T22:00:00Z", "2025-04-25"),
                Edge.of("2025-04-25T20:59:59.999999Z", "2025-04-25"),
                Edge.of("2025-04-25T21:00:00Z", "2025-04-26"))));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyCellIsAsDefined(Setting setting) {
    Company company = company(setting);
    Path source = folder.resolve("source");
    Pipeline pipeline =
        Pipeline.overCsv(
            folder.resolve("pipeline"),
            source,
            """
            zone: %s
            week_start: %s
            lookback_days: %d
            range_days: %d
            activity_where: "kind <> 'heartbeat'"
            internal: {user_ids: [%s]}
            quarantine: {max_rows: 10000}
            funnels:
              - {name: firm, steps: [view, pay], window: 36h, exclude: [cancel], exclusion: remove_entry}
              - {name: again, steps: [view, view, view]}
            segments: [segment_country]
            """
                .formatted(
                    setting.zone(),
                    setting.weekStart().name().toLowerCase(Locale.ROOT),
                    setting.lookbackDays(),
                    setting.rangeDays(),
                    STAFF));

    Set<String> deleted = setting.hasTwoNights() ? deleted(company) : Set.of();
    LocalDate first = setting.first();
    for (LocalDate night : setting.nights()) {
      if (night.equals(setting.last())) {
        deleted.forEach(company::remove);
        company.write(source);
      } else {
        company.write(source, night);
      }
      Outcome outcome = pipeline.night(company.nightOf(night));
      assertThat(outcome.published().get(0).first()).isEqualTo(first);
      assertThat(outcome.published()).last().extracting("last").isEqualTo(night);
      first = setting.lastFinal().plusDays(1);
    }
    History history = new CompanyHistory(setting, company, deleted).history();
    setting
        .edges()
        .forEach(
            edge ->
                assertThat(history.active().get("edge of " + edge.day() + " " + edge.at()))
                    .containsExactly(edge.day()));
    Oracle oracle =
        new Oracle(
            history,
            new QueryParameters(
                setting.first(),
                setting.last(),
                setting.last(),
                setting.lookbackDays(),
                setting.zone(),
                Set.of("accounts", "activity", "payments", "subscriptions"),
                Optional.empty(),
                BigDecimal.ONE));
    for (Metric metric : Catalog.load(Path.of("sql", "metrics")).metrics()) {
      assertThat(PublishedLines.of(pipeline, metric))
          .as(metric.name())
          .isNotEmpty()
          .isEqualTo(oracle.table(metric.name()));
    }
    List<String> causes = pipeline.rows("select distinct cause from pipeline.restatements");
    if (setting.hasTwoNights()) {
      assertThat(causes).contains("source_correction").isSubsetOf("late_data", "source_correction");
    } else {
      assertThat(causes).isEmpty();
    }
  }

  /** Some of those who never subscribed: what becomes of a subscription is not seen at once. */
  private static Set<String> deleted(Company company) {
    Set<String> subscribers =
        company.subscribed().stream().map(Company.Subscribed::user).collect(Collectors.toSet());
    return company.accounts().stream()
        .map(Company.Account::user)
        .filter(user -> user.matches("u\\d*[38]") && !subscribers.contains(user))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Company company(Setting setting) {
    BusinessCalendar calendar = new BusinessCalendar(setting.zone(), setting.weekStart());
    Company company =
        RandomCompany.of(
            setting.toString().hashCode(),
            calendar,
            setting.first(),
            setting.days(),
            USERS,
            setting.lookbackDays());
    for (Edge edge : setting.edges()) {
      String name = "edge of " + edge.day() + " " + edge.at();
      company.account(new Company.Account(name, edge.at(), false), 0);
      company.visit(new Company.Visit(name, edge.at(), "visit"), 0);
      company.payment(
          new Company.Payment(
              name, name, null, edge.at(), "charge", "succeeded", "0.000001", "USD"),
          0);
    }
    company.visit(new Company.Visit("nobody", company.noon(setting.first()), "visit"), 0);
    return company;
  }
}
