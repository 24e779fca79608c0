package org.businessmetrics.compute;

import java.util.Arrays;

/**
 * Gives the events of one instant to steps in a row, an event to a step at most: a matching that
 * grows by one step at a time along augmenting paths (Kuhn's algorithm). When a step finds no event
 * even so, no other distribution reaches it either.
 */
final class StepsOfOneInstant {
  private static final int FREE = -1;

  private final long[] events;
  private final int first;

  /** The step that each event fills. */
  private final int[] filled;

  /**
   * @param events each with bit i set where it can fill step i
   * @param first the first step to be filled
   */
  StepsOfOneInstant(long[] events, int first) {
    this.events = events;
    this.first = first;
    this.filled = new int[events.length];
    Arrays.fill(filled, FREE);
  }

  /** Fills as many steps as possible; returns the first one that is not. */
  int fill(int steps) {
    int step = first;
    while (step < steps && findEvent(step, new boolean[events.length])) {
      step++;
    }
    return step;
  }

  private boolean findEvent(int step, boolean[] tried) {
    for (int event = 0; event < events.length; event++) {
      if ((events[event] >> step & 1) == 1 && !tried[event]) {
        tried[event] = true;
        if (filled[event] == FREE || findEvent(filled[event], tried)) {
          filled[event] = step;
          return true;
        }
      }
    }
    return false;
  }
}
