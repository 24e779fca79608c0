package org.businessmetrics.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days as people read them. The words are English whatever the machine's language. */
final class DayText {
  private static final DateTimeFormatter LONG = formatter("EEE d MMM uuuu");
  private static final DateTimeFormatter SHORT = formatter("EEE d MMM");
  private static final DateTimeFormatter TICK = formatter("d MMM");
  private static final DateTimeFormatter MONTH = formatter("MMM");
  private static final DateTimeFormatter MONTH_AND_YEAR = formatter("MMM uuuu");
  private static final DateTimeFormatter LONG_MONTH = formatter("MMMM uuuu");
  private static final DateTimeFormatter WEEKDAY = formatter("EEEE");
  private static final DateTimeFormatter MOMENT = formatter("uuuu-MM-dd HH:mm");

  private DayText() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** Sun 22 Nov 2026. */
  static String full(LocalDate day) {
    return LONG.format(day);
  }

  /** Sun 22 Nov. */
  static String brief(LocalDate day) {
    return SHORT.format(day);
  }

  /** 22 Nov. */
  static String tick(LocalDate day) {
    return TICK.format(day);
  }

  /** Nov. */
  static String month(LocalDate day) {
    return MONTH.format(day);
  }

  /** Jan 2026. */
  static String monthAndYear(LocalDate day) {
    return MONTH_AND_YEAR.format(day);
  }

  /** November 2026. */
  static String longMonth(LocalDate day) {
    return LONG_MONTH.format(day);
  }

  /** Sunday. */
  static String weekday(LocalDate day) {
    return WEEKDAY.format(day);
  }

  /** 1–22 Nov, or 22 Nov when it is one day. */
  static String span(LocalDate first, LocalDate last) {
    if (first.equals(last)) {
      return tick(last);
    }
    return first.getMonth() == last.getMonth()
        ? first.getDayOfMonth() + "–" + tick(last)
        : tick(first) + " – " + tick(last);
  }

  /** The last minute before an instant, as a clock on the wall of the zone shows it. */
  static String lastMinuteBefore(Instant end, String zone) {
    return MOMENT.format(end.minusSeconds(1).atZone(ZoneId.of(zone)));
  }

  /** 2026-11-23 01:07. */
  static String moment(Instant instant) {
    return MOMENT.format(instant.atZone(ZoneOffset.UTC));
  }
}
