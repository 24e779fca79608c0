package org.businessmetrics.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.run.Company.Account;
import org.businessmetrics.run.Company.Attempt;
import org.businessmetrics.run.Company.Event;
import org.businessmetrics.run.Company.Payment;
import org.businessmetrics.run.Company.Subscribed;
import org.businessmetrics.run.Company.Visit;
import org.jspecify.annotations.Nullable;

/**
 * A company by the dice: the same number gives the same rows. An even one tells attempts from cash.
 */
final class RandomCompany {
  private static final List<String> KINDS = List.of("visit", "visit", "click", "heartbeat", "");
  private static final List<String> STATUSES = List.of("succeeded", "failed", "canceled");
  private static final List<String> NAMES = List.of("view", "view", "add", "pay", "cancel", "tap");
  private static final List<String> LABELS = List.of("", "", "", "view", "add", "pay");
  private static final List<String> FEATURES = List.of("", "search", "search", "Export (CSV)");

  private final Random dice;
  private final Company company;
  private final LocalDate first;
  private final int days;
  private final int mostDaysLate;
  private final boolean tellsAttempts;

  private RandomCompany(
      long seed, BusinessCalendar calendar, LocalDate first, int days, int mostDaysLate) {
    this.dice = new Random(seed);
    this.company = new Company(calendar);
    this.first = first;
    this.days = days;
    this.mostDaysLate = mostDaysLate;
    this.tellsAttempts = seed % 2 == 0;
  }

  /**
   * @param mostDaysLate how many nights after its own a row may be seen for the first time; with 0,
   *     users may also do something before they sign up, which only a source that has all rows
   *     tells
   */
  static Company of(
      long seed,
      BusinessCalendar calendar,
      LocalDate first,
      int days,
      int users,
      int mostDaysLate) {
    RandomCompany random = new RandomCompany(seed, calendar, first, days, mostDaysLate);
    random.company.visit(new Visit(null, calendar.startOf(first), "visit"), 0);
    random.company.funnels(
        "buy,2,add,,PT26H",
        "buy,1,view,,PT26H",
        "buy,3,pay,,PT26H",
        "again,1,view,72,",
        "again,2,view,72,");
    for (int i = 0; i < users; i++) {
      random.user("u" + i, i % 9 == 4);
    }
    return random.company;
  }

  private void user(String name, boolean internal) {
    int signup = dice.nextInt(days);
    company.account(new Account(name, within(day(signup)), internal), late());
    double keenness = dice.nextDouble();
    int begin = mostDaysLate == 0 && dice.nextInt(4) == 0 ? 0 : signup;
    for (int day = begin; day < days; day++) {
      if (dice.nextDouble() < keenness * keenness) {
        visits(name, day(day));
      }
    }
    events(name, begin);
    if (dice.nextInt(3) == 0) {
      LocalDate start = day(signup + dice.nextInt(days - signup));
      company.subscribed(new Subscribed("s-" + name, name, within(start)), 0);
    }
    for (int i = dice.nextInt(5); i > 0; i--) {
      payment(name, i, day(begin + dice.nextInt(days - begin)));
    }
    if (tellsAttempts) {
      for (int i = dice.nextInt(7); i > 0; i--) {
        attempt(name, i, begin + dice.nextInt(days - begin));
      }
    }
  }

  private void visits(String name, LocalDate day) {
    for (int rows = 1 + dice.nextInt(3); rows > 0; rows--) {
      @Nullable String kind = KINDS.get(dice.nextInt(KINDS.size()));
      String feature = FEATURES.get(dice.nextInt(FEATURES.size()));
      Visit visit = new Visit(dice.nextInt(20) == 0 ? null : name, within(day), kind, feature);
      int late = late();
      company.visit(visit, late);
      if (dice.nextInt(8) == 0) {
        company.visit(visit, late);
      }
    }
  }

  private void payment(String name, int number, LocalDate day) {
    boolean refund = dice.nextInt(4) == 0;
    company.payment(
        new Payment(
            name + "-" + number,
            name,
            dice.nextBoolean() ? "s-" + name : null,
            within(day),
            refund ? "refund" : "charge",
            dice.nextInt(6) == 0 ? "failed" : "succeeded",
            dice.nextInt(10) == 0 ? "0" : "%d.%02d".formatted(dice.nextInt(90), dice.nextInt(100)),
            dice.nextInt(3) == 0 ? "eur" : "USD"),
        late());
  }

  /** Now and then one that is pending for a day or two, or for ever. */
  private void attempt(String name, int number, int day) {
    Instant createdAt = within(day(day));
    boolean ends = dice.nextInt(5) > 0;
    int endsAfter = dice.nextInt(3) == 0 ? Math.min(dice.nextInt(3), days - 1 - day) : 0;
    Instant endedAt = within(day(day + endsAfter));
    company.attempt(
        new Attempt(
            name + "-try-" + number,
            name,
            dice.nextInt(4) == 0 ? null : name + "-invoice-" + dice.nextInt(2),
            createdAt,
            ends ? (endedAt.isBefore(createdAt) ? createdAt : endedAt) : null,
            ends ? STATUSES.get(dice.nextInt(STATUSES.size())) : "pending",
            dice.nextInt(12) == 0 ? "0" : "%d.%02d".formatted(dice.nextInt(90), dice.nextInt(100)),
            dice.nextInt(3) == 0 ? "jpy" : "USD"),
        endsAfter == 0 ? late() : 0);
  }

  /** A few steps of a funnel within some days, now and then several at one instant. */
  private void events(String name, int begin) {
    int around = begin + dice.nextInt(days - begin);
    Instant at = within(day(around));
    for (int i = dice.nextInt(9); i > 0; i--) {
      if (dice.nextInt(4) > 0) {
        at = within(day(Math.min(days - 1, around + dice.nextInt(4))));
      }
      String label = LABELS.get(dice.nextInt(LABELS.size()));
      Event event =
          new Event(
              name + "-" + i,
              dice.nextInt(15) == 0 ? null : name,
              at,
              NAMES.get(dice.nextInt(NAMES.size())),
              label.isEmpty() ? null : "buy",
              label);
      int late = late();
      company.event(event, late);
      if (dice.nextInt(6) == 0) {
        company.event(event, late);
      }
    }
  }

  private LocalDate day(int number) {
    return first.plusDays(number);
  }

  /** An instant of the day: now and then its very first, or its very last microsecond. */
  private Instant within(LocalDate day) {
    Instant start = company.calendar().startOf(day);
    Instant end = company.calendar().endOf(day);
    return switch (dice.nextInt(6)) {
      case 0 -> start;
      case 1 -> end.minusNanos(1_000);
      default -> start.plusSeconds(dice.nextInt((int) Duration.between(start, end).toSeconds()));
    };
  }

  private int late() {
    return dice.nextInt(3) == 0 ? dice.nextInt(mostDaysLate + 1) : 0;
  }
}
