package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
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

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
