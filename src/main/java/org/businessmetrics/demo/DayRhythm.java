package org.businessmetrics.demo;

/** When in a day people come: a quiet night, the morning, lunch, the evening. */
final class DayRhythm {
  private static final int[] PER_MILLE_BY_HOUR = {
    12, 7, 5, 4, 4, 7, 16, 30, 41, 47, 58, 60, 64, 62, 58, 56, 56, 58, 62, 69, 73, 71, 52, 28
  };

  private static final int[] HOURS = hours();

  private DayRhythm() {}

  /** Seconds after local midnight. */
  static int second(Chance chance) {
    return HOURS[chance.below(HOURS.length)] * 3600 + chance.below(3600);
  }

  private static int[] hours() {
    int[] hours = new int[1000];
    int filled = 0;
    for (int hour = 0; hour < PER_MILLE_BY_HOUR.length; hour++) {
      for (int i = 0; i < PER_MILLE_BY_HOUR[hour]; i++) {
        hours[filled++] = hour;
      }
    }
    return hours;
  }
}
