package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a figure is counted in, as the column {@code unit} of {@code metric_values} names it. */
public enum Unit {
  USERS,
  COUNT,
  /** A part of something, 0.25 for 25 %; above 1 where it grew, as kept revenue may. */
  RATE,
  /** A quotient that is no percentage. */
  RATIO,
  CURRENCY,
  SECONDS;

  /**
   * @throws IllegalArgumentException when there is no such unit
   */
  @JsonCreator
  public static Unit of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
