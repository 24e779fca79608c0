package org.businessmetrics.compute;

import static java.util.stream.Collectors.groupingBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every customer paid on every day, as it was published: days before the range as they were
 * known then, days of the range as they are known now.
 */
final class MrrBook {
  /** A plan, or all of them. */
  static final String ALL = "all";

  private final History history;
  private final LocalDate firstDay;
  private final LocalDate lastDay;
  private final Map<String, List<History.Span>> ofUser;
  private final Map<String, List<History.Span>> ofUserBefore;
  private final Map<List<@Nullable String>, Optional<LocalDate>> firstPaid = new HashMap<>();
  private final Map<List<String>, Optional<LocalDate>> firstSeen = new HashMap<>();

  MrrBook(History history, QueryParameters parameters) {
    this.history = history;
    this.firstDay = parameters.firstDay();
    this.lastDay = parameters.lastDay();
    this.ofUser = history.spans().stream().collect(groupingBy(History.Span::user));
    this.ofUserBefore = history.spansBefore().stream().collect(groupingBy(History.Span::user));
  }

  private List<History.Span> spans(LocalDate day) {
    return day.isBefore(firstDay) ? history.spansBefore() : history.spans();
  }

  private List<History.Span> spans(LocalDate day, String user) {
    return (day.isBefore(firstDay) ? ofUserBefore : ofUser).getOrDefault(user, List.of());
  }

  /** The MRR at the end of the day; 0 before the history. */
  BigDecimal at(LocalDate day, String user, String currency, String plan) {
    return day.isBefore(history.start())
        ? BigDecimal.ZERO
        : level(spans(day, user), day, currency, plan);
  }

  /** What is now known of the day before the range, less what was published of it. */
  BigDecimal restated(String user, String currency, String plan) {
    LocalDate before = firstDay.minusDays(1);
    return firstDay.equals(history.start())
        ? BigDecimal.ZERO
        : level(spans(firstDay, user), before, currency, plan)
            .subtract(at(before, user, currency, plan));
  }

  boolean isRestated(String user, String currency) {
    return plans().stream().anyMatch(plan -> restated(user, currency, plan).signum() != 0);
  }

  private static BigDecimal level(
      List<History.Span> spans, LocalDate day, String currency, String plan) {
    return spans.stream()
        .filter(span -> isOf(span, currency, plan))
        .filter(span -> span.holds(day))
        .map(History.Span::mrr)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether the history began with subscriptions in force. */
  boolean beginsWithSnapshot() {
    LocalDate before = history.start().minusDays(1);
    return spans(history.start()).stream().anyMatch(span -> span.isPaying() && span.holds(before));
  }

  /** The first day on which anybody, or this user, paid; in any currency or plan, or in these. */
  Optional<LocalDate> firstPaid(@Nullable String user, @Nullable String currency, String plan) {
    return firstPaid.computeIfAbsent(
        Arrays.asList(user, currency, plan),
        key ->
            days()
                .filter(
                    day ->
                        (user == null ? spans(day) : spans(day, user))
                            .stream()
                                .anyMatch(
                                    span ->
                                        span.isPaying()
                                            && span.holds(day)
                                            && isOf(span, currency, plan)))
                .findFirst());
  }

  /**
   * The first day on which anybody paid or was in trial; the first of all also where somebody still
   * paid on the day before it.
   */
  Optional<LocalDate> firstSeen(String currency, String plan) {
    return firstSeen.computeIfAbsent(
        List.of(currency, plan),
        key ->
            days()
                .filter(
                    day ->
                        spans(day).stream()
                            .filter(span -> isOf(span, currency, plan))
                            .anyMatch(span -> isSeen(span, day)))
                .findFirst());
  }

  private boolean isSeen(History.Span span, LocalDate day) {
    boolean paidBefore =
        day.equals(history.start()) && span.isPaying() && span.holds(day.minusDays(1));
    return paidBefore || ((span.isPaying() || span.isTrialing()) && span.holds(day));
  }

  /** Why the user's last subscription ended on a day on which he moved; NULL where none tells. */
  @Nullable String reason(LocalDate day, String user, String currency) {
    record Ended(BigDecimal opening, String plan, String reason) {}
    return plans().stream()
        .flatMap(
            plan ->
                spans(day, user).stream()
                    .filter(span -> isOf(span, currency, plan))
                    .filter(span -> span.isPaying() && span.last().plusDays(1).equals(day))
                    .max(
                        Comparator.comparing(History.Span::mrr)
                            .thenComparing(History.Span::subscription))
                    .filter(span -> span.endReason() != null)
                    .map(
                        span ->
                            new Ended(
                                at(day.minusDays(1), user, currency, plan),
                                plan,
                                String.valueOf(span.endReason())))
                    .stream())
        .max(Comparator.comparing(Ended::opening).thenComparing(Ended::plan))
        .map(Ended::reason)
        .orElse(null);
  }

  private static boolean isOf(History.Span span, @Nullable String currency, String plan) {
    return (currency == null || span.currency().equals(currency))
        && (plan.equals(ALL) || span.plan().equals(plan));
  }

  private Stream<LocalDate> days() {
    return History.days(history.start(), lastDay).stream();
  }

  Set<String> users() {
    return names(History.Span::user);
  }

  Set<String> currencies() {
    return names(History.Span::currency);
  }

  Set<String> plans() {
    return names(History.Span::plan);
  }

  Set<String> plansAndAll() {
    Set<String> plans = plans();
    plans.add(ALL);
    return plans;
  }

  private Set<String> names(Function<History.Span, String> name) {
    TreeSet<String> names = new TreeSet<>();
    history.spans().forEach(span -> names.add(name.apply(span)));
    history.spansBefore().forEach(span -> names.add(name.apply(span)));
    return names;
  }
}
