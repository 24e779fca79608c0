package org.businessmetrics.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.businessmetrics.config.Funnel.Exclusion;
import org.jspecify.annotations.Nullable;

/**
 * The best attempt of one user at one funnel on each day on which he entered it. Pure.
 *
 * <p>An attempt is a sequence of different events, one a step from the first on, whose times never
 * decrease, all of them at most the window after the first. The events of one instant are a group
 * without order: it takes the attempt as many steps further as there are steps in a row that
 * different events of it can fill. To take as many as possible, and as early as possible, is never
 * wrong: who has filled more steps can do with the rest of the events whatever he could have done
 * with fewer. So from each start the furthest attempt, with the earliest time for each step, is
 * found by going from group to group, and the day's best is the furthest of them, of equally far
 * ones the one that starts earliest.
 *
 * <p>Of excluded events at the instant of a step the step comes first.
 */
final class FunnelAttempts {
  /** What a user did, in the funnel's terms; {@code steps} has bit i set for step i + 1. */
  record Event(long at, int day, long steps) {
    boolean isExcluded() {
      return steps == 0;
    }
  }

  /**
   * The best attempt of an entry day.
   *
   * @param day as a number of days since 1970
   * @param times when each step that was reached was done, in the order of the steps
   */
  record Entry(int day, List<Long> times) {}

  private final int steps;
  private final long window;
  private final @Nullable Exclusion exclusion;

  /** The instants of the events, in order, and the local day of each. */
  private final long[] at;

  private final int[] day;

  /** What the events of each instant are, excluded ones left out. */
  private final long[][] group;

  /** The first instant with an excluded event, from each instant on. */
  private final int[] nextExcluded;

  /** The instants at which each step is done, in order. */
  private final int[][] done;

  /** How far a group takes an attempt, by how far it has come; 0 for not known yet. */
  private final int[] @Nullable [] reach;

  private FunnelAttempts(
      List<Event> events, int steps, long window, @Nullable Exclusion exclusion) {
    this.steps = steps;
    this.window = window;
    this.exclusion = exclusion;
    int[] first = groups(events);
    int groups = first.length - 1;
    this.at = new long[groups];
    this.day = new int[groups];
    this.group = new long[groups][];
    this.nextExcluded = new int[groups + 1];
    this.reach = new int[groups][];
    nextExcluded[groups] = groups;
    for (int g = groups - 1; g >= 0; g--) {
      List<Event> same = events.subList(first[g], first[g + 1]);
      at[g] = same.get(0).at();
      day[g] = same.get(0).day();
      group[g] = different(same);
      nextExcluded[g] = same.stream().anyMatch(Event::isExcluded) ? g : nextExcluded[g + 1];
    }
    this.done = new int[steps][];
    for (int step = 0; step < steps; step++) {
      done[step] = instantsOf(1L << step);
    }
  }

  /**
   * @param events of one user, ordered by their time
   * @param steps how many the funnel has
   * @param window in the unit of the events' times
   * @param exclusion what an excluded event does; null where there is none
   * @return an entry for each day that has one, oldest first
   */
  static List<Entry> best(
      List<Event> events, int steps, long window, @Nullable Exclusion exclusion) {
    return new FunnelAttempts(events, steps, window, exclusion).best();
  }

  private List<Entry> best() {
    Map<Integer, Entry> byDay = new TreeMap<>();
    for (int start : done[0]) {
      List<Long> times = from(start);
      if (!times.isEmpty()) {
        // Later starts come later: only a further one is better.
        byDay.merge(
            day[start],
            new Entry(day[start], times),
            (best, other) -> other.times().size() > best.times().size() ? other : best);
      }
    }
    return List.copyOf(byDay.values());
  }

  /** The furthest attempt from a start on; empty when an excluded event takes it away. */
  private List<Long> from(int start) {
    List<Long> times = new ArrayList<>();
    int excluded = nextExcluded[start];
    int now = start;
    int far = 0;
    while (true) {
      int further = reach(now, far);
      for (; far < further; far++) {
        times.add(at[now]);
      }
      now = far == steps ? -1 : after(done[far], now);
      if (now < 0 || at[now] - at[start] > window) {
        return times;
      }
      if (now > excluded && exclusion != null) {
        return exclusion == Exclusion.REMOVE_ENTRY ? List.of() : times;
      }
    }
  }

  /** How many steps are filled after the group, when {@code far} were before it. */
  private int reach(int now, int far) {
    long[] masks = group[now];
    if (masks.length == 1) {
      return (masks[0] >> far & 1) == 1 ? far + 1 : far;
    }
    int[] known = reach[now];
    if (known == null) {
      known = new int[steps];
      reach[now] = known;
    }
    if (known[far] == 0) {
      known[far] = new StepsOfOneInstant(masks, far).fill(steps);
    }
    return known[far];
  }

  private static int after(int[] instants, int now) {
    int position = Arrays.binarySearch(instants, now);
    int next = position < 0 ? -position - 1 : position + 1;
    return next < instants.length ? instants[next] : -1;
  }

  private int[] instantsOf(long bit) {
    int[] instants = new int[group.length];
    int count = 0;
    for (int g = 0; g < group.length; g++) {
      for (long mask : group[g]) {
        if ((mask & bit) != 0) {
          instants[count++] = g;
          break;
        }
      }
    }
    return Arrays.copyOf(instants, count);
  }

  /** Where each group of events of one instant begins; the number of events at last. */
  private static int[] groups(List<Event> events) {
    int[] first = new int[events.size() + 1];
    int groups = 0;
    for (int i = 0; i < events.size(); i++) {
      if (i > 0 && events.get(i).at() < events.get(i - 1).at()) {
        throw new IllegalArgumentException("The events are not in the order of their times");
      }
      if (i == 0 || events.get(i).at() > events.get(i - 1).at()) {
        first[groups++] = i;
      }
    }
    first[groups] = events.size();
    return Arrays.copyOf(first, groups + 1);
  }

  /** The events that are steps; of those that can fill the same steps no more than can be used. */
  private long[] different(List<Event> same) {
    long[] sorted =
        same.stream().filter(e -> !e.isExcluded()).mapToLong(Event::steps).sorted().toArray();
    int kept = 0;
    int alike = 0;
    for (int i = 0; i < sorted.length; i++) {
      alike = i > 0 && sorted[i] == sorted[i - 1] ? alike + 1 : 1;
      if (alike <= steps) {
        sorted[kept++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, kept);
  }
}
