package org.businessmetrics.demo;

/** Instants of the simulation are microseconds since the epoch, in a {@code long}. */
final class Times {
  /** Later than everything: what has not happened. */
  static final long NEVER = Long.MAX_VALUE;

  static final long SECOND = 1_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private Times() {}
}
