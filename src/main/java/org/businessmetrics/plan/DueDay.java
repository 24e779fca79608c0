package org.businessmetrics.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * A day to compute and publish.
 *
 * @param reasons in the order of {@link Reason}; never empty
 */
public record DueDay(LocalDate day, List<Reason> reasons) {
  public DueDay {
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("Invalid due day: %s without a reason".formatted(day));
    }
    reasons = reasons.stream().distinct().sorted().toList();
  }
}
