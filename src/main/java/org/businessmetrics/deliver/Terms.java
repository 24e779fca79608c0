package org.businessmetrics.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Delivery.When;
import org.businessmetrics.config.Mail;

/**
 * What holds for all messages about one report.
 *
 * @param report the name of its file, without the ending
 * @param period whose last day it is about
 * @param calendar of its days, and of its deadline
 */
public record Terms(
    String report, Period period, Delivery delivery, Mail mail, BusinessCalendar calendar) {
  /** A report that is published late, or shortly before the deadline, is tried for so long. */
  private static final Duration LEAST_PATIENCE = Duration.ofHours(2);

  /** By when the report about a day is promised: on the day after it. */
  public Instant deadline(LocalDate day) {
    return ZonedDateTime.of(day.plusDays(1), delivery.deadline(), zone()).toInstant();
  }

  /** The zone in which people read of times. */
  ZoneId zone() {
    return calendar.zone();
  }

  /** The newest day that the report is made of, up to and including that one. */
  public LocalDate newest(LocalDate through) {
    return calendar.lastEnd(period, through);
  }

  /** The newest day of which somebody gets the report, up to and including that one. */
  public LocalDate newest(When when, LocalDate through) {
    return calendar.lastEnd(when.of(period), through);
  }

  /** Until when a message that can't be delivered is tried again. */
  Instant givenUpAt(LocalDate day, Instant queuedAt) {
    Instant deadline = deadline(day);
    Instant patience = queuedAt.plus(LEAST_PATIENCE);
    return deadline.isAfter(patience) ? deadline : patience;
  }

  /** Whether somebody wants the report of a day, whatever is in it. */
  boolean isFor(When when, LocalDate day) {
    return calendar.ends(when.of(period), day);
  }
}
