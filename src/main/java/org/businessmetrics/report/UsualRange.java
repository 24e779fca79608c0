package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/**
 * Where a day's figure would usually be, from the days before it alone: on the logarithm (the logit
 * for rates), the median of the last 8 same weekdays plus half the drift of the last week, moved by
 * how far off this usually was over 8 weeks, as a growing company's is. It is as wide as 3.5 times
 * the deviation from that (the MAD over all weekdays, at least 3 %). Days that late rows may still
 * change teach nothing, nor do days that were outside, unless there were more than 7 in a row: then
 * the level is a new one.
 */
final class UsualRange {
  private static final int WEEKS = 8;
  private static final int LEAST_WEEKS = 4;
  private static final int NEW_LEVEL = 7;
  private static final int LEAST_ERRORS = 14;
  private static final int DRIFT_DAYS = 7;
  private static final double FLOOR = 0.03;
  private static final double WIDTH = 3.5;
  private static final double MAD_TO_DEVIATION = 1.4826;
  private static final double EDGE = 1e-4;
  private static final MathContext DIGITS = new MathContext(6);

  private enum Scale {
    LOGARITHM,
    LOGARITHM_FROM_ZERO,
    LOGIT,
    PLAIN;

    double of(double value) {
      return switch (this) {
        case LOGARITHM -> StrictMath.log(value);
        case LOGARITHM_FROM_ZERO -> StrictMath.log1p(value);
        case LOGIT -> {
          double part = Math.min(1 - EDGE, Math.max(EDGE, value));
          yield StrictMath.log(part / (1 - part));
        }
        case PLAIN -> value;
      };
    }

    double back(double value) {
      return switch (this) {
        case LOGARITHM -> StrictMath.exp(value);
        case LOGARITHM_FROM_ZERO -> Math.max(0, StrictMath.expm1(value));
        case LOGIT -> 1 / (1 + StrictMath.exp(-value));
        case PLAIN -> value;
      };
    }

    double floor(double centre) {
      return this == PLAIN ? FLOOR * Math.abs(centre) : FLOOR;
    }
  }

  private final Scale scale;
  private int outsideInARow;
  private final NavigableMap<LocalDate, Double> learned = new TreeMap<>();
  private final NavigableMap<LocalDate, Double> drifts = new TreeMap<>();
  private final NavigableMap<LocalDate, Double> errors = new TreeMap<>();

  private UsualRange(Scale scale) {
    this.scale = scale;
  }

  /**
   * The ranges of the days from a first one; none until 4 same weekdays and 14 days are known that
   * were expected.
   *
   * @param points one a day, oldest first
   */
  static List<Band> of(List<Point> points, Unit unit, LocalDate first) {
    UsualRange range = new UsualRange(scale(points, unit));
    List<Band> bands = new ArrayList<>();
    for (Point point : points) {
      Optional<Forecast> forecast = range.at(point.day());
      if (!point.day().isBefore(first)) {
        forecast.flatMap(Forecast::band).ifPresent(bands::add);
      }
      range.learn(point, forecast);
    }
    return List.copyOf(bands);
  }

  private static Scale scale(List<Point> points, Unit unit) {
    if (unit == Unit.RATE && values(points).allMatch(value -> value >= 0 && value <= 1)) {
      return Scale.LOGIT;
    }
    double least = values(points).min().orElse(1);
    if (least > 0) {
      return Scale.LOGARITHM;
    }
    boolean counts = unit == Unit.USERS || unit == Unit.COUNT;
    return counts && least >= 0 ? Scale.LOGARITHM_FROM_ZERO : Scale.PLAIN;
  }

  private static DoubleStream values(List<Point> points) {
    return points.stream()
        .map(Point::value)
        .filter(Objects::nonNull)
        .mapToDouble(BigDecimal::doubleValue);
  }

  private void learn(Point point, Optional<Forecast> forecast) {
    BigDecimal value = point.value();
    if (value == null || !point.isFinal()) {
      return;
    }
    boolean outside = forecast.flatMap(Forecast::band).filter(b -> b.excludes(value)).isPresent();
    outsideInARow = outside ? outsideInARow + 1 : 0;
    if (!outside || outsideInARow > NEW_LEVEL) {
      double scaled = scale.of(value.doubleValue());
      learned.put(point.day(), scaled);
      forecast.ifPresent(
          made -> {
            drifts.put(point.day(), scaled - made.weekday());
            errors.put(point.day(), scaled - made.centre());
          });
    }
  }

  /**
   * What was expected of a day.
   *
   * @param weekday the median of the same weekdays
   * @param centre the same with half the recent drift
   * @param band none while too few forecasts were made to know how far off they usually are
   */
  private record Forecast(double weekday, double centre, Optional<Band> band) {}

  private Optional<Forecast> at(LocalDate day) {
    List<Double> same = new ArrayList<>();
    for (int back = 1; back <= WEEKS; back++) {
      Double value = learned.get(day.minusWeeks(back));
      if (value != null) {
        same.add(value);
      }
    }
    if (same.size() < LEAST_WEEKS) {
      return Optional.empty();
    }
    double weekday = median(same);
    Collection<Double> recent = drifts.subMap(day.minusDays(DRIFT_DAYS), day).values();
    double centre = weekday + (recent.isEmpty() ? 0 : median(recent) / 2);
    Collection<Double> known = errors.subMap(day.minusWeeks(WEEKS), day).values();
    return Optional.of(
        new Forecast(
            weekday,
            centre,
            known.size() < LEAST_ERRORS
                ? Optional.empty()
                : Optional.of(band(day, centre, known))));
  }

  private Band band(LocalDate day, double centre, Collection<Double> known) {
    double bias = median(known);
    double middle = centre + bias;
    double mad = median(known.stream().map(one -> Math.abs(one - bias)).toList());
    double half = WIDTH * Math.max(MAD_TO_DEVIATION * mad, scale.floor(middle));
    return new Band(
        day,
        rounded(scale.back(middle)),
        rounded(scale.back(middle - half)),
        rounded(scale.back(middle + half)));
  }

  private static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static BigDecimal rounded(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  /** The range of a day among others. */
  static @Nullable Band on(List<Band> bands, LocalDate day) {
    return bands.stream().filter(band -> band.day().equals(day)).findFirst().orElse(null);
  }
}
