package org.businessmetrics.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param days every due day once, oldest first, without a hole
 * @param ranges the runs that publish them, in this order. Each begins with the lookback before its
 *     new days, as that night would have, so that a day near a cut is in two of them
 * @param notes what the operator should know, in sentences
 */
public record Plan(List<DueDay> days, List<RunRange> ranges, List<String> notes) {
  public Plan {
    days = List.copyOf(days);
    ranges = List.copyOf(ranges);
    notes = List.copyOf(notes);
    if (days.isEmpty() != ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid plan: %d days in %d runs".formatted(days.size(), ranges.size()));
    }
  }

  /**
   * Decides which days are due.
   *
   * <ul>
   *   <li>{@link Request.Nightly}: every missing day, from the one after the last published, or
   *       where nothing is published from the later of the source's first day and the job's {@code
   *       history_from}, through the last ended.
   *   <li>{@link Request.ThroughDay}: every missing day through that day; the day itself and the
   *       lookback before it even when they are published.
   *   <li>{@link Request.Backfill}: the days asked for.
   * </ul>
   *
   * Published days never have a hole: missing days between those asked for and those published are
   * due too. New days bring the published lookback before them, and a due day makes every published
   * day after it due, which then follows from the stored facts.
   *
   * @throws org.businessmetrics.config.Failure {@code TRY_AGAIN} when a day asked for has not
   *     ended, {@code USAGE} when the days asked for run backwards or lie before the source's first
   */
  public static Plan of(PlanInput input) {
    return Planner.plan(input);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return days.isEmpty();
  }

  /** The first due day; the plan must not be empty. */
  public LocalDate firstDay() {
    return days.get(0).day();
  }

  /** The last due day; the plan must not be empty. */
  public LocalDate lastDay() {
    return days.get(days.size() - 1).day();
  }

  /** For a terminal: groups of days with their reasons, then the runs. */
  public String text() {
    return PlanText.of(this);
  }

  /** For programs: a JSON object of {@code days}, {@code ranges} and {@code notes}. */
  public String json() {
    return PlanJson.of(this);
  }
}
