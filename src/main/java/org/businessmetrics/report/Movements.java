package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/** What was gained and lost by period, oldest first. */
record Movements(Unit unit, Optional<String> currency, List<Month> months, Unobserved unobserved) {

  /**
   * One period.
   *
   * @param gains by series, losses as negative values
   */
  record Month(
      LocalDate start,
      LocalDate last,
      boolean isComplete,
      boolean isFinal,
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
                any.isFinal(),
                chart.series().stream().map(one -> value(snapshot, one, start)).toList(),
                chart.losses().stream().map(one -> value(snapshot, one, start).negate()).toList()));
      }
    }
    Measure leading = chart.series().get(0);
    List<Measure> all = Stream.concat(chart.series().stream(), chart.losses().stream()).toList();
    return new Movements(
        leading.unit(),
        snapshot.currencyOf(leading),
        List.copyOf(months),
        Unobserved.of(
            snapshot,
            all,
            months.isEmpty() ? earliest : months.get(0).start(),
            snapshot.day().day()));
  }

  /** What to read the chart by, besides its colours. */
  String subtitle() {
    return Stream.of(
            Optional.of("diamond: net"),
            Optional.of("hollow: month still open"),
            unobserved.words(),
            currency)
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" · "));
  }

  /**
   * Where a day begins on an axis on which each period is 1 wide and has its place among the
   * periods in its middle.
   */
  double beginning(LocalDate day) {
    int i = months.size() - 1;
    while (i > 0 && months.get(i).start().isAfter(day)) {
      i--;
    }
    LocalDate start = months.get(i).start();
    double days = ChronoUnit.DAYS.between(start, months.get(i).last()) + 1;
    return i - 0.5 + Math.min(1, ChronoUnit.DAYS.between(start, day) / days);
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
