package org.businessmetrics.report;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.jdbi.v3.core.Handle;

/** Reads the figures of a report's measures, and works out where they would usually be. */
final class SeriesReader {
  /** What decides the report's currency; nothing of it is drawn. */
  private static final String PAYERS = "payers_30d";

  private final Handle handle;
  private final SqlFiles sql;
  private final ReportConfig report;
  private final LocalDate day;
  private final Map<String, HeadlineInfo> headlines;
  private final History history;
  private final Map<String, String> grains;

  SeriesReader(
      Handle handle,
      SqlFiles sql,
      ReportConfig report,
      LocalDate day,
      Map<String, HeadlineInfo> headlines) {
    this.handle = handle;
    this.sql = sql;
    this.report = report;
    this.day = day;
    this.headlines = headlines;
    this.history = History.of(report);
    this.grains = grains(report);
  }

  private static Map<String, String> grains(ReportConfig report) {
    Map<String, String> grains = new TreeMap<>();
    grains.put(PAYERS, Grain.DAY.toString());
    for (Measure measure : report.measures()) {
      if (measure.pool() == Pool.NONE) {
        grains.put(measure.metric(), measure.grain().toString());
      }
    }
    return grains;
  }

  /**
   * The figures by metric, segment and currency, whatever the report shows of them.
   *
   * @param reportingCurrency that of the figures of all currencies together, where there are any
   * @param converted the metrics whose figures in that currency are of all currencies
   */
  record Found(
      Map<Source, List<Point>> points, Optional<String> reportingCurrency, Set<String> converted) {

    /** The currency with the most payers: amounts of different currencies can't be compared. */
    Optional<String> mostPayers() {
      Map<String, BigDecimal> payers = new TreeMap<>();
      points.forEach(
          (source, found) ->
              source
                  .currency()
                  .ifPresent(
                      code -> {
                        payers.putIfAbsent(code, BigDecimal.ONE.negate());
                        BigDecimal newest = found.get(found.size() - 1).value();
                        if (source.metric().equals(PAYERS) && newest != null) {
                          payers.put(code, newest);
                        }
                      }));
      Optional<String> most = Optional.empty();
      BigDecimal highest = null;
      for (Map.Entry<String, BigDecimal> entry : payers.entrySet()) {
        if (highest == null || entry.getValue().compareTo(highest) > 0) {
          highest = entry.getValue();
          most = Optional.of(entry.getKey());
        }
      }
      return most;
    }
  }

  /** Where a list of figures comes from. */
  record Source(String metric, Segment segment, Optional<String> currency) {}

  private record Row(Source source, String grain, Point point) {
    /** Under the name that the figure has in each currency. */
    Row withoutSuffix() {
      String metric = source.metric();
      String name = metric.substring(0, metric.length() - Metric.REPORTING.length());
      return new Row(new Source(name, source.segment(), source.currency()), grain, point);
    }
  }

  /**
   * Reads them.
   *
   * @param reportingCurrency what money is converted into where the published figures are
   */
  Found find(Optional<String> reportingCurrency) {
    Set<String> metrics = new TreeSet<>(report.metrics());
    metrics.add(PAYERS);
    Set<String> asked = new TreeSet<>(metrics);
    reportingCurrency.ifPresent(
        code -> metrics.forEach(metric -> asked.add(metric + Metric.REPORTING)));
    Map<Source, List<Point>> points = new LinkedHashMap<>();
    Map<Source, List<Point>> converted = new LinkedHashMap<>();
    for (Row row : rows(asked)) {
      if (metrics.contains(row.source().metric())) {
        add(row, points);
      } else if (row.source().currency().equals(reportingCurrency)) {
        add(row.withoutSuffix(), converted);
      }
    }
    Set<String> metricsOfAll =
        converted.keySet().stream()
            .map(Source::metric)
            .collect(Collectors.toCollection(TreeSet::new));
    points
        .keySet()
        .removeIf(
            source ->
                metricsOfAll.contains(source.metric())
                    && source.currency().equals(reportingCurrency));
    points.putAll(converted);
    return new Found(
        points, reportingCurrency.filter(code -> !metricsOfAll.isEmpty()), metricsOfAll);
  }

  private List<Row> rows(Set<String> metrics) {
    Set<String> segments = new TreeSet<>();
    report.measures().forEach(measure -> segments.add(measure.segment().name()));
    return handle
        .createQuery(sql.text("values.sql"))
        .bindArray("metrics", String.class, metrics.toArray())
        .bindArray("segments", String.class, segments.toArray())
        .bind("day", day)
        .bind("first_day", day.minusDays(History.MAX_DAYS + History.LEARNING_DAYS - 1L))
        .map((row, context) -> row(row))
        .list();
  }

  private void add(Row row, Map<Source, List<Point>> points) {
    if (row.grain().equals(grains.getOrDefault(row.source().metric(), row.grain()))) {
      points.computeIfAbsent(row.source(), source -> new ArrayList<>()).add(row.point());
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Source(
            row.getString("metric"),
            new Segment(row.getString("segment"), row.getString("segment_value")),
            Optional.ofNullable(row.getString("currency"))),
        row.getString("grain"),
        new Point(
            row.getObject("day", LocalDate.class),
            row.getObject("period_start", LocalDate.class),
            row.getBigDecimal("value"),
            row.getBoolean("is_complete"),
            row.getBoolean("is_final")));
  }

  /** What the report shows of them, by metric. */
  List<Series> series(Found found) {
    Map<String, List<Measure>> measures =
        report.measures().stream()
            .collect(Collectors.groupingBy(Measure::metric, TreeMap::new, Collectors.toList()));
    List<Series> series = new ArrayList<>();
    measures.forEach(
        (metric, all) ->
            found
                .points()
                .forEach(
                    (source, points) -> {
                      if (source.metric().equals(metric)) {
                        all.stream()
                            .filter(measure -> measure.segment().covers(source.segment()))
                            .map(measure -> one(measure, source, points, found))
                            .forEach(series::add);
                      }
                    }));
    return series;
  }

  private Series one(Measure measure, Source source, List<Point> points, Found found) {
    FigureKey key = measure.key();
    LocalDate first = day.minusDays(history.shownDays(key) - 1L);
    FigureKey own = new FigureKey(measure.metric(), source.segment(), measure.pool());
    if (measure.pool() == Pool.NONE) {
      int rangeDays = history.rangeDays(key);
      List<Band> bands =
          rangeDays == 0
              ? List.of()
              : UsualRange.of(points, measure.unit(), day.minusDays(rangeDays - 1L));
      return new Series(own, source.currency(), since(points, first), bands, Optional.empty());
    }
    Pooling pooling = new Pooling(parts(source, points, found));
    return new Series(
        own,
        source.currency(),
        since(pooling.points(measure.pool(), first, day), first),
        List.of(),
        measure.pool() == Pool.LAST_28 ? pooling.cohorts(day) : Optional.empty());
  }

  private static List<Point> since(List<Point> points, LocalDate first) {
    return points.stream().filter(point -> !point.day().isBefore(first)).toList();
  }

  private List<Pooling.Part> parts(Source source, List<Point> points, Found found) {
    boolean isOfAll =
        found.converted().contains(source.metric())
            && source.currency().equals(found.reportingCurrency());
    String metric = isOfAll ? source.metric() + Metric.REPORTING : source.metric();
    Map<LocalDate, Point> byDay =
        points.stream().collect(Collectors.toMap(Point::day, point -> point, (a, b) -> b));
    Optional<String> query =
        Optional.ofNullable(headlines.get(metric)).flatMap(HeadlineInfo::parts);
    if (query.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(sql.text("fractions.sql").replace("{parts}", query.get()))
        .bind("first_day", day.minusDays(History.MAX_DAYS - 1L))
        .bind("day", day)
        .map(
            (row, context) -> {
              Point point = byDay.get(row.getObject("day", LocalDate.class));
              boolean own =
                  source.currency().equals(Optional.ofNullable(row.getString("currency")));
              BigDecimal numerator = row.getBigDecimal("numerator");
              BigDecimal denominator = row.getBigDecimal("denominator");
              return point == null || !own || numerator == null || denominator == null
                  ? Optional.<Pooling.Part>empty()
                  : Optional.of(new Pooling.Part(point, numerator, denominator));
            })
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }
}
