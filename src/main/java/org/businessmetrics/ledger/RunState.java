package org.businessmetrics.ledger;

import java.util.Locale;

/** How a run stands; {@link #word()} is what the table {@code pipeline.runs} says. */
public enum RunState {
  RUNNING,
  PUBLISHED,
  /** A check failed: the figures from before stand. */
  REFUSED,
  FAILED,
  CANCELLED,
  /** The process died without a word; a later run wrote this. */
  ABANDONED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
