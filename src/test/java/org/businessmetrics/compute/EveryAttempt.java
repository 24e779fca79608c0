package org.businessmetrics.compute;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.config.Funnel.Exclusion;

/**
 * The best attempts by looking at every one: every sequence of different events whose times never
 * decrease, with every event in every place that it can take.
 */
final class EveryAttempt {
  /** Longest first, then by the time of each step. */
  private static final Comparator<List<Instant>> BEST =
      Comparator.<List<Instant>>comparingInt(times -> -times.size())
          .thenComparing(EveryAttempt::inOrder);

  private final Funnel funnel;
  private final List<History.Event> events;
  private final List<List<Instant>> found = new ArrayList<>();

  private EveryAttempt(Funnel funnel, List<History.Event> events) {
    this.funnel = funnel;
    this.events = events;
  }

  /**
   * @param events of one user, each once
   * @return by entry day, when each step of the best attempt was done
   */
  static Map<LocalDate, List<Instant>> best(Funnel funnel, List<History.Event> events) {
    EveryAttempt every = new EveryAttempt(funnel, events);
    Map<LocalDate, List<Instant>> best = new TreeMap<>();
    Map<Instant, List<History.Event>> starts =
        events.stream()
            .filter(event -> every.isStep(event, 0))
            .collect(Collectors.groupingBy(History.Event::at));
    for (List<History.Event> start : starts.values()) {
      every
          .from(start)
          .ifPresent(times -> best.merge(start.get(0).day(), times, EveryAttempt::better));
    }
    return best;
  }

  private static List<Instant> better(List<Instant> one, List<Instant> other) {
    return BEST.compare(one, other) <= 0 ? one : other;
  }

  /** The best of the attempts that start at one instant. */
  private Optional<List<Instant>> from(List<History.Event> starts) {
    found.clear();
    for (History.Event start : starts) {
      Set<History.Event> used = new HashSet<>();
      used.add(start);
      extend(new ArrayList<>(List.of(start.at())), used);
    }
    List<Instant> furthest = found.stream().min(BEST).orElseThrow();
    if (funnel.exclude().isEmpty()) {
      return Optional.of(furthest);
    }
    if (funnel.exclusion() == Exclusion.REMOVE_ENTRY) {
      return holdsExcluded(furthest) ? Optional.empty() : Optional.of(furthest);
    }
    return found.stream().filter(times -> !holdsExcluded(times)).min(BEST);
  }

  private void extend(List<Instant> times, Set<History.Event> used) {
    found.add(List.copyOf(times));
    if (times.size() == funnel.steps().size()) {
      return;
    }
    for (History.Event next : events) {
      boolean inTime =
          !next.at().isBefore(times.get(times.size() - 1))
              && !next.at().isAfter(times.get(0).plus(funnel.window().orElseThrow()));
      if (inTime && isStep(next, times.size()) && used.add(next)) {
        times.add(next.at());
        extend(times, used);
        times.remove(times.size() - 1);
        used.remove(next);
      }
    }
  }

  /** Steps come before what is excluded at the same instant. */
  private boolean holdsExcluded(List<Instant> times) {
    Instant last = times.get(times.size() - 1);
    return events.stream()
        .filter(this::isExcluded)
        .anyMatch(event -> !event.at().isBefore(times.get(0)) && event.at().isBefore(last));
  }

  private boolean isStep(History.Event event, int step) {
    return is(event, funnel.steps().get(step));
  }

  private boolean isExcluded(History.Event event) {
    boolean isStep = false;
    for (int step = 0; step < funnel.steps().size(); step++) {
      isStep |= isStep(event, step);
    }
    return !isStep && funnel.exclude().stream().anyMatch(name -> is(event, name));
  }

  private boolean is(History.Event event, String name) {
    return event.name().equals(name)
        || (funnel.name().equals(event.funnel()) && name.equals(event.step()));
  }

  private static int inOrder(List<Instant> one, List<Instant> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared = one.get(i).compareTo(other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }
}
