package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;
import org.businessmetrics.report.ReportSnapshot.CohortTable;
import org.businessmetrics.report.ReportSnapshot.FunnelTable;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Step;

/** Believable figures of any measure, cohort and funnel; the same in every run. */
final class SampleSeries {
  static final List<String> PARTS =
      List.of("search", "export", "daily_reading", "shared_boards", "journal", "alerts", "import");
  static final List<String> STEPS =
      List.of("user_registered", "profile_completed", "first_reading", "consultation_booked");
  private static final LocalDate DAY = SampleCompany.DAY;
  private static final Map<String, Double> LEVELS =
      Map.of(
          "mrr",
          1.24e6,
          "new_mrr",
          42_000.0,
          "expansion_mrr",
          12_600.0,
          "reactivation_mrr",
          3_100.0,
          "contraction_mrr",
          6_200.0,
          "churned_mrr",
          17_400.0,
          "nrr",
          1.04,
          "quick_ratio",
          2.4,
          "payment_success_rate",
          0.94,
          "signup_to_paid_7d",
          0.043);

  private SampleSeries() {}

  static List<Point> of(Measure measure, Segment segment, int days, double scale, boolean isFinal) {
    Random random = new Random((measure.key().toString() + segment).hashCode());
    boolean amount = measure.unit() != Unit.RATE && measure.unit() != Unit.RATIO;
    double level =
        LEVELS.getOrDefault(
                measure.metric(),
                measure.unit() == Unit.RATE ? 0.3 + random.nextDouble() / 4 : 400.0)
            * (amount ? scale : 1)
            * (segment.equals(Segment.ALL) ? 1 : 0.4 + random.nextDouble());
    List<Point> points = new ArrayList<>();
    LocalDate start = first(measure.grain(), DAY.minusDays(days - 1L));
    for (; !start.isAfter(DAY); start = measure.grain().after(start, 1)) {
      LocalDate last = measure.grain().after(start, 1).minusDays(1);
      boolean complete = !last.isAfter(DAY);
      double growth = Math.exp((start.toEpochDay() - DAY.toEpochDay()) * 0.0008 * (amount ? 1 : 0));
      double value = level * growth * (1 + 0.03 * random.nextGaussian());
      boolean whole = measure.unit() == Unit.USERS || measure.unit() == Unit.COUNT;
      points.add(
          new Point(
              last,
              start,
              whole
                  ? BigDecimal.valueOf(Math.round(value))
                  : BigDecimal.valueOf(Math.min(value, measure.unit() == Unit.RATE ? 1 : value))
                      .setScale(amount ? 2 : 6, RoundingMode.HALF_UP),
              complete,
              isFinal || last.isBefore(DAY.minusDays(2))));
    }
    return points;
  }

  private static LocalDate first(Grain grain, LocalDate day) {
    return switch (grain) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  static List<CohortTable> cohorts(ReportConfig report, int days) {
    return report
        .charts(Kind.RETENTION)
        .map(Chart::grain)
        .distinct()
        .map(grain -> new CohortTable(grain, cohorts(grain, days)))
        .toList();
  }

  private static List<Cohort> cohorts(Grain grain, int days) {
    Random random = new Random(5);
    List<Cohort> cohorts = new ArrayList<>();
    LocalDate start = first(grain, DAY.minusDays(Math.min(days, grain == Grain.WEEK ? 84 : 365)));
    for (; !start.isAfter(DAY); start = grain.after(start, 1)) {
      List<Cell> cells = new ArrayList<>();
      LocalDate period = grain.after(start, 1);
      for (int i = 1; i <= 12 && !period.isAfter(DAY); i++) {
        boolean complete = !grain.after(period, 1).isAfter(DAY.plusDays(1));
        double rate = 0.47 * Math.pow(i, -0.42) * (1 + 0.06 * random.nextGaussian());
        cells.add(
            new Cell(
                i, complete ? BigDecimal.valueOf(rate).round(new MathContext(4)) : null, complete));
        period = grain.after(period, 1);
      }
      cohorts.add(new Cohort(start, cohorts.size() == 2 ? 12 : 900 + random.nextInt(300), cells));
    }
    return cohorts;
  }

  static List<FunnelTable> funnels(ReportConfig report, int days, List<String> names) {
    List<Step> steps =
        List.of(
            new Step(1, names.get(0), 8_412),
            new Step(2, names.get(1), 5_903),
            new Step(3, names.get(2), 4_120),
            new Step(4, names.get(3), 611));
    return days < 28
        ? List.of()
        : report
            .charts(Kind.FUNNEL)
            .flatMap(chart -> chart.funnel().stream())
            .distinct()
            .map(name -> new FunnelTable(name, DAY.minusDays(41), DAY.minusDays(14), steps))
            .toList();
  }
}
