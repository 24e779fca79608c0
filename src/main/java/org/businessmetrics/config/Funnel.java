package org.businessmetrics.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A funnel of the job is added to the source's, or overrides the one of the same name.
 *
 * @param steps two or more, in order
 * @param window from the first step to the last, in whole seconds; empty for the source's, or
 *     {@link #DEFAULT_WINDOW}
 * @param exclude events that end an attempt; none of them a step
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

  /** The window of a funnel that nobody gave one. */
  public static final Duration DEFAULT_WINDOW = Duration.ofDays(14);

  /** What one night must be able to look back on. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(366);

  private static final int MOST_STEPS = 50;

  public Funnel {
    steps = List.copyOf(steps);
    exclude = exclude.stream().distinct().sorted().toList();
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is empty (must name the funnel)");
    }
    if (steps.size() < 2) {
      throw new IllegalArgumentException("steps are %s (must be two or more)".formatted(steps));
    }
    if (steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "steps are %d (must be at most %d)".formatted(steps.size(), MOST_STEPS));
    }
    if (steps.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("steps are %s (none may be empty)".formatted(steps));
    }
    window.ifPresent(Funnel::requireUsable);
    exclude.stream()
        .filter(steps::contains)
        .findFirst()
        .ifPresent(
            both -> {
              throw new IllegalArgumentException(
                  "exclude has the step '%s' (an event is a step or excluded)".formatted(both));
            });
  }

  private static void requireUsable(Duration window) {
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window is %s (must be > 0)".formatted(window));
    }
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window is %s (must be at most %d days)".formatted(window, LONGEST_WINDOW.toDays()));
    }
    if (!window.equals(window.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("window is %s (must be whole seconds)".formatted(window));
    }
  }

  /** The same with a window, where it has none. */
  public Funnel orWindow(Duration other) {
    return new Funnel(name, steps, Optional.of(window.orElse(other)), exclude, exclusion);
  }
}
