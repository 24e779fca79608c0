package org.businessmetrics.conformance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.businessmetrics.calendar.BusinessCalendar;

/** The periods that active users are published for. */
enum Grain {
  DAY,
  WEEK,
  MONTH;

  static Optional<Grain> named(String name) {
    for (Grain grain : values()) {
      if (grain.text().equals(name)) {
        return Optional.of(grain);
      }
    }
    return Optional.empty();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  LocalDate start(LocalDate day, BusinessCalendar calendar) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> calendar.weekStart(day);
      case MONTH -> calendar.monthStart(day);
    };
  }

  LocalDate next(LocalDate start) {
    return switch (this) {
      case DAY -> start.plusDays(1);
      case WEEK -> start.plusWeeks(1);
      case MONTH -> start.plusMonths(1);
    };
  }

  LocalDate end(LocalDate start) {
    return next(start).minusDays(1);
  }

  /** The starts of all periods that touch the days. */
  List<LocalDate> periods(LocalDate from, LocalDate to, BusinessCalendar calendar) {
    List<LocalDate> starts = new ArrayList<>();
    for (LocalDate start = start(from, calendar); !start.isAfter(to); start = next(start)) {
      starts.add(start);
    }
    return starts;
  }

  /** Selects a column of active users, total, by the start of the period. */
  String select(String column) {
    return this == DAY
        ? "select day, %s from metrics.active_users_daily where segment = 'all'".formatted(column)
        : "select period_start, %s from metrics.active_users_calendar where grain = '%s'"
            .formatted(column, text());
  }
}
