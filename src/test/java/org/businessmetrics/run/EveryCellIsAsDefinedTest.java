package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
 * user at a time.
 */
class EveryCellIsAsDefinedTest {
  /** Of each zone; {@code -Dcells.users=200} makes a thousand histories of it. */
  private static final int USERS = Integer.getInteger("cells.users", 45);

  private static final String STAFF = "u7";

  /** Those of the company, one of which the job overrides, and one of the job. */
  private static final List<Funnel> FUNNELS =
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

  /** Where and when; {@code rangeDays} cuts the history into runs. */
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
            ZoneId.of("Asia/Kolkata"),
            LocalDate.of(2025, 12, 20),
            40,
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
    company.write(source);
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

    Outcome outcome = pipeline.night(company.nightOf(setting.last()));

    assertThat(outcome.published().get(0).first()).isEqualTo(setting.first());
    assertThat(outcome.published()).last().extracting("last").isEqualTo(setting.last());
    History history = history(setting, company);
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
    assertThat(pipeline.rows("select * from pipeline.restatements")).isEmpty();
  }

  private static Company company(Setting setting) {
    BusinessCalendar calendar = new BusinessCalendar(setting.zone(), setting.weekStart());
    Company company =
        RandomCompany.of(
            setting.toString().hashCode(), calendar, setting.first(), setting.days(), USERS, 0);
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

  /** From rows with instants to days of users: all that the oracle does not know. */
  private static History history(Setting setting, Company company) {
    Set<String> users = new HashSet<>();
    List<History.Signup> signups = new ArrayList<>();
    for (Company.Account account : company.accounts()) {
      if (!account.internal() && !account.user().equals(STAFF)) {
        users.add(account.user());
        signups.add(new History.Signup(account.user(), account.at(), day(setting, account.at())));
      }
    }
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    Map<History.FeatureUse, Long> features = new HashMap<>();
    for (Company.Visit visit : company.visits()) {
      boolean counts = List.of("visit", "click").contains(String.valueOf(visit.kind()));
      if (counts && visit.user() != null && users.contains(visit.user())) {
        LocalDate day = day(setting, visit.at());
        active.computeIfAbsent(visit.user(), user -> new TreeSet<>()).add(day);
        if (visit.feature() != null && !visit.feature().isEmpty()) {
          features.merge(
              new History.FeatureUse(visit.user(), visit.feature(), day, 0), 1L, Long::sum);
        }
      }
    }
    List<History.Cash> cash =
        company.payments().stream()
            .filter(payment -> payment.status().equals("succeeded"))
            .filter(payment -> users.contains(payment.user()))
            .map(payment -> cash(setting, payment))
            .toList();
    return new History(
        setting.first(),
        setting.weekStart(),
        active,
        signups,
        cash,
        segments(setting, company),
        moments(setting, company, users),
        features.entrySet().stream()
            .map(
                use ->
                    new History.FeatureUse(
                        use.getKey().user(),
                        use.getKey().feature(),
                        use.getKey().day(),
                        use.getValue()))
            .toList(),
        events(setting, company, users),
        FUNNELS,
        spans(setting, company, users),
        List.of(),
        attempts(setting, company, users));
  }

  /** The copy of the only night observed the last day; days before it are assumed. */
  private static List<History.Span> spans(Setting setting, Company company, Set<String> users) {
    List<History.Span> spans = new ArrayList<>();
    for (Company.Subscribed one : company.subscribed()) {
      LocalDate first = day(setting, one.start());
      if (users.contains(one.user())) {
        if (first.isBefore(setting.last())) {
          spans.add(span(one, first, setting.last().minusDays(1), "assumed"));
        }
        spans.add(span(one, setting.last(), setting.last(), "observed"));
      }
    }
    return spans;
  }

  private static History.Span span(
      Company.Subscribed one, LocalDate first, LocalDate last, String source) {
    return new History.Span(
        one.user(),
        one.id(),
        first,
        last,
        "basic",
        "USD",
        BigDecimal.TEN,
        BigDecimal.ZERO,
        false,
        false,
        null,
        null,
        source);
  }

  /** Where the company tells no attempts from cash, they are its charges without a subscription. */
  private static List<History.Attempt> attempts(
      Setting setting, Company company, Set<String> users) {
    List<Company.Attempt> attempts = new ArrayList<>(company.attempts());
    if (attempts.isEmpty()) {
      company.payments().stream()
          .filter(payment -> payment.kind().equals("charge") && payment.subscription() == null)
          .forEach(
              charge ->
                  attempts.add(
                      new Company.Attempt(
                          charge.id(),
                          charge.user(),
                          null,
                          charge.at(),
                          charge.at(),
                          charge.status(),
                          charge.amount(),
                          charge.currency())));
    }
    return attempts.stream()
        .filter(attempt -> users.contains(attempt.user()))
        .filter(attempt -> !attempt.status().equals("canceled"))
        .filter(attempt -> new BigDecimal(attempt.amount()).signum() > 0)
        .map(
            attempt ->
                new History.Attempt(
                    attempt.id(),
                    attempt.user(),
                    attempt.invoice(),
                    attempt.status(),
                    new BigDecimal(attempt.amount()),
                    attempt.currency().toUpperCase(Locale.ROOT),
                    attempt.at(),
                    day(setting, attempt.at())))
        .toList();
  }

  private static List<History.Event> events(Setting setting, Company company, Set<String> users) {
    return company.events().stream()
        .distinct()
        .filter(event -> event.user() != null && users.contains(event.user()))
        .map(
            event ->
                new History.Event(
                    event.id(),
                    String.valueOf(event.user()),
                    event.at(),
                    day(setting, event.at()),
                    event.name(),
                    event.funnel(),
                    event.step()))
        .toList();
  }

  /** Everybody's country, and his plan: free until he subscribes. */
  private static List<History.Segment> segments(Setting setting, Company company) {
    List<History.Segment> segments = new ArrayList<>();
    for (Company.Account account : company.accounts()) {
      String user = account.user();
      segments.add(new History.Segment(user, "country", account.country(), null, null));
      Optional<LocalDate> start =
          company.subscribed().stream()
              .filter(one -> one.user().equals(user))
              .map(one -> day(setting, one.start()))
              .findFirst();
      segments.add(
          new History.Segment(
              user, "plan", "free", null, start.map(day -> day.minusDays(1)).orElse(null)));
      start.ifPresent(day -> segments.add(new History.Segment(user, "plan", "basic", day, null)));
    }
    return segments;
  }

  private static List<History.Moment> moments(Setting setting, Company company, Set<String> users) {
    List<History.Moment> moments = new ArrayList<>();
    for (Company.Payment payment : company.payments()) {
      if (payment.status().equals("succeeded")
          && users.contains(payment.user())
          && cash(setting, payment).charges() > 0) {
        moments.add(
            new History.Moment(
                payment.user(),
                payment.subscription() == null
                    ? History.Moment.ONE_OFF_CHARGE
                    : History.Moment.SUBSCRIPTION_CHARGE,
                payment.at(),
                day(setting, payment.at())));
      }
    }
    return moments;
  }

  private static History.Cash cash(Setting setting, Company.Payment payment) {
    BigDecimal amount = new BigDecimal(payment.amount());
    boolean refund = payment.kind().equals("refund");
    BigDecimal net = refund ? amount.negate() : amount;
    boolean subscription = payment.subscription() != null;
    return new History.Cash(
        payment.user(),
        day(setting, payment.at()),
        payment.currency().toUpperCase(Locale.ROOT),
        refund ? BigDecimal.ZERO : amount,
        refund ? amount : BigDecimal.ZERO,
        subscription ? net : BigDecimal.ZERO,
        subscription ? BigDecimal.ZERO : net,
        !refund && amount.signum() > 0 ? 1 : 0);
  }

  private static LocalDate day(Setting setting, Instant at) {
    return at.atZone(setting.zone()).toLocalDate();
  }
}
