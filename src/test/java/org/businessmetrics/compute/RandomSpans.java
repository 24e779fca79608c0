package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Subscriptions by the dice: several a customer, switches, trials, ends and returns. */
final class RandomSpans {
  private static final List<String> PLANS = List.of("basic", "premium", "elite");
  private static final List<String> SOURCES = List.of("observed", "observed", "events", "assumed");

  private final Random dice;
  private final LocalDate first;
  private final int days;
  private final List<History.Span> spans = new ArrayList<>();

  private RandomSpans(long seed, LocalDate first, int days) {
    this.dice = new Random(seed);
    this.first = first;
    this.days = days;
  }

  /** Those of the users, from {@code first} on for so many days; the same seed gives the same. */
  static List<History.Span> of(long seed, LocalDate first, int days, List<String> users) {
    List<History.Span> spans = new ArrayList<>();
    for (String user : users) {
      RandomSpans random = new RandomSpans(seed + user.hashCode(), first, days);
      for (int i = random.dice.nextInt(4); i > 0; i--) {
        random.subscription(user, user + "-" + i);
      }
      spans.addAll(random.spans);
    }
    return spans;
  }

  private void subscription(String user, String id) {
    String currency = dice.nextInt(4) == 0 ? "EUR" : "USD";
    LocalDate day = first.plusDays(dice.nextInt(days));
    LocalDate end = first.plusDays(days);
    while (day.isBefore(end)) {
      LocalDate last = day.plusDays(dice.nextInt(1 + days / 3));
      String plan = PLANS.get(dice.nextInt(3));
      BigDecimal price =
          new BigDecimal(List.of("9.99", "19.99", "0.0000000001").get(dice.nextInt(3)));
      boolean ends = dice.nextInt(3) == 0;
      LocalDate asked =
          ends && dice.nextBoolean()
              ? day.plusDays(dice.nextInt((int) (last.toEpochDay() - day.toEpochDay()) + 1))
              : null;
      @Nullable String reason =
          ends ? List.of("voluntary", "involuntary", "unknown").get(dice.nextInt(3)) : null;
      boolean trial = dice.nextInt(5) == 0;
      boolean pastDue = !trial && dice.nextInt(4) == 0;
      add(user, id, day, last, plan, currency, price, trial, pastDue, asked, reason);
      day = last.plusDays(1);
      if (ends) {
        LocalDate gone = day.plusDays(dice.nextInt(1 + days / 3));
        LocalDate atOnce = dice.nextBoolean() ? day : asked;
        add(user, id, day, gone, plan, currency, BigDecimal.ZERO, false, false, atOnce, null);
        day = gone.plusDays(1);
      }
    }
  }

  private void add(
      String user,
      String id,
      LocalDate day,
      LocalDate last,
      String plan,
      String currency,
      BigDecimal price,
      boolean trial,
      boolean pastDue,
      @Nullable LocalDate asked,
      @Nullable String reason) {
    spans.add(
        new History.Span(
            user,
            id,
            day,
            last,
            plan,
            currency,
            trial ? BigDecimal.ZERO : price,
            trial ? price : BigDecimal.ZERO,
            pastDue,
            asked != null,
            asked,
            trial ? null : reason,
            SOURCES.get(dice.nextInt(4))));
  }
}
