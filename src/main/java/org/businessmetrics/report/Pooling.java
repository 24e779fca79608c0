package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportSnapshot.Cohorts;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/** Takes the days of a fraction together: the sum of the parts by the sum of the whole. */
final class Pooling {
  /** Fewer people say nothing about a rate. */
  static final int LEAST_PEOPLE = 20;

  private final NavigableMap<LocalDate, Part> parts;

  /**
   * What a day's figure divides by what.
   *
   * @param point the day's figure
   */
  record Part(Point point, BigDecimal numerator, BigDecimal denominator) {}

  Pooling(List<Part> parts) {
    this.parts = new TreeMap<>();
    parts.forEach(part -> this.parts.put(part.point().day(), part));
  }

  List<Point> points(Pool pool, LocalDate first, LocalDate last) {
    return switch (pool) {
      case NONE -> parts.values().stream().map(Part::point).toList();
      case LAST_28 -> lastDays(first, last);
      case WEEK -> weeks(last);
    };
  }

  private List<Point> lastDays(LocalDate first, LocalDate last) {
    List<Point> points = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      Map<LocalDate, Part> window = parts.subMap(day.minusDays(Pool.DAYS - 1L), true, day, true);
      if (!window.isEmpty()) {
        points.add(together(List.copyOf(window.values()), day, true));
      }
    }
    return points;
  }

  private List<Point> weeks(LocalDate last) {
    NavigableMap<LocalDate, List<Part>> weeks = new TreeMap<>();
    for (Part part : parts.values()) {
      LocalDate monday =
          part.point().start().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      weeks.computeIfAbsent(monday, week -> new ArrayList<>()).add(part);
    }
    List<Point> points = new ArrayList<>();
    weeks.forEach(
        (monday, days) -> {
          Point any = days.get(0).point();
          long wait = ChronoUnit.DAYS.between(any.start(), any.day());
          boolean complete = !monday.plusDays(6 + wait).isAfter(last);
          Point together = together(days, monday.plusDays(6), complete);
          points.add(
              new Point(together.day(), monday, together.value(), complete, together.isFinal()));
        });
    return points.stream().filter(Point::isComplete).toList();
  }

  private static Point together(List<Part> days, LocalDate day, boolean complete) {
    BigDecimal numerator = BigDecimal.ZERO;
    BigDecimal denominator = BigDecimal.ZERO;
    boolean isFinal = true;
    for (Part part : days) {
      numerator = numerator.add(part.numerator());
      denominator = denominator.add(part.denominator());
      isFinal &= part.point().isFinal();
    }
    @Nullable BigDecimal rate =
        denominator.compareTo(BigDecimal.valueOf(LEAST_PEOPLE)) < 0
            ? null
            : numerator.divide(denominator, MathContext.DECIMAL32);
    return new Point(day, days.get(0).point().start(), rate, complete, isFinal);
  }

  /** What the figure of a day takes together. */
  Optional<Cohorts> cohorts(LocalDate day) {
    Map<LocalDate, Part> window = parts.subMap(day.minusDays(Pool.DAYS - 1L), true, day, true);
    if (window.isEmpty()) {
      return Optional.empty();
    }
    List<LocalDate> starts = window.values().stream().map(part -> part.point().start()).toList();
    BigDecimal people =
        window.values().stream().map(Part::denominator).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Optional.of(new Cohorts(people, starts.get(0), starts.get(starts.size() - 1)));
  }
}
