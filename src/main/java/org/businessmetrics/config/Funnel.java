package org.businessmetrics.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A funnel that is added to the source's, or overrides the one of the same name.
 *
 * @param steps two or more, in order
 * @param window from the first step to the last; empty for the source's, or the project's default
 * @param exclude events that end an attempt
 */
public record Funnel(
    String name,
    List<String> steps,
    Optional<Duration> window,
    List<String> exclude,
    Exclusion exclusion) {

  /** What an excluded event does: keep the steps before it, or forget the entry. */
  public enum Exclusion {
    DROP_OFF,
    REMOVE_ENTRY
  }

  public Funnel {
    steps = List.copyOf(steps);
    exclude = List.copyOf(exclude);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is empty (must name the funnel)");
    }
    if (steps.size() < 2) {
      throw new IllegalArgumentException("steps are %s (must be two or more)".formatted(steps));
    }
    if (window.isPresent() && (window.get().isZero() || window.get().isNegative())) {
      throw new IllegalArgumentException("window is %s (must be > 0)".formatted(window.get()));
    }
  }
}
