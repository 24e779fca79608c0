package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Checks;
import org.businessmetrics.report.ReportSnapshot.Cohorts;
import org.businessmetrics.report.ReportSnapshot.Mover;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.PublishedDay;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Span;
import org.businessmetrics.report.ReportSnapshot.Warning;

/** A company that never was: growth, weekdays, a launch, noise; the same in every run. */
final class SampleCompany {
  static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  static final String RUN = "0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11";
  static final Path PAGE = Path.of("reports", "business-metrics.yaml");
  private static final int LOOKBACK = 3;

  private int days = 400;
  private double scale = 1;
  private double last = 1;
  private boolean payments = true;
  private double net = 0.23;
  private boolean isFinal;
  private ReportConfig page = ReportConfig.load(PAGE, Headlines.ALL);
  private List<Mover> movers = List.of();
  private BigDecimal lateMovement = new BigDecimal("0.012");
  private Optional<String> notice = Optional.of("Sample data");
  private List<Warning> warnings = List.of();
  private List<Span> unobserved = List.of();
  private List<String> otherCurrencies = List.of();
  private List<String> parts = SampleSeries.PARTS;
  private List<String> plans = SampleSeries.PLANS;
  private List<String> steps = SampleSeries.STEPS;

  SampleCompany days(int history) {
    days = history;
    return this;
  }

  SampleCompany scale(double factor) {
    scale = factor;
    return this;
  }

  /** A day on which everything was so many times what it usually is. */
  SampleCompany lastDay(double factor) {
    last = factor;
    return this;
  }

  SampleCompany movers(List<Mover> all) {
    movers = all;
    return this;
  }

  /** By how much a day usually still changes. */
  SampleCompany lateMovement(String part) {
    lateMovement = new BigDecimal(part);
    return this;
  }

  /** Every day more is paid back than received. */
  SampleCompany payingBack() {
    net = -0.23;
    return this;
  }

  SampleCompany withoutPayments() {
    payments = false;
    return this;
  }

  SampleCompany allFinal() {
    isFinal = true;
    return this;
  }

  SampleCompany page(ReportConfig config) {
    page = config;
    return this;
  }

  SampleCompany notice(Optional<String> text) {
    notice = text;
    return this;
  }

  SampleCompany warnings(List<Warning> all) {
    warnings = all;
    return this;
  }

  /** With half as much money in each of these as in dollars. */
  SampleCompany otherCurrencies(String... codes) {
    otherCurrencies = List.of(codes);
    return this;
  }

  /** Its subscriptions were replayed until a day, and observed from the next on. */
  SampleCompany replayedUntil(LocalDate last) {
    unobserved = List.of(new Span(DAY.minusDays(days - 1L), last));
    return this;
  }

  /** What features, plans and the steps of funnels are called. */
  SampleCompany names(List<String> names) {
    parts = names;
    plans = names;
    steps = names;
    return this;
  }

  ReportSnapshot snapshot() {
    Map<String, List<Point>> users = users();
    Map<String, List<Point>> money = money(users);
    History history = History.of(page);
    List<Series> series = new ArrayList<>();
    for (Measure measure : page.measures()) {
      boolean paid = isPaid(measure.metric());
      if (paid && !payments) {
        continue;
      }
      Optional<String> currency = paid ? Optional.of("USD") : Optional.empty();
      for (Segment segment : segments(measure)) {
        List<Point> points =
            money.getOrDefault(measure.metric(), users.getOrDefault(measure.metric(), List.of()));
        if (points.isEmpty() || !segment.equals(Segment.ALL)) {
          points = SampleSeries.of(measure, segment, days, scale, isFinal);
        }
        LocalDate first = DAY.minusDays(history.shownDays(measure.key()) - 1L);
        int range = history.rangeDays(measure.key());
        series.add(
            new Series(
                new FigureKey(measure.metric(), segment, measure.pool()),
                currency,
                points.stream().filter(point -> !point.day().isBefore(first)).toList(),
                range == 0
                    ? List.of()
                    : UsualRange.of(points, measure.unit(), DAY.minusDays(range - 1L)),
                measure.pool() == Pool.LAST_28
                    ? Optional.of(
                        new Cohorts(
                            BigDecimal.valueOf(1240),
                            LocalDate.of(2026, 10, 19),
                            LocalDate.of(2026, 11, 15)))
                    : Optional.empty()));
      }
    }
    List<Series> dollars = series.stream().filter(one -> one.currency().isPresent()).toList();
    for (String code : otherCurrencies) {
      dollars.forEach(one -> series.add(halved(one, code)));
    }
    TreeMap<String, String> notComputed = new TreeMap<>();
    if (!payments) {
      page.metrics().stream()
          .filter(SampleCompany::isPaid)
          .forEach(metric -> notComputed.put(metric, "no payments relation"));
    }
    ZoneId zone = ZoneId.of("Europe/London");
    TreeMap<String, BigDecimal> late = new TreeMap<>();
    late.put("dau", lateMovement);
    return new ReportSnapshot(
        ReportSnapshot.FORMAT,
        page,
        new PublishedDay(
            DAY,
            zone.getId(),
            DAY.atStartOfDay(zone).toInstant(),
            DAY.plusDays(1).atStartOfDay(zone).toInstant(),
            DAY.plusDays(1).atStartOfDay(zone).plusMinutes(67).toInstant(),
            1,
            isFinal),
        "nightly",
        Optional.of(RUN),
        notice,
        payments ? Optional.of("USD") : Optional.empty(),
        false,
        notComputed,
        new Checks(41 - warnings.size(), 41),
        warnings,
        series,
        SampleSeries.cohorts(page, days),
        SampleSeries.funnels(page, days, steps),
        unobserved,
        late,
        movers);
  }

  private static Series halved(Series series, String currency) {
    List<Point> points =
        series.points().stream()
            .map(
                point ->
                    new Point(
                        point.day(),
                        point.start(),
                        Objects.requireNonNull(point.value()).multiply(new BigDecimal("0.5")),
                        point.isComplete(),
                        point.isFinal()))
            .toList();
    return new Series(series.key(), Optional.of(currency), points, List.of(), series.cohorts());
  }

  private static boolean isPaid(String metric) {
    String source =
        Optional.ofNullable(Headlines.ALL.get(metric)).flatMap(HeadlineInfo::origin).orElse("");
    return Stream.of("revenue", "payments", "subscriptions", "mrr", "churn")
        .anyMatch(source::startsWith);
  }

  private List<Segment> segments(Measure measure) {
    List<String> names = measure.segment().name().equals("plan") ? plans : parts;
    return measure.segment().standsForEach()
        ? names.stream().map(part -> new Segment(measure.segment().name(), part)).toList()
        : List.of(measure.segment());
  }

  private Map<String, List<Point>> users() {
    Random random = new Random(7);
    Map<String, List<Point>> series = new TreeMap<>();
    for (int i = 400 - days; i < 400; i++) {
      LocalDate day = DAY.minusDays(399L - i);
      double week =
          List.of(1.06, 1.08, 1.07, 1.05, 1.0, 0.86, 0.88).get(day.getDayOfWeek().getValue() - 1);
      double launch = i > 330 ? 1 + 0.14 * Math.exp(-(i - 330) / 25.0) : 1;
      double level = 42_000 * scale * Math.exp(i * 0.0009);
      double today = i == 399 ? last : 1;
      double dau = level * week * launch * today * (1 + 0.022 * random.nextGaussian());
      double lately = i > 330 ? 1 + 0.14 * Math.exp(-Math.max(0, i - 352) / 25.0) : 1;
      double mau = level * lately * 4.6 * (1 + 0.002 * random.nextGaussian());
      double fresh = dau * 0.045 * (1 + 0.08 * random.nextGaussian()) * launch;
      double back = dau * 0.12 * (1 + 0.05 * random.nextGaussian());
      put(series, "dau", day, count(dau));
      put(series, "wau", day, count(level * launch * 2.4 * (1 + 0.004 * random.nextGaussian())));
      put(series, "mau", day, count(mau));
      put(series, "stickiness", day, rate(dau / mau));
      put(series, "new_users", day, count(fresh));
      put(series, "resurrected_users", day, count(back));
      put(series, "returning_users", day, count(dau - fresh - back));
      put(series, "dormant_users", day, count(dau * 0.15));
      put(series, "signups", day, count(fresh * 1.3));
    }
    return series;
  }

  private Map<String, List<Point>> money(Map<String, List<Point>> users) {
    Random random = new Random(11);
    Map<String, List<Point>> series = new TreeMap<>();
    List<Point> daily = users.getOrDefault("dau", List.of());
    for (Point point : daily) {
      double dau = Objects.requireNonNull(point.value()).doubleValue();
      double revenue = dau * net * (1 + 0.11 * random.nextGaussian());
      put(series, "net_revenue", point.day(), money(revenue));
      put(series, "refunds", point.day(), money(Math.abs(revenue) * 0.02));
      put(series, "payers", point.day(), count(Math.abs(revenue) / 16));
      put(series, "payers_30d", point.day(), count(dau * 0.41));
      put(series, "arpu", point.day(), money(1.51 * (1 + 0.01 * random.nextGaussian())));
      put(series, "arppu", point.day(), money(16.8 * (1 + 0.01 * random.nextGaussian())));
    }
    return series;
  }

  private void put(
      Map<String, List<Point>> series, String metric, LocalDate day, BigDecimal value) {
    boolean over = isFinal || day.isBefore(DAY.minusDays(LOOKBACK - 1));
    series
        .computeIfAbsent(metric, name -> new ArrayList<>())
        .add(new Point(day, day, value, true, over));
  }

  private static BigDecimal count(double value) {
    return BigDecimal.valueOf(Math.round(value));
  }

  private static BigDecimal rate(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(10, RoundingMode.HALF_UP));
  }

  private static BigDecimal money(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }
}
