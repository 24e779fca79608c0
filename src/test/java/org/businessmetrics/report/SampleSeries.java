package org.businessmetrics.report;

import static java.util.Map.entry;

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
  static final List<String> PLANS = List.of("premium", "basic", "elite");
  static final List<String> STEPS =
      List.of("user_registered", "profile_completed", "first_reading", "consultation_booked");
  private static final LocalDate DAY = SampleCompany.DAY;
  private static final Map<String, Double> LEVELS =
      Map.ofEntries(
          entry("mrr", 1.24e6),
          entry("mrr_by_plan", 1.24e6),
          entry("arr", 14.9e6),
          entry("mrr_at_risk", 18_400.0),
          entry("mrr_set_to_end", 31_200.0),
          entry("new_mrr", 42_000.0),
          entry("expansion_mrr", 12_600.0),
          entry("reactivation_mrr", 3_100.0),
          entry("contraction_mrr", 6_200.0),
          entry("churned_mrr", 17_400.0),
          entry("net_new_mrr_daily", 1_130.0),
          entry("nrr", 1.04),
          entry("nrr_12m", 1.12),
          entry("grr", 0.93),
          entry("quick_ratio", 2.4),
          entry("logo_churn_rate", 0.031),
          entry("logo_churn_rate_30d", 0.031),
          entry("voluntary_churn_rate_30d", 0.023),
          entry("involuntary_churn_rate_30d", 0.008),
          entry("ltv", 1_490.0),
          entry("ltv_margin", 0.8),
          entry("paying_customers", 21_400.0),
          entry("paying_customers_by_plan", 21_400.0),
          entry("arpa", 57.9),
          entry("net_new_customers", 620.0),
          entry("net_new_customers_daily", 21.0),
          entry("new_customers_by_plan", 1_260.0),
          entry("churned_customers_by_plan", 640.0),
          entry("trialing", 1_900.0),
          entry("trialing_by_plan", 1_900.0),
          entry("trials_started", 140.0),
          entry("trial_to_paid", 0.62),
          entry("past_due_customers", 310.0),
          entry("payment_success_rate", 0.94),
          entry("refund_rate", 0.018),
          entry("signup_to_paid_7d", 0.043),
          entry("retention_d7", 0.34),
          entry("retention_d30", 0.21),
          entry("retention_w1", 0.38),
          entry("active_users_week", 145_000.0),
          entry("new_users_week", 17_500.0),
          entry("resurrected_users_week", 21_000.0),
          entry("returning_users_week", 106_500.0),
          entry("dormant_users_week", 19_000.0),
          entry("signups_week", 23_000.0),
          entry("active_users_month", 283_000.0),
          entry("signups_month", 99_000.0),
          entry("net_revenue_30d", 4.1e5));

  /** Of the figures of all plans together. */
  private static final Map<String, Double> PLAN_SHARES =
      Map.of("premium", 0.46, "basic", 0.29, "elite", 0.25);

  /** What hardly changes from a day to the next. */
  private static final List<String> STOCKS =
      List.of("mrr", "arr", "arpa", "paying_customers", "trialing");

  private SampleSeries() {}

  static List<Point> of(Measure measure, Segment segment, int days, double scale, boolean isFinal) {
    Random random = new Random((measure.key().toString() + segment).hashCode());
    boolean amount = measure.unit() != Unit.RATE && measure.unit() != Unit.RATIO;
    double level =
        LEVELS.getOrDefault(
                measure.metric(),
                measure.unit() == Unit.RATE ? 0.3 + random.nextDouble() / 4 : 400.0)
            * (amount ? scale : 1)
            * (segment.equals(Segment.ALL)
                ? 1
                : PLAN_SHARES.getOrDefault(segment.value(), 0.4 + random.nextDouble()));
    boolean isStock = STOCKS.stream().anyMatch(measure.metric()::startsWith);
    List<Point> points = new ArrayList<>();
    LocalDate start = first(measure.grain(), DAY.minusDays(days - 1L));
    for (; !start.isAfter(DAY); start = measure.grain().after(start, 1)) {
      LocalDate last = measure.grain().after(start, 1).minusDays(1);
      boolean complete = !last.isAfter(DAY);
      double growth = Math.exp((start.toEpochDay() - DAY.toEpochDay()) * 0.0008 * (amount ? 1 : 0));
      double value = level * growth * (1 + (isStock ? 0.002 : 0.03) * random.nextGaussian());
      if (measure.unit() == Unit.RATE && level < 1) {
        value = Math.min(value, 1);
      }
      boolean whole = measure.unit() == Unit.USERS || measure.unit() == Unit.COUNT;
      points.add(
          new Point(
              last,
              start,
              whole
                  ? BigDecimal.valueOf(Math.round(value))
                  : BigDecimal.valueOf(value).setScale(amount ? 2 : 6, RoundingMode.HALF_UP),
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
