package org.businessmetrics.plan;

import java.time.LocalDate;

/** What was asked for: by the clock, or by somebody. */
public sealed interface Request {
  /** Every day that is missing, and the lookback before it. */
  record Nightly() implements Request {}

  /**
   * What the night of {@code day} does: every day missing through it, the day itself and the
   * lookback before it, also when they are published already.
   */
  record ThroughDay(LocalDate day) implements Request {}

  /** The days from {@code from} through {@code to}, published or not. */
  record Backfill(LocalDate from, LocalDate to) implements Request {}
}
