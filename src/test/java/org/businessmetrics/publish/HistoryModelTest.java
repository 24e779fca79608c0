package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random lives of subscriptions, told in three ways: copied night by night without any event; by
 * all events at once, out of order and some twice, long after; night by night with events that come
 * days late. Each must tell the days as somebody does who looks at each day's end and nothing else.
 */
class HistoryModelTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 20);
  private static final int DAYS = 48;
  private static final int SUBSCRIPTIONS = 40;
  private static final List<String> STATUSES =
      List.of(
          "active",
          "active",
          "trialing",
          "past_due",
          "past_due",
          "canceled",
          "unpaid",
          "paused",
          "incomplete");

  /** A change, and what holds from it on. */
  private record Change(
      String subscription,
      Instant at,
      Instant startedAt,
      String status,
      String plan,
      boolean scheduled,
      Instant periodEnd) {
    String values() {
      return "status=%s plan=%s cancel_at_period_end=%s current_period_end=%s started_at=%s updated_at=%s"
          .formatted(status, plan, scheduled, periodEnd, startedAt, at);
    }
  }

  @ParameterizedTest
  @CsvSource({"UTC, 1", "America/New_York, 2", "Asia/Kolkata, 3"})
  void everyWayOfKnowingTellsTheSameDays(String zoneId, long seed) {
    ZoneId zone = ZoneId.of(zoneId);
    Random random = new Random(seed);
    List<Change> changes = lives(random, zone);
    List<String> expected = model(changes, zone);
    LocalDate last = FIRST.plusDays(DAYS - 1L);

    SubscriptionStory copied = new SubscriptionStory(zone).withoutChanges();
    nights(copied, changes, zone, change -> {});
    assertThat(days(copied, last)).as("copied").isEqualTo(expected);

    SubscriptionStory late = new SubscriptionStory(zone);
    nights(
        late,
        changes,
        zone,
        change -> remember(late, change, change.at().plus(Duration.ofHours(random.nextInt(80)))));
    assertThat(days(late, last)).as("copied, with events that come late").isEqualTo(expected);

    SubscriptionStory told = new SubscriptionStory(zone);
    List<Change> shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, random);
    for (Change change : shuffled) {
      remember(told, change, change.at());
      if (random.nextInt(5) == 0) {
        remember(told, change, change.at());
      }
    }
    changes.forEach(change -> told.row(change.subscription(), change.values()));
    told.night(last.plusDays(30).toString());
    assertThat(days(told, last)).as("told by events").isEqualTo(expected);
  }

  private static void remember(SubscriptionStory story, Change change, Instant arrives) {
    story.change(
        change.subscription() + change.at(),
        change.at().toString(),
        change.subscription(),
        change.values().replaceFirst("updated_at=.*", "updated_at=" + arrives));
  }

  private static void nights(
      SubscriptionStory story,
      List<Change> changes,
      ZoneId zone,
      java.util.function.Consumer<Change> told) {
    int next = 0;
    for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(DAYS)); day = day.plusDays(1)) {
      Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
      while (next < changes.size() && changes.get(next).at().isBefore(end)) {
        Change change = changes.get(next++);
        story.row(change.subscription(), change.values());
        told.accept(change);
      }
      story.night(day.toString());
    }
  }

  /**
   * All changes of all subscriptions in order; the first hour of a day, in which copies fall, is
   * quiet.
   */
  private static List<Change> lives(Random random, ZoneId zone) {
    List<Change> changes = new ArrayList<>();
    for (int s = 0; s < SUBSCRIPTIONS; s++) {
      String id = "s%02d".formatted(s);
      LocalDate day = FIRST.plusDays(random.nextInt(10));
      Instant startedAt = null;
      Instant before = Instant.EPOCH;
      while (day.isBefore(FIRST.plusDays(DAYS))) {
        Instant at =
            day.atTime(1, 30).plusMinutes(random.nextInt(22 * 60)).atZone(zone).toInstant();
        if (at.isAfter(before)) {
          startedAt = startedAt == null ? at : startedAt;
          String status = STATUSES.get(random.nextInt(STATUSES.size()));
          boolean scheduled = status.equals("active") && random.nextInt(3) == 0;
          changes.add(
              new Change(
                  id,
                  at,
                  startedAt,
                  status,
                  random.nextBoolean() ? "basic" : "premium",
                  scheduled,
                  at.plus(Duration.ofHours(1 + random.nextInt(200)))));
          before = at;
        }
        day = day.plusDays(random.nextInt(4) == 0 ? random.nextInt(36) : random.nextInt(4));
      }
    }
    changes.sort(java.util.Comparator.comparing(Change::at).thenComparing(Change::subscription));
    return changes;
  }

  private static List<String> model(List<Change> changes, ZoneId zone) {
    List<String> days = new ArrayList<>();
    IntStream.range(0, SUBSCRIPTIONS)
        .mapToObj("s%02d"::formatted)
        .forEach(
            id -> {
              List<Change> own =
                  changes.stream().filter(change -> change.subscription().equals(id)).toList();
              for (LocalDate day = FIRST;
                  day.isBefore(FIRST.plusDays(DAYS));
                  day = day.plusDays(1)) {
                Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
                List<Change> past = own.stream().filter(c -> c.at().isBefore(end)).toList();
                if (!past.isEmpty()) {
                  days.add(line(past, day, end, zone));
                }
              }
            });
    return days;
  }

  private static String line(List<Change> past, LocalDate day, Instant end, ZoneId zone) {
    Change now = past.get(past.size() - 1);
    int began = past.size() - 1;
    while (began > 0 && past.get(began - 1).status().equals("past_due")) {
      began--;
    }
    boolean inForce =
        switch (now.status()) {
          case "active" -> !now.scheduled() || !now.periodEnd().isBefore(end);
          case "past_due" ->
              day.isBefore(past.get(began).at().atZone(zone).toLocalDate().plusDays(30));
          default -> false;
        };
    String price = now.plan().equals("basic") ? "9.99" : "19.99";
    return "%s|%s|%s|%s|%s|%s|%s"
        .formatted(
            now.subscription(),
            day,
            now.status(),
            now.plan(),
            inForce ? "t" : "f",
            inForce ? price : "0.00",
            now.status().equals("trialing") ? price : "0.00");
  }

  private static List<String> days(SubscriptionStory story, LocalDate last) {
    return story.spans(
        "subscription_id, day::date as first_day, status, plan, is_in_force, round(mrr, 2), round(trial_mrr, 2)",
        last.toString(),
        "cross join generate_series(first_day, coalesce(last_day, date '%s'), interval '1 day') as day"
            .formatted(last));
  }
}
