package org.businessmetrics.plan;

import java.time.LocalDate;
import org.businessmetrics.calendar.DayRange;

/**
 * The days of one run, published in one transaction.
 *
 * @param publish the days that are computed and published
 * @param read the days whose rows are read from the source; every other day that the computation
 *     needs is taken from the stored facts. Begins before {@code publish} when a history that was
 *     never read must be built first, since "new" means new ever
 */
public record RunRange(DayRange publish, DayRange read) {
  public RunRange {
    if (read.last().isAfter(publish.last())) {
      throw new IllegalArgumentException(
          "Invalid run: reads through %s but publishes through %s"
              .formatted(read.last(), publish.last()));
    }
  }

  /** The first day that is computed and published. */
  public LocalDate firstDay() {
    return publish.first();
  }

  /** The last day that is computed and published. */
  public LocalDate lastDay() {
    return publish.last();
  }

  /** Whether days before the first published one are read, for the state only. */
  public boolean buildsHistory() {
    return read.first().isBefore(publish.first());
  }
}
