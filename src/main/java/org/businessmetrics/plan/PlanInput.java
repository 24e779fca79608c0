package org.businessmetrics.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.Job;

/**
 * All that a plan depends on.
 *
 * @param published the days published so far, which never have a hole
 * @param sourceFirstDay the first day that the source has rows of; empty when it has none, or when
 *     nobody looked since days are published already
 * @param historyFrom the job's key: the first day to publish
 * @param lastEnded the last day that has ended and settled
 * @param lookbackDays how many published days before a new one are read again
 * @param rangeDays how many new days one run publishes at most
 */
public record PlanInput(
    Optional<DayRange> published,
    Optional<LocalDate> sourceFirstDay,
    Optional<LocalDate> historyFrom,
    LocalDate lastEnded,
    int lookbackDays,
    int rangeDays,
    BusinessCalendar calendar,
    Duration settling,
    Request request) {
  public PlanInput {
    if (lookbackDays < 0) {
      throw new IllegalArgumentException(
          "Invalid lookback: %d days (must be >= 0)".formatted(lookbackDays));
    }
    if (rangeDays < 1) {
      throw new IllegalArgumentException(
          "Invalid range: %d days (must be >= 1)".formatted(rangeDays));
    }
  }

  /** The job's own rules, at the instant {@code now}. */
  public static PlanInput of(
      Job job,
      Optional<DayRange> published,
      Optional<LocalDate> sourceFirstDay,
      Instant now,
      Request request) {
    BusinessCalendar calendar = job.calendar();
    return new PlanInput(
        published,
        sourceFirstDay,
        job.historyFrom(),
        calendar.lastEnded(now, job.settling()),
        job.lookbackDays(),
        job.rangeDays(),
        calendar,
        job.settling(),
        request);
  }
}
