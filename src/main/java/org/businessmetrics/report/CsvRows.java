package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.report.ChartData.Mean;
import org.businessmetrics.report.MonthToDate.Sum;
import org.businessmetrics.report.Movements.Month;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;
import org.businessmetrics.report.ReportSnapshot.Cohorts;
import org.businessmetrics.report.ReportSnapshot.FunnelTable;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Step;
import org.jspecify.annotations.Nullable;

/**
 * Every figure of a report once: sums of the month, every point of every metric, then what charts
 * make of them or show besides. Changes between two figures are left to the reader. Cohorts and
 * funnels are final when the report's day is.
 */
final class CsvRows {
  private static final String LAST_28_DAYS = "last_28_days";

  private final ReportSnapshot snapshot;
  private final Set<CsvRow> rows = new LinkedHashSet<>();

  private CsvRows(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  static Collection<CsvRow> of(ReportSnapshot snapshot) {
    CsvRows all = new CsvRows(snapshot);
    Figures.all(snapshot).forEach(all::sum);
    snapshot.report().measures().forEach(all::points);
    snapshot.report().charts().forEach(all::chart);
    return List.copyOf(all.rows);
  }

  private void sum(TileFigure figure) {
    if (figure.tile().show() == Show.MONTH_TO_DATE) {
      Point point =
          new Point(figure.last(), figure.first(), figure.number(), true, figure.isFinal());
      sum(figure.tile().measure(), figure.title(), figure.currency(), point);
    }
  }

  private void sum(Measure measure, String title, Optional<String> currency, Point point) {
    rows.add(
        new CsvRow(
            measure.metric(),
            title,
            "month_to_date",
            measure.segment(),
            currency,
            measure.unit(),
            point,
            Optional.empty(),
            target(measure, point),
            Optional.empty()));
  }

  private Optional<BigDecimal> target(Measure measure, Point point) {
    return snapshot.report().target(measure.metric(), point.day());
  }

  private void points(Measure measure) {
    String grain = measure.pool() == Pool.LAST_28 ? LAST_28_DAYS : measure.grain().toString();
    for (Series series : snapshot.series()) {
      if (isOf(measure, series.key())) {
        int last = series.points().size() - 1;
        for (int i = 0; i <= last; i++) {
          Point point = series.points().get(i);
          rows.add(
              new CsvRow(
                  measure.metric(),
                  measure.title(),
                  grain,
                  series.key().segment(),
                  series.currency(),
                  measure.unit(),
                  point,
                  Optional.ofNullable(UsualRange.on(series.bands(), point.day())),
                  target(measure, point),
                  i == last ? series.cohorts().map(Cohorts::people) : Optional.empty()));
        }
      }
    }
  }

  private static boolean isOf(Measure measure, FigureKey key) {
    return key.metric().equals(measure.metric())
        && key.pool() == measure.pool()
        && measure.segment().covers(key.segment());
  }

  private void chart(Chart chart) {
    switch (chart.kind()) {
      case LINE, BARS -> means(ChartData.of(chart, snapshot), chart.series().get(0));
      case MOVEMENTS -> movements(chart);
      case MONTH_TO_DATE -> sums(chart);
      case RETENTION -> cohorts(chart);
      case FUNNEL -> Bar.funnelTable(chart, snapshot).ifPresent(table -> funnel(chart, table));
      case STACKED, RANKED, FIGURES, NOTES -> {}
    }
  }

  /** Those of last year at their own days. */
  private void means(ChartData data, Measure measure) {
    data.lastYear()
        .forEach(mean -> mean(data, measure, mean, mean.day().minusDays(History.YEAR_DAYS)));
    data.mean().forEach(mean -> mean(data, measure, mean, mean.day()));
  }

  private void mean(ChartData data, Measure measure, Mean mean, LocalDate day) {
    if (mean.value() != null) {
      LocalDate first = day.minusDays(History.MEAN_DAYS - 1L);
      add(
          measure.metric(),
          measure.title(),
          "7_day_mean",
          measure.segment(),
          data.currency(),
          data.unit(),
          new Point(day, first, mean.value(), true, mean.isFinal()));
    }
  }

  private void movements(Chart chart) {
    Movements movements = Movements.of(chart, snapshot);
    for (Month month : movements.months()) {
      add(
          "net_movement",
          chart.title(),
          chart.series().get(0).grain().toString(),
          Segment.ALL,
          movements.currency(),
          movements.unit(),
          new Point(month.last(), month.start(), month.net(), month.isComplete(), month.isFinal()));
    }
  }

  private void sums(Chart chart) {
    MonthToDate month = MonthToDate.of(chart.series().get(0), snapshot);
    for (List<Sum> sums : List.of(month.lastMonth(), month.thisMonth())) {
      for (Sum sum : sums) {
        LocalDate first = sum.day().withDayOfMonth(1);
        Point point = new Point(sum.day(), first, sum.value(), true, sum.isFinal());
        sum(month.measure(), chart.title(), month.currency(), point);
      }
    }
  }

  /** No rates of cohorts that are too small to have any on the page. */
  private void cohorts(Chart chart) {
    HeatMap map = HeatMap.of(chart, snapshot);
    for (Cohort cohort : map.rows()) {
      Segment segment = new Segment("cohort", cohort.start().toString());
      BigDecimal size = BigDecimal.valueOf(cohort.size());
      add(
          "cohort_size",
          chart.title(),
          map.grain().toString(),
          segment,
          Optional.empty(),
          Unit.USERS,
          period(map.grain(), cohort.start(), size, true));
      for (Cell cell : HeatMap.isLargeEnough(cohort) ? cohort.cells() : List.<Cell>of()) {
        LocalDate start = map.grain().after(cohort.start(), cell.period());
        rows.add(
            new CsvRow(
                "cohort_retention",
                chart.title(),
                map.grain().toString(),
                segment,
                Optional.empty(),
                Unit.RATE,
                period(map.grain(), start, cell.rate(), cell.isComplete()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(size)));
      }
    }
  }

  private Point period(
      Grain grain, LocalDate start, @Nullable BigDecimal value, boolean isComplete) {
    LocalDate last = grain.after(start, 1).minusDays(1);
    return new Point(last, start, value, isComplete, snapshot.day().isFinal());
  }

  private void funnel(Chart chart, FunnelTable table) {
    long start = table.steps().get(0).users();
    long before = start;
    for (Step step : table.steps()) {
      step(chart, table, step, "funnel_users", Unit.USERS, BigDecimal.valueOf(step.users()));
      if (step.step() > 1) {
        BigDecimal fromStart = Bar.share(step.users(), start);
        BigDecimal fromPrevious = Bar.share(step.users(), before);
        step(chart, table, step, "funnel_rate_from_start", Unit.RATE, fromStart);
        step(chart, table, step, "funnel_rate_from_previous", Unit.RATE, fromPrevious);
      }
      before = step.users();
    }
  }

  private void step(
      Chart chart,
      FunnelTable table,
      Step step,
      String metric,
      Unit unit,
      @Nullable BigDecimal value) {
    add(
        metric,
        chart.title(),
        LAST_28_DAYS,
        new Segment(table.funnel(), step.name()),
        Optional.empty(),
        unit,
        new Point(table.last(), table.first(), value, true, snapshot.day().isFinal()));
  }

  private void add(
      String metric,
      String title,
      String grain,
      Segment segment,
      Optional<String> currency,
      Unit unit,
      Point point) {
    rows.add(
        new CsvRow(
            metric,
            title,
            grain,
            segment,
            currency,
            unit,
            point,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
