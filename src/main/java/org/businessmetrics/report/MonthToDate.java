package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Point;

/**
 * The sums of a month's days so far.
 *
 * @param thisMonth by day, through the report's day
 * @param lastMonth through its last day; empty where its first day is not known
 * @param target what the month should reach
 * @param unobserved days of this month
 */
record MonthToDate(
    Measure measure,
    Optional<String> currency,
    LocalDate day,
    List<Sum> thisMonth,
    List<Sum> lastMonth,
    Optional<BigDecimal> target,
    Unobserved unobserved) {

  /** The sum of a month's days through one of them. */
  record Sum(LocalDate day, BigDecimal value, boolean isFinal) {}

  static MonthToDate of(Measure measure, ReportSnapshot snapshot) {
    LocalDate day = snapshot.day().day();
    YearMonth month = YearMonth.from(day);
    List<Point> points = snapshot.points(measure);
    return new MonthToDate(
        measure,
        snapshot.currencyOf(measure),
        day,
        sums(points, month),
        sums(points, month.minusMonths(1)),
        snapshot.report().target(measure.metric(), day),
        Unobserved.of(snapshot, List.of(measure), month.atDay(1), day));
  }

  /** None where the month's first day is not known: the sum would be of a part. */
  private static List<Sum> sums(List<Point> points, YearMonth month) {
    List<Sum> sums = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (Point point : points) {
      if (YearMonth.from(point.day()).equals(month)) {
        BigDecimal value = point.value();
        boolean inOrder = point.day().getDayOfMonth() == sums.size() + 1;
        if (value == null || !inOrder) {
          return List.copyOf(sums);
        }
        sum = sum.add(value);
        sums.add(new Sum(point.day(), sum, point.isFinal()));
      }
    }
    return List.copyOf(sums);
  }

  /** Which part of the month is over, 1 on its last day. */
  double elapsed() {
    return (double) day.getDayOfMonth() / day.lengthOfMonth();
  }

  Sum newest() {
    return thisMonth.get(thisMonth.size() - 1);
  }

  String subtitle() {
    List<String> parts = new ArrayList<>();
    if (!lastMonth.isEmpty()) {
      parts.add("bold: " + DayText.month(day) + ", grey: " + DayText.month(lastMonth.get(0).day()));
    }
    if (target.isPresent()) {
      parts.add("dashed: target pace");
    }
    unobserved.words().ifPresent(parts::add);
    currency.ifPresent(parts::add);
    return String.join(" · ", parts);
  }
}
