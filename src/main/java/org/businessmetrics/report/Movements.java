package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/** What was gained and lost by period, oldest first. */
record Movements(Unit unit, Optional<String> currency, List<Month> months) {

  /**
   * One period.
   *
   * @param gains by series, losses as negative values
   */
  record Month(
      LocalDate start,
      LocalDate last,
      boolean isComplete,
      List<BigDecimal> gains,
      List<BigDecimal> losses) {
    BigDecimal net() {
      return sum(gains).add(sum(losses));
    }

    BigDecimal gained() {
      return sum(gains);
    }

    BigDecimal lost() {
      return sum(losses);
    }

    private static BigDecimal sum(List<BigDecimal> values) {
      return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  static Movements of(Chart chart, ReportSnapshot snapshot) {
    LocalDate earliest = snapshot.day().day().minusDays(chart.days() - 1L);
    SortedSet<LocalDate> starts = new TreeSet<>();
    List<Month> months = new ArrayList<>();
    for (Measure measure : chart.series()) {
      for (Point point : snapshot.points(measure)) {
        if (!point.start().isBefore(earliest)) {
          starts.add(point.start());
        }
      }
    }
    for (LocalDate start : starts) {
      Point any = point(snapshot, chart.series().get(0), start);
      if (any != null) {
        months.add(
            new Month(
                start,
                any.day(),
                any.isComplete(),
                chart.series().stream().map(one -> value(snapshot, one, start)).toList(),
                chart.losses().stream().map(one -> value(snapshot, one, start).negate()).toList()));
      }
    }
    Measure leading = chart.series().get(0);
    return new Movements(leading.unit(), snapshot.currencyOf(leading), List.copyOf(months));
  }

  private static @Nullable Point point(ReportSnapshot snapshot, Measure measure, LocalDate start) {
    for (Point point : snapshot.points(measure)) {
      if (point.start().equals(start)) {
        return point;
      }
    }
    return null;
  }

  private static BigDecimal value(ReportSnapshot snapshot, Measure measure, LocalDate start) {
    Point point = point(snapshot, measure, start);
    BigDecimal value = point == null ? null : point.value();
    return value == null ? BigDecimal.ZERO : value;
  }
}
