package org.businessmetrics.calendar;

/** How often something is made: about each day, or about the last of a week or a month. */
public enum Period {
  DAILY,
  WEEKLY,
  MONTHLY
}
