package org.businessmetrics.compute;

import static java.time.temporal.ChronoUnit.DAYS;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.businessmetrics.config.Funnel;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a small company, as far as the metrics ask.
 *
 * @param start the source's first day
 * @param weekStart the first day of a week
 * @param active on which days each user was active
 * @param signups one a user, by day
 * @param cash one a user, day and currency
 * @param segments what each user was on which days: spells that cover all days, or none
 * @param moments what each user did when exactly, as far as that matters
 * @param features one a user, feature and day; he is active on it
 * @param events what users did, each event once
 * @param funnels what is asked of them, with the window of each
 * @param spans what subscriptions were, as it is known now
 * @param spansBefore the same, as it was known when the day before the range was published
 * @param attempts at taking money
 */
public record History(
    LocalDate start,
    DayOfWeek weekStart,
    Map<String, NavigableSet<LocalDate>> active,
    List<Signup> signups,
    List<Cash> cash,
    List<Segment> segments,
    List<Moment> moments,
    List<FeatureUse> features,
    List<Event> events,
    List<Funnel> funnels,
    List<Span> spans,
    List<Span> spansBefore,
    List<Attempt> attempts) {

  /** A company of which features, funnels, subscriptions and attempts don't matter. */
  public History(
      LocalDate start,
      DayOfWeek weekStart,
      Map<String, NavigableSet<LocalDate>> active,
      List<Signup> signups,
      List<Cash> cash,
      List<Segment> segments,
      List<Moment> moments) {
    this(
        start, weekStart, active, signups, cash, segments, moments, List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of());
  }

  public record Signup(String user, Instant at, LocalDate day) {}

  /**
   * @param first NULL for always before
   * @param last NULL for ever after
   */
  public record Segment(
      String user,
      String segment,
      String value,
      @Nullable LocalDate first,
      @Nullable LocalDate last) {
    boolean holds(LocalDate day) {
      return (first == null || !first.isAfter(day)) && (last == null || !last.isBefore(day));
    }
  }

  /**
   * A charge above 0 (of a subscription or not), or a named event.
   *
   * @param what {@link #SUBSCRIPTION_CHARGE}, {@link #ONE_OFF_CHARGE}, or the event's name
   */
  public record Moment(String user, String what, Instant at, LocalDate day) {
    public static final String SUBSCRIPTION_CHARGE = "subscription charge";
    public static final String ONE_OFF_CHARGE = "one-off charge";

    boolean isCharge() {
      return what.equals(SUBSCRIPTION_CHARGE) || what.equals(ONE_OFF_CHARGE);
    }
  }

  /**
   * A run of days in one state; in force with an {@code mrr}, in trial with a {@code trialMrr}.
   *
   * @param last the last day of the state, however late
   * @param endReason why the day after it is not in force
   */
  public record Span(
      String user,
      String subscription,
      LocalDate first,
      LocalDate last,
      String plan,
      String currency,
      BigDecimal mrr,
      BigDecimal trialMrr,
      boolean isPastDue,
      boolean cancels,
      @Nullable LocalDate askedDay,
      @Nullable String endReason,
      String source) {
    boolean isTrialing() {
      return trialMrr.signum() > 0;
    }

    boolean isPaying() {
      return mrr.signum() > 0;
    }

    boolean holds(LocalDate day) {
      return within(day, first, last);
    }
  }

  public record FeatureUse(String user, String feature, LocalDate day, long events) {}

  /**
   * @param funnel and {@code step}: what the source says that it was; null for nothing
   */
  public record Event(
      String id,
      String user,
      Instant at,
      LocalDate day,
      String name,
      @Nullable String funnel,
      @Nullable String step) {}

  public record Cash(
      String user,
      LocalDate day,
      String currency,
      BigDecimal gross,
      BigDecimal refunds,
      BigDecimal subscriptionNet,
      BigDecimal oneOffNet,
      long charges) {

    BigDecimal net() {
      return gross.subtract(refunds);
    }
  }

  /**
   * An attempt above 0 to take money.
   *
   * @param invoice null where it was at none
   * @param status {@code succeeded}, {@code failed} or {@code pending}
   * @param at when it ended; of a pending one, when it was created
   */
  public record Attempt(
      String id,
      String user,
      @Nullable String invoice,
      String status,
      BigDecimal amount,
      String currency,
      Instant at,
      LocalDate day) {
    boolean hasEnded() {
      return !status.equals("pending");
    }

    String origin() {
      return invoice == null ? "payment" : "invoice";
    }
  }

  /** The users of a feature from {@code first} to {@code last}. */
  NavigableSet<String> featureUsers(String feature, LocalDate first, LocalDate last) {
    NavigableSet<String> users = new TreeSet<>();
    features.stream()
        .filter(use -> use.feature().equals(feature) && within(use.day(), first, last))
        .forEach(use -> users.add(use.user()));
    return users;
  }

  /** The first day of the week that the day is in. */
  LocalDate weekStart(LocalDate day) {
    return day.minusDays(Math.floorMod(day.getDayOfWeek().getValue() - weekStart.getValue(), 7));
  }

  /** The users with an active day from {@code first} to {@code last}. */
  NavigableSet<String> activeUsers(LocalDate first, LocalDate last) {
    NavigableSet<String> users = new TreeSet<>();
    active.forEach(
        (user, days) -> {
          if (!days.subSet(first, true, last, true).isEmpty()) {
            users.add(user);
          }
        });
    return users;
  }

  /** The users with an active day before this one. */
  NavigableSet<String> activeBefore(LocalDate day) {
    return activeUsers(LocalDate.MIN, day.minusDays(1));
  }

  long signups(LocalDate first, LocalDate last) {
    return signups.stream().filter(signup -> within(signup.day(), first, last)).count();
  }

  /** Each currency with the first day on which there was cash in it. */
  Map<String, LocalDate> currencies() {
    Map<String, LocalDate> seen = new TreeMap<>();
    cash.forEach(row -> seen.merge(row.currency(), row.day(), (a, b) -> a.isBefore(b) ? a : b));
    return seen;
  }

  /** Each currency with the first day of an attempt in it that fits. */
  Map<String, LocalDate> currenciesOfAttempts(Predicate<Attempt> fits) {
    Map<String, LocalDate> seen = new TreeMap<>();
    attempts.stream()
        .filter(fits)
        .forEach(one -> seen.merge(one.currency(), one.day(), (a, b) -> a.isBefore(b) ? a : b));
    return seen;
  }

  static boolean within(LocalDate day, LocalDate first, LocalDate last) {
    return !day.isBefore(first) && !day.isAfter(last);
  }

  /** Every day from the first to the last; none when the last lies before. */
  static List<LocalDate> days(LocalDate first, LocalDate last) {
    return DAYS.between(first, last) < 0 ? List.of() : first.datesUntil(last.plusDays(1)).toList();
  }
}
