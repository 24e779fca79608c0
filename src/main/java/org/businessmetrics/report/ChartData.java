package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Layer;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/**
 * The points of one chart.
 *
 * @param first the first day of the time axis
 * @param last the report's day
 * @param lines one a series that has any figure, in the page's order
 * @param mean of 7 days, by day; empty where the chart shows none or history is too short
 * @param lastYear the mean as it was 52 weeks before each day
 * @param bands where the days would usually be
 */
record ChartData(
    Chart chart,
    LocalDate first,
    LocalDate last,
    Unit unit,
    Grain grain,
    Optional<String> currency,
    List<Line> lines,
    List<Mean> mean,
    List<Mean> lastYear,
    List<Band> bands) {
  /** One series and its place among the chart's series. */
  record Line(Measure measure, int place, List<Point> points) {
    @Nullable BigDecimal newest() {
      return points.get(points.size() - 1).value();
    }
  }

  /** The mean of 7 days ending on a day. */
  record Mean(LocalDate day, @Nullable BigDecimal value, boolean isFinal) {}

  static ChartData of(Chart chart, ReportSnapshot snapshot) {
    LocalDate last = snapshot.day().day();
    LocalDate earliest = last.minusDays(chart.days() - 1L);
    Measure leading = chart.series().get(0);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      Measure measure = chart.series().get(i);
      List<Point> points =
          snapshot.points(measure).stream()
              .filter(point -> !point.start().isBefore(earliest))
              .toList();
      if (points.stream().anyMatch(point -> point.value() != null)) {
        lines.add(new Line(measure, i, points));
      }
    }
    LocalDate begins =
        lines.stream()
            .map(line -> line.points().get(0).start())
            .min(LocalDate::compareTo)
            .orElse(earliest);
    LocalDate atLeastAWeek = last.minusDays(6);
    boolean hasMean =
        chart.kind() != Kind.STACKED
            && chart.series().size() == 1
            && leading.grain() == Grain.DAY
            && !lines.isEmpty();
    return new ChartData(
        chart,
        begins.isBefore(atLeastAWeek) ? begins : atLeastAWeek,
        last,
        leading.unit(),
        leading.grain(),
        snapshot.currencyOf(leading),
        List.copyOf(lines),
        hasMean ? means(snapshot.points(leading), begins, last, 0) : List.of(),
        hasMean && chart.layers().contains(Layer.LAST_YEAR)
            ? means(snapshot.points(leading), begins, last, History.YEAR_DAYS)
            : List.of(),
        chart.layers().contains(Layer.EXPECTED)
            ? snapshot.bands(leading).stream()
                .filter(band -> !band.day().isBefore(earliest))
                .toList()
            : List.of());
  }

  private static List<Mean> means(
      List<Point> points, LocalDate begins, LocalDate ends, int daysBefore) {
    Map<LocalDate, Point> byDay = new TreeMap<>();
    points.forEach(point -> byDay.put(point.day(), point));
    List<Mean> means = new ArrayList<>();
    for (LocalDate day = begins; !day.isAfter(ends); day = day.plusDays(1)) {
      LocalDate at = day.minusDays(daysBefore);
      Point point = byDay.get(at);
      means.add(new Mean(day, mean(byDay, at), point == null || point.isFinal()));
    }
    return means.stream().anyMatch(mean -> mean.value() != null) ? List.copyOf(means) : List.of();
  }

  private static @Nullable BigDecimal mean(Map<LocalDate, Point> byDay, LocalDate day) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int back = 0; back < History.MEAN_DAYS; back++) {
      Point point = byDay.get(day.minusDays(back));
      if (point == null || point.value() == null) {
        return null;
      }
      sum = sum.add(point.value());
    }
    return sum.divide(BigDecimal.valueOf(History.MEAN_DAYS), MathContext.DECIMAL64);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Where a point stands on the time axis, in days: the middle of its period. */
  static double x(Point point) {
    return (point.start().toEpochDay() + point.day().toEpochDay()) / 2.0;
  }

  /** How wide a period is on the time axis, in days. */
  double periodWidth() {
    return switch (grain) {
      case DAY -> 1;
      case WEEK -> 7;
      case MONTH -> 30;
    };
  }

  /** The smallest value drawn. */
  double min() {
    return DoubleStream.concat(values(), extras()).min().orElse(0);
  }

  /** What lies beneath the line: the means of last year, and the range as far as it is near. */
  private DoubleStream extras() {
    double most = values().max().orElse(0);
    double least = values().min().orElse(0);
    double room = (most - least) / 2;
    return DoubleStream.concat(
        lastYear.stream()
            .map(Mean::value)
            .filter(Objects::nonNull)
            .mapToDouble(BigDecimal::doubleValue),
        bands.stream()
            .flatMap(band -> Stream.of(band.lower(), band.upper()))
            .mapToDouble(BigDecimal::doubleValue)
            .map(value -> Math.max(least - room, Math.min(most + room, value))));
  }

  /** The largest value drawn; of a stack its height. */
  double max() {
    if (chart.kind() != Kind.STACKED) {
      return DoubleStream.concat(values(), extras()).max().orElse(0);
    }
    Map<LocalDate, Double> heights = new TreeMap<>();
    for (Line line : lines) {
      for (Point point : line.points()) {
        if (point.value() != null) {
          heights.merge(point.day(), point.value().doubleValue(), Double::sum);
        }
      }
    }
    return heights.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private DoubleStream values() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .map(Point::value)
        .filter(Objects::nonNull)
        .mapToDouble(BigDecimal::doubleValue);
  }

  /** How many days the time axis shows. */
  long days() {
    return ChronoUnit.DAYS.between(first, last) + 1;
  }
}
