package org.businessmetrics.ledger;

import java.util.Locale;

/** How a step of a run stands; {@link #word()} is what {@code pipeline.run_steps} says. */
public enum StepState {
  RUNNING,
  DONE,
  FAILED,
  SKIPPED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
