package org.businessmetrics.compute;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.businessmetrics.config.Funnel;
import org.jspecify.annotations.Nullable;

/**
 * The published tables straight from the definitions: sets of users for every window, nothing
 * clever. Rows are lines as in {@link Lines}, {@code is_final} last.
 */
public final class Oracle {
  private final History history;
  private final QueryParameters parameters;

  public Oracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
  }

  public List<String> table(String name) {
    List<String> lines =
        switch (name) {
          case "active_users_daily" -> daily();
          case "active_users_calendar" -> calendar();
          case "activity_gaps_daily" -> gaps();
          case "active_day_histogram" -> histogram();
          case "revenue_daily" -> revenue();
          case "feature_usage_daily" -> features();
          case "funnel_steps" -> funnels();
          case "retention_cohorts" -> new RetentionOracle(history, parameters).cohorts();
          case "retention_on_or_after" -> new RetentionOracle(history, parameters).onOrAfter();
          case "retention_brackets" -> new RetentionOracle(history, parameters).brackets();
          case "payments_daily" -> new PaymentOracle(history, parameters).lines();
          case "conversion_cohorts" -> new ConversionOracle(history, parameters).lines();
          case "subscriptions_daily" -> new SubscriptionsOracle(history, parameters).lines();
          case "mrr_movements" -> new MovementsOracle(history, parameters).lines();
          case "churn" -> new ChurnOracle(history, parameters).lines();
          case "revenue_cohorts" -> new RevenueCohortsOracle(history, parameters).lines();
          default -> throw new IllegalArgumentException("No definition of " + name);
        };
    return lines.stream().sorted().toList();
  }

  private boolean has(String relation) {
    return parameters.relations().contains(relation);
  }

  private List<LocalDate> days() {
    return History.days(parameters.firstDay(), parameters.lastDay());
  }

  private Set<String> window(LocalDate end, int length) {
    return history.activeUsers(end.minusDays(length - 1L), end);
  }

  private List<String> daily() {
    List<String> lines = new ArrayList<>();
    Set<String> segments = new TreeSet<>();
    history.segments().forEach(segment -> segments.add(segment.segment()));
    for (LocalDate day : days()) {
      lines.add(daily(day, "all", "all"));
      for (String segment : segments) {
        Set<String> values = new TreeSet<>();
        window(day, 30).forEach(user -> values.add(value(user, segment, day)));
        history.signups().stream()
            .filter(signup -> signup.day().equals(day))
            .forEach(signup -> values.add(value(signup.user(), segment, day)));
        values.forEach(value -> lines.add(daily(day, segment, value)));
      }
    }
    return lines;
  }

  private String daily(LocalDate day, String segment, String value) {
    Set<String> today = part(window(day, 1), segment, value, day);
    Set<String> yesterday = part(window(day.minusDays(1), 1), segment, value, day);
    Set<String> month = part(window(day, 30), segment, value, day);
    Set<String> before = history.activeBefore(day);
    List<LocalDate> week =
        History.days(day.minusDays(6), day).stream()
            .filter(other -> !other.isBefore(history.start()))
            .toList();
    return Lines.line(
        day,
        segment,
        value,
        today.size(),
        part(window(day, 7), segment, value, day).size(),
        month.size(),
        part(window(day, 28), segment, value, day).size(),
        rate(today.size(), month.size()),
        rate(
            week.stream()
                .mapToLong(other -> part(window(other, 1), segment, value, other).size())
                .sum(),
            week.stream()
                .mapToLong(other -> part(window(other, 30), segment, value, other).size())
                .sum()),
        rate(today.size(), part(window(day, 7), segment, value, day).size()),
        minus(today, before).size(),
        both(today, yesterday).size(),
        both(minus(today, yesterday), before).size(),
        minus(yesterday, today).size(),
        has("accounts")
            ? history.signups().stream()
                .filter(signup -> signup.day().equals(day))
                .filter(signup -> value(signup.user(), segment, day).equals(value))
                .count()
            : null,
        isFinal(day));
  }

  /** Those of the users who are of the segment's value at the end of the day. */
  private Set<String> part(Set<String> users, String segment, String value, LocalDate day) {
    Set<String> part = new TreeSet<>();
    for (String user : users) {
      if (value(user, segment, day).equals(value)) {
        part.add(user);
      }
    }
    return part;
  }

  private String value(String user, String segment, LocalDate day) {
    return segment.equals("all")
        ? "all"
        : history.segments().stream()
            .filter(one -> one.user().equals(user) && one.segment().equals(segment))
            .filter(one -> one.holds(day) && !one.value().isEmpty())
            .map(History.Segment::value)
            .findFirst()
            .orElse("unknown");
  }

  private List<String> calendar() {
    List<String> lines = new ArrayList<>();
    Set<LocalDate> weeks = new TreeSet<>();
    Set<LocalDate> months = new TreeSet<>();
    for (LocalDate day : days()) {
      weeks.add(history.weekStart(day));
      months.add(day.withDayOfMonth(1));
    }
    for (LocalDate start : weeks) {
      lines.add(period("week", start, start.plusDays(6), start.minusDays(7)));
    }
    for (LocalDate start : months) {
      lines.add(period("month", start, start.with(lastDayOfMonth()), start.minusMonths(1)));
    }
    return lines;
  }

  private String period(String grain, LocalDate start, LocalDate end, LocalDate previousStart) {
    boolean complete = !end.isAfter(parameters.lastDay());
    LocalDate last = complete ? end : parameters.lastDay();
    Set<String> now = history.activeUsers(start, last);
    Set<String> previous = history.activeUsers(previousStart, start.minusDays(1));
    Set<String> before = history.activeBefore(start);
    return Lines.line(
        grain,
        start,
        end,
        now.size(),
        minus(now, before).size(),
        both(now, previous).size(),
        both(minus(now, previous), before).size(),
        complete ? minus(previous, now).size() : null,
        has("accounts") ? history.signups(start, last) : null,
        complete,
        isFinal(end));
  }

  private List<String> gaps() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : days()) {
      Map<Long, Integer> users = new TreeMap<>();
      for (NavigableSet<LocalDate> active : history.active().values()) {
        if (active.contains(day)) {
          LocalDate previous = active.lower(day);
          users.merge(previous == null ? 0L : DAYS.between(previous, day), 1, Integer::sum);
        }
      }
      users.forEach((gap, count) -> lines.add(Lines.line(day, gap, count, isFinal(day))));
    }
    return lines;
  }

  private List<String> histogram() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : days()) {
      for (int length : new int[] {7, 28}) {
        Map<Integer, Integer> users = new TreeMap<>();
        for (NavigableSet<LocalDate> active : history.active().values()) {
          int number = active.subSet(day.minusDays(length - 1L), true, day, true).size();
          users.merge(number, 1, Integer::sum);
        }
        users.remove(0);
        users.forEach(
            (number, count) -> lines.add(Lines.line(day, length, number, count, isFinal(day))));
      }
    }
    return lines;
  }

  private List<String> features() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : days()) {
      Set<String> used = new TreeSet<>();
      history.features().stream()
          .filter(use -> History.within(use.day(), day.minusDays(29), day))
          .forEach(use -> used.add(use.feature()));
      used.forEach(feature -> lines.add(feature(feature, day)));
    }
    return lines;
  }

  private String feature(String feature, LocalDate day) {
    Set<String> today = history.featureUsers(feature, day, day);
    Set<String> month = history.featureUsers(feature, day.minusDays(29), day);
    return Lines.line(
        day,
        feature,
        today.size(),
        history.features().stream()
            .filter(use -> use.feature().equals(feature) && use.day().equals(day))
            .mapToLong(History.FeatureUse::events)
            .sum(),
        rate(today.size(), window(day, 1).size()),
        minus(today, history.featureUsers(feature, LocalDate.MIN, day.minusDays(1))).size(),
        history.featureUsers(feature, day.minusDays(6), day).size(),
        month.size(),
        rate(month.size(), window(day, 30).size()),
        isFinal(day));
  }

  private List<String> funnels() {
    List<String> lines = new ArrayList<>();
    for (Funnel funnel : history.funnels()) {
      Map<LocalDate, List<List<Instant>>> attempts = new TreeMap<>();
      history.events().stream()
          .collect(Collectors.groupingBy(History.Event::user))
          .forEach(
              (user, events) ->
                  EveryAttempt.best(funnel, until(parameters.lastDay(), events))
                      .forEach(
                          (day, times) ->
                              attempts.computeIfAbsent(day, d -> new ArrayList<>()).add(times)));
      attempts.forEach((day, best) -> lines.addAll(funnel(funnel, day, best)));
    }
    return lines;
  }

  private static List<History.Event> until(LocalDate day, List<History.Event> events) {
    return events.stream().filter(event -> !event.day().isAfter(day)).toList();
  }

  private List<String> funnel(Funnel funnel, LocalDate day, List<List<Instant>> attempts) {
    Duration window = funnel.window().orElseThrow();
    Instant lastInstant =
        day.plusDays(1).atStartOfDay(parameters.zone()).toInstant().minusNanos(1000);
    LocalDate end = lastInstant.plus(window).atZone(parameters.zone()).toLocalDate();
    if (end.isBefore(parameters.firstDay())) {
      return List.of();
    }
    boolean complete = !end.isAfter(parameters.lastDay());
    List<String> lines = new ArrayList<>();
    for (int step = 1; step <= funnel.steps().size(); step++) {
      long users = reached(attempts, step);
      lines.add(
          Lines.line(
              funnel.name(),
              day,
              step,
              funnel.steps().get(step - 1),
              users,
              complete ? rate(users, attempts.size()) : null,
              complete ? rate(users, reached(attempts, Math.max(step - 1, 1))) : null,
              step == 1 ? null : median(attempts, step),
              complete,
              end,
              window.toSeconds(),
              funnel.exclude().isEmpty()
                  ? null
                  : funnel.exclusion().name().toLowerCase(Locale.ROOT),
              new FunnelDefinition(funnel).text(),
              isFinal(end)));
    }
    return lines;
  }

  private static long reached(List<List<Instant>> attempts, int step) {
    return attempts.stream().filter(times -> times.size() >= step).count();
  }

  private static @Nullable BigDecimal median(List<List<Instant>> attempts, int step) {
    List<Long> micros =
        attempts.stream()
            .filter(times -> times.size() >= step)
            .map(times -> ChronoUnit.MICROS.between(times.get(step - 2), times.get(step - 1)))
            .sorted()
            .toList();
    if (micros.isEmpty()) {
      return null;
    }
    long middle = micros.get((micros.size() - 1) / 2) + micros.get(micros.size() / 2);
    return BigDecimal.valueOf(middle).divide(BigDecimal.valueOf(2_000_000));
  }

  private List<String> revenue() {
    List<String> lines = new ArrayList<>();
    for (LocalDate day : days()) {
      history
          .currencies()
          .forEach(
              (currency, first) -> {
                if (!first.isAfter(day)) {
                  lines.add(revenue(day, currency));
                }
              });
    }
    return lines;
  }

  private String revenue(LocalDate day, String currency) {
    List<History.Cash> today = cash(currency, day, day);
    List<History.Cash> month = cash(currency, day.minusDays(29), day);
    BigDecimal net = sum(today, History.Cash::net);
    BigDecimal netOfMonth = sum(month, History.Cash::net);
    return Lines.line(
        day,
        currency,
        sum(today, History.Cash::gross),
        sum(today, History.Cash::refunds),
        net,
        sum(today, History.Cash::subscriptionNet),
        sum(today, History.Cash::oneOffNet),
        payers(today),
        payers(month),
        netOfMonth,
        has("activity") ? each(netOfMonth, window(day, 30).size()) : null,
        each(netOfMonth, payers(month)),
        has("activity") ? each(net, window(day, 1).size()) : null,
        each(net, payers(today)),
        isFinal(day));
  }

  private List<History.Cash> cash(String currency, LocalDate first, LocalDate last) {
    return history.cash().stream()
        .filter(row -> row.currency().equals(currency))
        .filter(row -> History.within(row.day(), first, last))
        .toList();
  }

  private static long payers(List<History.Cash> cash) {
    return cash.stream()
        .filter(row -> row.charges() > 0)
        .map(History.Cash::user)
        .distinct()
        .count();
  }

  private static BigDecimal sum(
      List<History.Cash> cash, Function<History.Cash, BigDecimal> amount) {
    return cash.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private boolean isFinal(LocalDate horizon) {
    return !horizon.plusDays(parameters.lookbackDays()).isAfter(parameters.through());
  }

  private static @Nullable BigDecimal rate(long part, long whole) {
    return divide(BigDecimal.valueOf(part), whole, 10);
  }

  private static @Nullable BigDecimal each(BigDecimal amount, long users) {
    return divide(amount, users, 6);
  }

  private static @Nullable BigDecimal divide(BigDecimal part, long whole, int places) {
    return whole == 0 ? null : part.divide(BigDecimal.valueOf(whole), places, RoundingMode.HALF_UP);
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }

  private static Set<String> minus(Set<String> some, Set<String> others) {
    Set<String> left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }
}
