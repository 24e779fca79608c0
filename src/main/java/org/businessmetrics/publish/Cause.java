package org.businessmetrics.publish;

import java.util.Locale;

/** Why a figure that was already published changed; the words of {@code metrics.restatements}. */
public enum Cause {
  /** Rows of the source came after the day was first published. */
  LATE_DATA,
  /** The metric's definition has another version now. */
  DEFINITION_CHANGE,
  /** The source no longer says what it said, as after a deleted account. */
  SOURCE_CORRECTION,
  /** Somebody asked for the days to be computed again. */
  REQUESTED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
