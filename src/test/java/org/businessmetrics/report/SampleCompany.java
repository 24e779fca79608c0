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
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.PublishedDay;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Warning;

/** A company that never was: growth, weekdays, a launch, noise; the same in every run. */
final class SampleCompany {
  static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  static final String RUN = "0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11";
  static final Path PAGE = Path.of("reports", "business-metrics.yaml");
  private static final int LOOKBACK = 3;

  private int days = 400;
  private double scale = 1;
  private boolean payments = true;
  private boolean isFinal;
  private PageConfig page = PageConfig.load(PAGE, Headlines.ALL);
  private Optional<String> notice = Optional.of("Sample data");
  private List<Warning> warnings = List.of();

  SampleCompany days(int history) {
    days = history;
    return this;
  }

  SampleCompany scale(double factor) {
    scale = factor;
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

  SampleCompany page(PageConfig config) {
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

  ReportSnapshot snapshot() {
    Map<String, List<Point>> users = users();
    List<Series> series = new ArrayList<>();
    users.forEach((metric, points) -> series.add(new Series(metric, Optional.empty(), points)));
    if (payments) {
      money(users).forEach((m, points) -> series.add(new Series(m, Optional.of("USD"), points)));
    }
    TreeMap<String, String> notComputed = new TreeMap<>();
    if (!payments) {
      for (String metric :
          List.of("net_revenue", "arpu", "arppu", "payers_30d", "refunds", "payers")) {
        notComputed.put(metric, "no payments relation");
      }
    }
    ZoneId zone = ZoneId.of("Europe/London");
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
        notComputed,
        warnings,
        series);
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
      double dau = level * week * launch * (1 + 0.022 * random.nextGaussian());
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
      double net = dau * 0.23 * (1 + 0.11 * random.nextGaussian());
      put(series, "net_revenue", point.day(), money(net));
      put(series, "refunds", point.day(), money(net * 0.02));
      put(series, "payers", point.day(), count(net / 16));
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
