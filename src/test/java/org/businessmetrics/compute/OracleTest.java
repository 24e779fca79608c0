package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.testing.TestSpark;

/** Every cell of every table, on random histories, against sets of users counted one by one. */
class OracleTest {
  private static final Catalog CATALOG = Catalog.load(Path.of("sql", "metrics"));
  private static final SparkSession SESSION = TestSpark.session();

  /** Compiling each query costs more here than running it over a few rows; the cases compile. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private static final Map<String, String> BEFORE = new HashMap<>();

  /** The days around which the histories lie: leap day, month ends, a change of clocks. */
  private static final LocalDate EPOCH = LocalDate.of(2024, 1, 20);

  private static final List<Funnel> FUNNELS =
      List.of(
          funnel("plain", 24, List.of(), Funnel.Exclusion.DROP_OFF, "a", "b", "c"),
          funnel("same", 60, List.of(), Funnel.Exclusion.DROP_OFF, "a", "b", "a"),
          funnel("drop", 36, List.of("x"), Funnel.Exclusion.DROP_OFF, "a", "b"),
          funnel("remove", 12, List.of("x"), Funnel.Exclusion.REMOVE_ENTRY, "a", "b"));

  /** A history and the days that are asked for. */
  record Night(History history, QueryParameters parameters) {}

  /**
   * One user's random part: on which days he was active, when he signed up, what he paid, or did
   * not.
   */
  record User(
      Set<Integer> active,
      Moment signup,
      List<Payment> payments,
      List<Try> tries,
      List<Moment> trained,
      Map<Integer, String> plans,
      int taste,
      List<Act> acts) {}

  /** A named event, some quarters of a day after the day of the user's sign-up began. */
  record Act(int quarters, String name) {}

  /** An hour of a day. */
  record Moment(int day, int hour) {
    Instant at(LocalDate start) {
      return start.plusDays(day).atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }
  }

  /** An attempt to take money, at one of a few invoices or at none. */
  record Try(Moment at, int invoice, String status, int cents, String currency) {
    static final int NO_INVOICE = 3;

    History.Attempt of(String user, int number, LocalDate start) {
      return new History.Attempt(
          user + "-try-" + number,
          user,
          invoice == NO_INVOICE ? null : user + "-invoice-" + invoice,
          status,
          BigDecimal.valueOf(cents, 2),
          currency,
          at.at(start),
          start.plusDays(at.day()));
    }
  }

  record Payment(int day, int hour, String currency, int cents, boolean refund, boolean oneOff) {}

  @BeforeContainer
  static void interpretInOneTask() {
    SETTINGS.forEach(
        (key, value) -> {
          BEFORE.put(key, SESSION.conf().get(key));
          SESSION.conf().set(key, value);
        });
  }

  @AfterContainer
  static void asBefore() {
    BEFORE.forEach((key, value) -> SESSION.conf().set(key, value));
  }

  /**
   * The same histories each time, so that a build fails only for what was changed; other seeds are
   * tried by hand. Shrinking goes on beside the next tests once its time is over, in the session
   * they share.
   */
  @Property(tries = 12, seed = "-8241107303035968895", shrinking = ShrinkingMode.OFF)
  void everyCellIsAsDefined(@ForAll("nights") Night night) {
    for (Metric metric : CATALOG.metrics()) {
      new Views(SESSION, night.history(), night.parameters()).create(metric);
      Dataset<Row> result = FinalRows.run(SESSION, metric, night.parameters());
      List<Row> rows = result.collectAsList();
      SESSION.createDataFrame(rows, result.schema()).createOrReplaceTempView(metric.name());
      assertThat(Lines.of(rows.stream().map(MetricQuery::values).iterator()))
          .as("%s of %s", metric.name(), night)
          .isEqualTo(new Oracle(night.history(), night.parameters()).table(metric.name()));
    }
  }

  @Provide
  Arbitrary<Night> nights() {
    Arbitrary<Integer> length = Arbitraries.integers().between(1, 160);
    return length.flatMap(
        days ->
            Combinators.combine(
                    Arbitraries.integers().between(0, 400),
                    Arbitraries.of(DayOfWeek.values()),
                    users(days).list().ofMaxSize(9),
                    Arbitraries.integers().between(0, days - 1),
                    Arbitraries.integers().between(0, 90),
                    Arbitraries.integers().between(0, 5),
                    Arbitraries.longs().between(0, 1000),
                    Arbitraries.of(true, true, true, false))
                .as(
                    (shift, weekStart, users, last, back, lookback, seed, hasAccounts) ->
                        night(
                            EPOCH.plusDays(shift),
                            weekStart,
                            users,
                            Math.max(0, last - back),
                            last,
                            lookback,
                            seed,
                            hasAccounts)));
  }

  private static Arbitrary<User> users(int days) {
    Arbitrary<Integer> anyDay = Arbitraries.integers().between(0, days - 1);
    Arbitrary<Payment> payment =
        Combinators.combine(
                anyDay,
                Arbitraries.integers().between(0, 23),
                Arbitraries.of("EUR", "JPY", "USD"),
                Arbitraries.integers().between(0, 5000),
                Arbitraries.of(false, false, true),
                Arbitraries.of(false, true))
            .as(Payment::new);
    Arbitrary<Act> act =
        Combinators.combine(
                Arbitraries.integers().between(0, 16), Arbitraries.of("a", "a", "b", "c", "x"))
            .as(Act::new);
    Arbitrary<Moment> moment =
        Combinators.combine(anyDay, Arbitraries.integers().between(0, 23)).as(Moment::new);
    Arbitrary<Try> attempt =
        Combinators.combine(
                Combinators.combine(anyDay, Arbitraries.of(0, 12)).as(Moment::new),
                Arbitraries.integers().between(0, Try.NO_INVOICE),
                Arbitraries.of("failed", "failed", "succeeded", "pending"),
                Arbitraries.integers().between(1, 5000),
                Arbitraries.of("EUR", "USD"))
            .as(Try::new);
    return Combinators.combine(
            anyDay.set().ofMaxSize(Math.min(days, 60)),
            moment,
            payment.list().ofMaxSize(4),
            attempt.list().ofMaxSize(8),
            moment.list().ofMaxSize(3),
            Arbitraries.maps(anyDay, Arbitraries.of("basic", "elite", "")).ofMaxSize(3),
            Arbitraries.integers().between(0, 1000),
            act.list().ofMaxSize(8))
        .as(User::new);
  }

  private static Night night(
      LocalDate start,
      DayOfWeek weekStart,
      List<User> users,
      int first,
      int last,
      int lookback,
      long seed,
      boolean hasAccounts) {
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    List<History.Signup> signups = new ArrayList<>();
    Map<String, History.Cash> cash = new HashMap<>();
    List<History.FeatureUse> features = new ArrayList<>();
    List<History.Event> events = new ArrayList<>();
    List<History.Segment> segments = new ArrayList<>();
    List<History.Moment> moments = new ArrayList<>();
    List<History.Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      String name = "u" + i;
      User user = users.get(i);
      NavigableSet<LocalDate> days = new TreeSet<>();
      user.active().forEach(day -> days.add(start.plusDays(day)));
      active.put(name, days);
      days.forEach(day -> features.addAll(features(name, day, user.taste())));
      for (Act act : user.acts()) {
        events.add(event(name, events.size(), start.plusDays(user.signup().day()), act));
      }
      if (hasAccounts) {
        signups.add(
            new History.Signup(name, user.signup().at(start), start.plusDays(user.signup().day())));
      }
      for (Payment payment : user.payments()) {
        History.Cash row = cash(name, start, payment);
        cash.merge(name + row.day() + row.currency(), row, OracleTest::together);
        if (row.charges() > 0) {
          moments.add(
              new History.Moment(
                  name,
                  payment.oneOff()
                      ? History.Moment.ONE_OFF_CHARGE
                      : History.Moment.SUBSCRIPTION_CHARGE,
                  new Moment(payment.day(), payment.hour()).at(start),
                  row.day()));
        }
      }
      for (Try attempt : user.tries()) {
        attempts.add(attempt.of(name, attempts.size(), start));
      }
      segments.addAll(segments(name, start, new TreeMap<>(user.plans())));
      for (Moment moment : user.trained()) {
        moments.add(
            new History.Moment(name, "trained", moment.at(start), start.plusDays(moment.day())));
      }
    }
    return new Night(
        new History(
            start,
            weekStart,
            active,
            signups,
            List.copyOf(cash.values()),
            segments,
            moments,
            features,
            events,
            FUNNELS,
            spans(seed, start, first, last, false),
            spans(seed, start, first, last, true),
            attempts),
        new QueryParameters(
            start.plusDays(first),
            start.plusDays(last),
            start.plusDays(last),
            lookback,
            ZoneOffset.UTC,
            hasAccounts
                ? Set.of("accounts", "activity", "events", "payments")
                : Set.of("activity", "events", "payments"),
            Optional.of("trained"),
            BigDecimal.ONE));
  }

  /**
   * Some histories begin with subscriptions in force; of some, other things were known before the
   * range.
   */
  private static List<History.Span> spans(
      long seed, LocalDate start, int first, int last, boolean before) {
    int early = seed % 3 == 0 ? 40 : 0;
    List<String> known = List.of("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7");
    List<History.Span> spans = new ArrayList<>();
    for (String user : known) {
      boolean corrected = before && first > 0 && seed % 2 == 0 && user.compareTo("c5") > 0;
      spans.addAll(
          RandomSpans.of(
              corrected ? seed + 1 : seed,
              start.minusDays(early),
              last + early + 1,
              List.of(user)));
    }
    return spans;
  }

  /** From each of the days to the next a value; before the first day there was none. */
  private static List<History.Segment> segments(
      String user, LocalDate start, NavigableMap<Integer, String> values) {
    List<History.Segment> segments = new ArrayList<>();
    if (!values.isEmpty()) {
      LocalDate before = start.plusDays(values.firstKey() - 1L);
      segments.add(new History.Segment(user, "tier", "", null, before));
    }
    values.forEach(
        (day, value) -> {
          Integer next = values.higherKey(day);
          segments.add(
              new History.Segment(
                  user,
                  "tier",
                  value,
                  start.plusDays(day),
                  next == null ? null : start.plusDays(next - 1L)));
        });
    return segments;
  }

  private static History.Event event(String user, int number, LocalDate start, Act act) {
    Instant at =
        start.atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofHours(6L * act.quarters()));
    return new History.Event(
        "e" + number, user, at, at.atZone(ZoneOffset.UTC).toLocalDate(), act.name(), null, null);
  }

  private static Funnel funnel(
      String name, int hours, List<String> exclude, Funnel.Exclusion exclusion, String... steps) {
    return new Funnel(
        name, List.of(steps), Optional.of(Duration.ofHours(hours)), exclude, exclusion);
  }

  /** What somebody of a taste uses on a day: nothing, one feature, or both. */
  private static List<History.FeatureUse> features(String user, LocalDate day, int taste) {
    long choice =
        Math.floorMod(Math.multiplyHigh(day.toEpochDay() * taste, 0x9E3779B97F4A7C15L), 7);
    List<History.FeatureUse> features = new ArrayList<>();
    if (choice < 3) {
      features.add(new History.FeatureUse(user, "export", day, 1 + choice));
    }
    if (choice == 2 || choice == 3) {
      features.add(new History.FeatureUse(user, "search", day, 1));
    }
    return features;
  }

  private static History.Cash cash(String user, LocalDate start, Payment payment) {
    BigDecimal amount = BigDecimal.valueOf(payment.cents(), 2);
    BigDecimal net = payment.refund() ? amount.negate() : amount;
    return new History.Cash(
        user,
        start.plusDays(payment.day()),
        payment.currency(),
        payment.refund() ? BigDecimal.ZERO : amount,
        payment.refund() ? amount : BigDecimal.ZERO,
        payment.oneOff() ? BigDecimal.ZERO : net,
        payment.oneOff() ? net : BigDecimal.ZERO,
        !payment.refund() && payment.cents() > 0 ? 1 : 0);
  }

  private static History.Cash together(History.Cash one, History.Cash other) {
    return new History.Cash(
        one.user(),
        one.day(),
        one.currency(),
        one.gross().add(other.gross()),
        one.refunds().add(other.refunds()),
        one.subscriptionNet().add(other.subscriptionNet()),
        one.oneOffNet().add(other.oneOffNet()),
        one.charges() + other.charges());
  }
}
