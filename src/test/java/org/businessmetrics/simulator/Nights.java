package org.businessmetrics.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.businessmetrics.calendar.BusinessCalendar;

/**
 * When the pipeline looks: it copies the subscriptions every night from the first on, and publishes
 * on some of these nights, the last among them.
 */
final class Nights {
  private final BusinessCalendar calendar;
  private final NavigableMap<Instant, LocalDate> copies = new TreeMap<>();
  private final List<LocalDate> published = new ArrayList<>();
  private final int lookbackDays;

  Nights(BusinessCalendar calendar, LocalDate first, LocalDate last, int every, int lookbackDays) {
    this.calendar = calendar;
    this.lookbackDays = lookbackDays;
    int n = 0;
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      copies.put(nightOf(day), day);
      if (n++ % every == 0 || day.equals(last)) {
        published.add(day);
      }
    }
  }

  Instant nightOf(LocalDate day) {
    return calendar.settledAt(day, Duration.ofHours(1));
  }

  List<LocalDate> days() {
    return List.copyOf(copies.values());
  }

  boolean isPublished(LocalDate day) {
    return published.contains(day);
  }

  /** Whether some night looked at or after one instant and before another. */
  boolean lookedBetween(Instant from, Instant until) {
    Instant night = copies.ceilingKey(from);
    return night != null && night.isBefore(until);
  }

  /** Whether a night looked then that was not later than that of the day. */
  boolean lookedBetween(Instant from, Instant until, LocalDate day) {
    Instant night = copies.ceilingKey(from);
    return night != null && night.isBefore(until) && !night.isAfter(nightOf(day));
  }

  /** The day whose night is the first to see what happened at the instant. */
  LocalDate firstToSee(Instant at) {
    var night = copies.ceilingEntry(at);
    return night == null ? LocalDate.MAX : night.getValue();
  }

  /** The instant of the last run that reads the day's rows in the source. */
  Instant lastReading(LocalDate day) {
    Instant last = Instant.MIN;
    for (int i = 0; i < published.size(); i++) {
      LocalDate from =
          i == 0 ? LocalDate.MIN : published.get(i - 1).plusDays(1).minusDays(lookbackDays);
      if (!day.isBefore(from) && !day.isAfter(published.get(i))) {
        last = nightOf(published.get(i));
      }
    }
    return last;
  }
}
