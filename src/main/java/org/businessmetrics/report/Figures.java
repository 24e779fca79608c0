package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Tile;
import org.businessmetrics.report.ReportSnapshot.Cohorts;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.TileFigure.Change;
import org.businessmetrics.report.TileFigure.TargetBar;
import org.jspecify.annotations.Nullable;

/** Computes what the tiles say from a snapshot. */
final class Figures {
  private static final int SPARK_POINTS = 30;

  private final ReportSnapshot snapshot;
  private final LocalDate day;

  private Figures(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
    this.day = snapshot.day().day();
  }

  /** Every tile's figures, in the report's order. */
  static List<TileFigure> of(ReportSnapshot snapshot) {
    Figures figures = new Figures(snapshot);
    return snapshot.report().tiles().map(figures::tile).toList();
  }

  /** The tiles' and then the small figures of charts. */
  static List<TileFigure> all(ReportSnapshot snapshot) {
    Figures figures = new Figures(snapshot);
    return snapshot.report().figures().map(figures::tile).toList();
  }

  static TileFigure of(Tile tile, ReportSnapshot snapshot) {
    return new Figures(snapshot).tile(tile);
  }

  /** The figures of a chart of small figures. */
  static List<TileFigure> of(Chart chart, ReportSnapshot snapshot) {
    Figures figures = new Figures(snapshot);
    return chart.figures().stream().map(figures::tile).toList();
  }

  private TileFigure tile(Tile tile) {
    return tile.show() == Show.MONTH_TO_DATE ? monthToDate(tile) : latest(tile);
  }

  private TileFigure latest(Tile tile) {
    Measure measure = tile.measure();
    List<Point> over = complete(measure);
    Point now = over.isEmpty() ? null : over.get(over.size() - 1);
    boolean pooled = tile.show() == Show.POOLED;
    if (measure.grain() == Grain.DAY && now != null && !now.day().equals(day)) {
      now = null;
    }
    LocalDate last = now == null ? day : now.day();
    LocalDate first = now == null ? day : now.start();
    List<Change> changes = new ArrayList<>();
    for (Earlier earlier : pooled ? pooled(last) : earlier(measure.grain(), first, last)) {
      BigDecimal before = valueAt(over, earlier.start(), pooled);
      BigDecimal delta = now == null ? null : delta(now.value(), before, measure.unit());
      changes.add(Change.of(delta, measure.unit() == Unit.RATE, earlier.words(), tile.goal()));
    }
    Optional<Cohorts> cohorts = cohorts(measure);
    return figure(
        tile,
        now == null ? null : now.value(),
        cohorts.map(Cohorts::first).orElse(first),
        cohorts.map(Cohorts::last).orElse(last),
        now != null && now.isFinal(),
        changes);
  }

  private TileFigure monthToDate(Tile tile) {
    List<Point> points = complete(tile.measure());
    LocalDate first = day.withDayOfMonth(1);
    LocalDate earlierFirst = first.minusMonths(1);
    LocalDate earlierLast = day.minusMonths(1);
    BigDecimal sum = sum(points, first, day);
    boolean known = !points.isEmpty() && !points.get(0).day().isAfter(earlierFirst);
    BigDecimal before = known ? sum(points, earlierFirst, earlierLast) : null;
    String against = "vs " + DayText.span(earlierFirst, earlierLast);
    boolean isFinal =
        points.stream().filter(point -> !point.day().isBefore(first)).allMatch(Point::isFinal);
    Change change =
        Change.of(delta(sum, before, tile.measure().unit()), false, against, tile.goal());
    return figure(tile, sum, first, day, isFinal, List.of(change));
  }

  private TileFigure figure(
      Tile tile,
      @Nullable BigDecimal value,
      LocalDate first,
      LocalDate last,
      boolean isFinal,
      List<Change> changes) {
    Measure measure = tile.measure();
    Optional<String> currency = snapshot.currencyOf(measure);
    List<Point> points = complete(measure);
    Optional<String> reason =
        points.isEmpty() ? Optional.of(snapshot.reason(measure.metric())) : Optional.empty();
    return new TileFigure(
        tile,
        currency,
        NumberText.tile(value, measure.unit(), currency),
        value == null ? "" : tile.noun().orElse(measure.unit() == Unit.USERS ? "users" : ""),
        NumberText.exact(value, measure.unit(), currency),
        value,
        first,
        last,
        isFinal,
        changes,
        reason.isPresent() ? List.of() : notes(tile),
        points.subList(Math.max(0, points.size() - SPARK_POINTS), points.size()),
        snapshot.bands(measure),
        elsewhere(measure),
        target(tile, value, currency),
        reason);
  }

  private List<String> notes(Tile tile) {
    return Stream.concat(
            cohorts(tile.measure()).map(Figures::note).stream(),
            tile.notes().stream().map(this::note))
        .toList();
  }

  private Optional<Cohorts> cohorts(Measure measure) {
    return snapshot.series(measure).flatMap(Series::cohorts);
  }

  private static String note(Cohorts cohorts) {
    return "of %s, %s"
        .formatted(
            NumberText.table(cohorts.people(), Unit.COUNT, Optional.empty()),
            DayText.span(cohorts.first(), cohorts.last()));
  }

  private Optional<String> elsewhere(Measure measure) {
    int others = snapshot.otherCurrencies(measure).size();
    String place =
        snapshot.report().pageOfAllCurrencies().map(page -> "page " + page).orElse("CSV file");
    return others == 0 ? Optional.empty() : Optional.of("+%s more, %s".formatted(others, place));
  }

  private Optional<TargetBar> target(
      Tile tile, @Nullable BigDecimal value, Optional<String> currency) {
    Measure measure = tile.measure();
    Optional<BigDecimal> target = snapshot.report().target(measure.metric(), day);
    if (value == null || target.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal pace =
        tile.show() == Show.MONTH_TO_DATE
            ? BigDecimal.valueOf(day.getDayOfMonth())
                .divide(BigDecimal.valueOf(day.lengthOfMonth()), MathContext.DECIMAL32)
            : BigDecimal.ONE;
    return Optional.of(
        new TargetBar(
            NumberText.tile(target.get(), measure.unit(), currency),
            value.divide(target.get(), MathContext.DECIMAL32),
            pace));
  }

  /** As in "Stickiness 21.4%". */
  private String note(Measure measure) {
    List<Point> points = complete(measure);
    Point last = points.isEmpty() ? null : points.get(points.size() - 1);
    boolean current = last != null && (measure.grain() != Grain.DAY || last.day().equals(day));
    BigDecimal value = last != null && current ? last.value() : null;
    Optional<String> currency = snapshot.currencyOf(measure);
    return measure.title() + " " + NumberText.tile(value, measure.unit(), currency);
  }

  private List<Point> complete(Measure measure) {
    return snapshot.points(measure).stream().filter(Point::isComplete).toList();
  }

  private record Earlier(LocalDate start, String words) {}

  /** What a period is compared with: like with like, so weekdays with the same weekday. */
  private static List<Earlier> earlier(Grain grain, LocalDate start, LocalDate end) {
    return switch (grain) {
      case DAY ->
          List.of(
              new Earlier(start.minusDays(7), "vs last " + DayText.weekday(end)),
              new Earlier(start.minusDays(28), "vs 28 days before"));
      case WEEK ->
          List.of(
              new Earlier(start.minusWeeks(1), "vs the week before"),
              new Earlier(start.minusWeeks(4), "vs 4 weeks before"));
      case MONTH ->
          List.of(
              new Earlier(start.minusMonths(1), "vs the month before"),
              new Earlier(start.minusMonths(12), "vs a year before"));
    };
  }

  /** 28 days together are compared with the 28 before. */
  private static List<Earlier> pooled(LocalDate last) {
    return List.of(new Earlier(last.minusDays(Pool.DAYS), "vs the 28 days before"));
  }

  private static @Nullable BigDecimal valueAt(
      List<Point> points, LocalDate start, boolean byLastDay) {
    for (Point point : points) {
      if ((byLastDay ? point.day() : point.start()).equals(start)) {
        return point.value();
      }
    }
    return null;
  }

  /** The sum of a range of days, unknown when one of them is unknown or there are none. */
  private static @Nullable BigDecimal sum(List<Point> points, LocalDate first, LocalDate last) {
    BigDecimal sum = null;
    for (Point point : points) {
      if (!point.day().isBefore(first) && !point.day().isAfter(last)) {
        if (point.value() == null) {
          return null;
        }
        sum = sum == null ? point.value() : sum.add(point.value());
      }
    }
    return sum;
  }

  /** The change as a part of the earlier value, of rates their difference. */
  static @Nullable BigDecimal delta(
      @Nullable BigDecimal now, @Nullable BigDecimal before, Unit unit) {
    if (now == null || before == null) {
      return null;
    }
    BigDecimal difference = now.subtract(before);
    if (unit == Unit.RATE) {
      return difference;
    }
    return before.signum() == 0 ? null : difference.divide(before.abs(), MathContext.DECIMAL64);
  }
}
