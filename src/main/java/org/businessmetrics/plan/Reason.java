package org.businessmetrics.plan;

import java.util.Locale;

/** Why a day is due. */
public enum Reason {
  /** Never published. */
  MISSING,
  /** Published, and new days come right after it: its late rows are read once more. */
  LOOKBACK,
  /** Asked for by name. */
  REQUESTED,
  /** Published, and rests on earlier days that are due: computed again from the stored facts. */
  FOLLOWS;

  /** As operators and programs read it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
