package org.businessmetrics.report;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.FunnelTable;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Step;
import org.jspecify.annotations.Nullable;

/**
 * A horizontal bar.
 *
 * @param share of the longest bar
 * @param detail what stands behind the value, smaller
 * @param link what leads to it from the bar above
 */
record Bar(String name, double share, String text, String detail, String link, Color color) {
  private static final int MONTH_DAYS = 28;

  /** The steps of a funnel, with the part that came from the step before. */
  static List<Bar> funnel(Chart chart, ReportSnapshot snapshot) {
    List<Bar> bars = new ArrayList<>();
    funnelTable(chart, snapshot)
        .ifPresent(
            table -> {
              long start = table.steps().get(0).users();
              long before = start;
              for (Step step : table.steps()) {
                boolean first = step.step() == 1;
                bars.add(
                    new Bar(
                        step.name().replace('_', ' '),
                        start == 0 ? 0 : (double) step.users() / start,
                        NumberText.tile(
                            BigDecimal.valueOf(step.users()), Unit.USERS, Optional.empty()),
                        first ? "" : rate(step.users(), start) + " of all",
                        first ? "" : rate(step.users(), before) + " of the step before",
                        Palette.BLUE));
                before = step.users();
              }
            });
    return bars;
  }

  static Optional<FunnelTable> funnelTable(Chart chart, ReportSnapshot snapshot) {
    return snapshot.funnels().stream()
        .filter(table -> chart.funnel().equals(Optional.of(table.funnel())))
        .findFirst();
  }

  private static String rate(long part, long whole) {
    BigDecimal share = share(part, whole);
    return share == null ? NumberText.UNKNOWN : HeatMap.text(share);
  }

  /** NULL of nothing. */
  static @Nullable BigDecimal share(long part, long whole) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), MathContext.DECIMAL64);
  }

  static String funnelSubtitle(Chart chart, ReportSnapshot snapshot) {
    return funnelTable(chart, snapshot)
        .map(table -> "users who began " + DayText.span(table.first(), table.last()))
        .orElse("");
  }

  /** The parts of a metric, the largest first, with their change in 28 days. */
  static List<Bar> ranked(Chart chart, ReportSnapshot snapshot) {
    Measure measure = chart.series().get(0);
    LocalDate day = snapshot.day().day();
    Optional<String> currency = snapshot.currencyOf(measure);
    record Part(String name, BigDecimal value, @Nullable BigDecimal before) {}
    List<Part> parts = new ArrayList<>();
    for (Series series : snapshot.parts(measure)) {
      BigDecimal value = value(series, day);
      if (value != null) {
        parts.add(
            new Part(
                series.key().segment().value(), value, value(series, day.minusDays(MONTH_DAYS))));
      }
    }
    parts.sort(Comparator.comparing(Part::value).reversed().thenComparing(Part::name));
    BigDecimal most = parts.isEmpty() ? BigDecimal.ZERO : parts.get(0).value();
    return parts.stream()
        .limit(chart.rows())
        .map(
            part ->
                new Bar(
                    part.name().replace('_', ' '),
                    most.signum() <= 0
                        ? 0
                        : Math.max(0, part.value().doubleValue() / most.doubleValue()),
                    NumberText.tile(part.value(), measure.unit(), currency),
                    change(part.value(), part.before(), measure.unit()),
                    "",
                    Palette.BLUE))
        .toList();
  }

  private static String change(BigDecimal value, @Nullable BigDecimal before, Unit unit) {
    BigDecimal delta = Figures.delta(value, before, unit);
    return delta == null ? "" : NumberText.change(delta, unit == Unit.RATE);
  }

  /** Of the period that ends on a day. */
  private static @Nullable BigDecimal value(Series series, LocalDate day) {
    return series.on(day).filter(point -> point.day().equals(day)).map(Point::value).orElse(null);
  }

  static String rankedSubtitle(Chart chart, ReportSnapshot snapshot) {
    Measure measure = chart.series().get(0);
    int all = snapshot.parts(measure).size();
    String more = all > chart.rows() ? " · %s of %s".formatted(chart.rows(), all) : "";
    return "%s · change in 28 days%s".formatted(DayText.brief(snapshot.day().day()), more);
  }
}
