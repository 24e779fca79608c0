package org.businessmetrics.deliver;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Mail;

/**
 * What holds for all messages about one report.
 *
 * @param report the name of its file, without the ending
 * @param zone of its days and its deadline
 * @param weekStart the first day of a week
 */
public record Terms(String report, Delivery delivery, Mail mail, ZoneId zone, DayOfWeek weekStart) {
  /** A report that is published late, or shortly before the deadline, is tried for so long. */
  private static final Duration LEAST_PATIENCE = Duration.ofHours(2);

  /** By when the report about a day is promised: on the day after it. */
  public Instant deadline(LocalDate day) {
    return ZonedDateTime.of(day.plusDays(1), delivery.deadline(), zone).toInstant();
  }

  /** Until when a message that can't be delivered is tried again. */
  Instant givenUpAt(LocalDate day, Instant queuedAt) {
    Instant deadline = deadline(day);
    Instant patience = queuedAt.plus(LEAST_PATIENCE);
    return deadline.isAfter(patience) ? deadline : patience;
  }

  boolean endsWeek(LocalDate day) {
    return day.plusDays(1).getDayOfWeek() == weekStart;
  }
}
