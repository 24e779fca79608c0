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
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a page shows, read once. Renderers look at nothing else, so the same snapshot
 * gives the same bytes in any year.
 *
 * @param format raised when older files can't be read any more
 * @param job the name of the job that published the figures
 * @param runId of the run that published the day, where the ledger knows it
 * @param notice a marker on every page, as "Sample data"
 * @param currency the currency of all money on the page, where there is any
 * @param notComputed why a metric is not computed, as "no payments relation", by metric
 * @param warnings checks that did not pass and did not refuse the run
 */
public record ReportSnapshot(
    int format,
    PageConfig page,
    PublishedDay day,
    String job,
    Optional<String> runId,
    Optional<String> notice,
    Optional<String> currency,
    SortedMap<String, String> notComputed,
    List<Warning> warnings,
    List<Series> series) {
  static final int FORMAT = 1;

  public ReportSnapshot {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "Unknown snapshot format: %d (must be %d)".formatted(format, FORMAT));
    }
    notComputed = Collections.unmodifiableSortedMap(new TreeMap<>(notComputed));
    warnings = List.copyOf(warnings);
    series = List.copyOf(series);
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

  /**
   * The figures of one metric, in one currency where it is about money, oldest first.
   *
   * @param currency the ISO code, empty where the metric has none
   */
  public record Series(String metric, Optional<String> currency, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

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

  /** The figures of a measure: in the page's currency where the metric has currencies. */
  List<Point> points(String metric) {
    return series.stream()
        .filter(one -> one.metric().equals(metric))
        .filter(one -> one.currency().isEmpty() || one.currency().equals(currency))
        .findFirst()
        .map(Series::points)
        .orElse(List.of());
  }

  /** The page's currency when the metric is kept by currency. */
  Optional<String> currencyOf(String metric) {
    return series.stream()
            .filter(one -> one.metric().equals(metric))
            .anyMatch(one -> one.currency().isPresent())
        ? currency
        : Optional.empty();
  }

  /** Why there are no figures of a metric, in words. */
  String reason(String metric) {
    String reason = notComputed.get(metric);
    return reason == null ? "no data yet" : "not computed: " + reason;
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
