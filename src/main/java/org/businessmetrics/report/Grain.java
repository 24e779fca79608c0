package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Locale;

/** How long the period of one figure is. */
public enum Grain {
  DAY,
  WEEK,
  MONTH;

  /**
   * @throws IllegalArgumentException when there is no such grain
   */
  @JsonCreator
  public static Grain of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The beginning of the period that comes so many after the one of a beginning. */
  LocalDate after(LocalDate start, int periods) {
    return switch (this) {
      case DAY -> start.plusDays(periods);
      case WEEK -> start.plusWeeks(periods);
      case MONTH -> start.plusMonths(periods);
    };
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
