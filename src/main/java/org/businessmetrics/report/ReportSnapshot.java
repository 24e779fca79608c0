package org.businessmetrics.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report shows, read once. Renderers look at nothing else, so the same snapshot
 * gives the same bytes in any year.
 *
 * @param format raised when older files can't be read any more
 * @param job the name of the job that published the figures
 * @param runId of the run that published the day, where the ledger knows it
 * @param notice a marker on every page, as "Sample data"
 * @param currency the currency of all money in the report, where there is any
 * @param converted whether money in it is that of all currencies, converted
 * @param notComputed why a metric is not computed, as "no payments relation", by metric
 * @param checks how many checks of the run looked at the day, and how many passed
 * @param warnings checks that did not pass and did not refuse the run
 * @param unobserved days whose subscriptions were replayed from events or invoices, not observed
 * @param lateMovement by how much late rows usually still change a day, as a part, by metric
 * @param movers what moved most within the figures that are outside their usual range
 */
public record ReportSnapshot(
    int format,
    ReportConfig report,
    PublishedDay day,
    String job,
    Optional<String> runId,
    Optional<String> notice,
    Optional<String> currency,
    boolean converted,
    SortedMap<String, String> notComputed,
    Checks checks,
    List<Warning> warnings,
    List<Series> series,
    List<CohortTable> cohorts,
    List<FunnelTable> funnels,
    List<Span> unobserved,
    SortedMap<String, BigDecimal> lateMovement,
    List<Mover> movers) {
  static final int FORMAT = 5;

  public ReportSnapshot {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "Unknown snapshot format: %s (must be %s)".formatted(format, FORMAT));
    }
    notComputed = Collections.unmodifiableSortedMap(new TreeMap<>(notComputed));
    warnings = List.copyOf(warnings);
    series = List.copyOf(series);
    cohorts = List.copyOf(cohorts);
    funnels = List.copyOf(funnels);
    unobserved = List.copyOf(unobserved);
    lateMovement = Collections.unmodifiableSortedMap(new TreeMap<>(lateMovement));
    movers = List.copyOf(movers);
  }

  /** The row of {@code metrics.days}. */
  public record PublishedDay(
      LocalDate day,
      String zone,
      Instant startsAt,
      Instant endsAt,
      Instant publishedAt,
      long dataVersion,
      boolean isFinal) {}

  /** A check that did not pass on a published day. */
  public record Warning(String check, LocalDate day, String message) {}

  /** The checks that looked at a day. */
  public record Checks(int passed, int all) {}

  /**
   * The figures of one measure, in one currency where it is about money, oldest first.
   *
   * @param currency the ISO code, empty where the metric has none
   * @param bands where the newest days would usually be
   * @param cohorts what the newest figure takes together, where it is the last 28 cohorts'
   */
  public record Series(
      FigureKey key,
      Optional<String> currency,
      List<Point> points,
      List<Band> bands,
      Optional<Cohorts> cohorts) {
    public Series {
      points = List.copyOf(points);
      bands = List.copyOf(bands);
    }

    /** The figure of the period that a day lies in. */
    Optional<Point> on(LocalDate day) {
      return points.stream()
          .filter(point -> !day.isBefore(point.start()) && !day.isAfter(point.day()))
          .findFirst();
    }

    /** The same measure with other points. */
    Series with(List<Point> others) {
      return new Series(key, currency, others, bands, cohorts);
    }
  }

  /** The people of several cohorts, and the days of the first and of the last of these. */
  public record Cohorts(BigDecimal people, LocalDate first, LocalDate last) {}

  /** Where a day's figure would usually be. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"day", "expected", "lower", "upper"})
  public record Band(LocalDate day, BigDecimal expected, BigDecimal lower, BigDecimal upper) {
    boolean excludes(BigDecimal value) {
      return value.compareTo(lower) < 0 || value.compareTo(upper) > 0;
    }
  }

  /** Days in a row, both ends included. */
  public record Span(LocalDate first, LocalDate last) {}

  /** Who came back, by the period in which they began. */
  public record CohortTable(Grain grain, List<Cohort> cohorts) {
    public CohortTable {
      cohorts = List.copyOf(cohorts);
    }
  }

  /** Users who began in one period. */
  public record Cohort(LocalDate start, long size, List<Cell> cells) {
    public Cohort {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A part of a cohort in a later period.
   *
   * @param rate NULL while the period is open
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"period", "rate", "isComplete"})
  public record Cell(
      int period, @Nullable BigDecimal rate, @JsonProperty("isComplete") boolean isComplete) {}

  /** The steps of a funnel over the latest complete entry days. */
  public record FunnelTable(String funnel, LocalDate first, LocalDate last, List<Step> steps) {
    public FunnelTable {
      steps = List.copyOf(steps);
    }
  }

  /** How many users reached a step. */
  public record Step(int step, String name, long users) {}

  /** A part of a metric and its value on a day and on the same weekday of the week before. */
  public record Mover(String metric, Segment segment, BigDecimal value, BigDecimal before) {}

  /**
   * One figure.
   *
   * @param day the last day of the period
   * @param start its first day
   * @param value NULL is "not known", never 0
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"day", "start", "value", "isComplete", "isFinal"})
  public record Point(
      LocalDate day,
      LocalDate start,
      @Nullable BigDecimal value,
      @JsonProperty("isComplete") boolean isComplete,
      @JsonProperty("isFinal") boolean isFinal) {}

  /** The figures of a measure: in the report's currency where the metric has currencies. */
  Optional<Series> series(Measure measure) {
    return series.stream()
        .filter(one -> one.key().equals(measure.key()))
        .filter(one -> one.currency().isEmpty() || one.currency().equals(currency))
        .findFirst();
  }

  List<Point> points(Measure measure) {
    return series(measure).map(Series::points).orElse(List.of());
  }

  List<Band> bands(Measure measure) {
    return series(measure).map(Series::bands).orElse(List.of());
  }

  /** The parts of a metric that is broken down, in the report's currency. */
  List<Series> parts(Measure measure) {
    return partsInAnyCurrency(measure)
        .filter(one -> one.currency().isEmpty() || one.currency().equals(currency))
        .toList();
  }

  Stream<Series> partsInAnyCurrency(Measure measure) {
    return series.stream()
        .filter(one -> one.key().metric().equals(measure.metric()))
        .filter(one -> one.key().segment().name().equals(measure.segment().name()));
  }

  /** The report's currency when the measure is kept by currency. */
  Optional<String> currencyOf(Measure measure) {
    return series.stream()
            .filter(one -> one.key().metric().equals(measure.metric()))
            .anyMatch(one -> one.currency().isPresent())
        ? currency
        : Optional.empty();
  }

  /** The currencies that a measure has figures in besides the report's, none once converted. */
  List<String> otherCurrencies(Measure measure) {
    return converted
        ? List.of()
        : series.stream()
            .filter(one -> one.key().equals(measure.key()) && !one.points().isEmpty())
            .flatMap(one -> one.currency().stream())
            .filter(code -> !currency.equals(Optional.of(code)))
            .sorted()
            .toList();
  }

  /** Why there are no figures of a metric, in words. */
  String reason(String metric) {
    String reason = notComputed.get(metric);
    return reason == null ? "no data yet" : "not computed: " + reason;
  }

  /** The same about another day, or with other figures. */
  ReportSnapshot with(PublishedDay other, List<Warning> warned, List<Series> figures) {
    return with(other, currency, warned, figures, movers);
  }

  /** The same with the money of another currency in place of the report's. */
  ReportSnapshot in(String code) {
    return with(day, Optional.of(code), warnings, series, movers);
  }

  /** The same with what moved most within the outliers. */
  ReportSnapshot with(List<Mover> found) {
    return with(day, currency, warnings, series, found);
  }

  private ReportSnapshot with(
      PublishedDay about,
      Optional<String> money,
      List<Warning> warned,
      List<Series> figures,
      List<Mover> found) {
    return new ReportSnapshot(
        format,
        report,
        about,
        job,
        runId,
        notice,
        money,
        converted,
        notComputed,
        checks,
        warned,
        figures,
        cohorts,
        funnels,
        unobserved,
        lateMovement,
        found);
  }

  /** As JSON: keys in a fixed order, numbers in full. */
  public String toJson() {
    return SnapshotJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws Failure USAGE when the file is not a snapshot of this format
   */
  public static ReportSnapshot fromJson(Path file) {
    return SnapshotJson.read(file);
  }
}
