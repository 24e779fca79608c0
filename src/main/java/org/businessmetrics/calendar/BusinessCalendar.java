package org.businessmetrics.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * Business days in one zone: which instants a local date covers, and which week and month it lies
 * in. Every instant belongs to exactly one day, {@code startOf(day) <= instant < endOf(day)}; days
 * follow each other without a gap. A day without a midnight begins at its first instant, and a date
 * that a zone left out (Pacific/Apia 2011-12-30) is a day of length zero.
 */
public record BusinessCalendar(ZoneId zone, DayOfWeek weekStart) {
  /** The first instant of the day. */
  public Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The first instant after the day. */
  public Instant endOf(LocalDate day) {
    return startOf(day.plusDays(1));
  }

  /** The day that the instant lies in. */
  public LocalDate dayOf(Instant instant) {
    LocalDate local = instant.atZone(zone).toLocalDate();
    // Clocks that go back just after midnight repeat the end of a day that is over already.
    return instant.isBefore(endOf(local)) ? local : local.plusDays(1);
  }

  /** The first instant at which a day may be published: its end and the settling time after it. */
  public Instant settledAt(LocalDate day, Duration settling) {
    return endOf(day).plus(settling);
  }

  /** The last day that has ended, and settled, at {@code now}. */
  public LocalDate lastEnded(Instant now, Duration settling) {
    return dayOf(now.minus(settling)).minusDays(1);
  }

  /** The first day of the week that the day lies in. */
  public LocalDate weekStart(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(weekStart));
  }

  /** The last day of the week that the day lies in. */
  public LocalDate weekEnd(LocalDate day) {
    return weekStart(day).plusDays(6);
  }

  /** The newest day, up to and including that one, that ends such a period. */
  public LocalDate lastEnd(Period period, LocalDate through) {
    return switch (period) {
      case DAILY -> through;
      case WEEKLY -> weekStart(through.plusDays(1)).minusDays(1);
      case MONTHLY -> monthStart(through.plusDays(1)).minusDays(1);
    };
  }

  /** Whether the day is the last of such a period. */
  public boolean ends(Period period, LocalDate day) {
    return lastEnd(period, day).equals(day);
  }

  /** The first day of the day's calendar month. */
  public LocalDate monthStart(LocalDate day) {
    return day.withDayOfMonth(1);
  }

  /** The last day of the day's calendar month. */
  public LocalDate monthEnd(LocalDate day) {
    return day.with(TemporalAdjusters.lastDayOfMonth());
  }
}
