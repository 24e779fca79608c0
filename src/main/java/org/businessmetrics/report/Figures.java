package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.PageConfig.Measure;
import org.businessmetrics.report.PageConfig.Show;
import org.businessmetrics.report.PageConfig.Tile;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.TileFigure.Change;
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

  /** Every tile's figures, in the page's order. */
  static List<TileFigure> of(ReportSnapshot snapshot) {
    Figures figures = new Figures(snapshot);
    return snapshot.page().tiles().stream().map(figures::tile).toList();
  }

  private TileFigure tile(Tile tile) {
    return tile.show() == Show.MONTH_TO_DATE ? monthToDate(tile) : latest(tile);
  }

  private TileFigure latest(Tile tile) {
    Measure measure = tile.measure();
    List<Point> over = complete(measure);
    Point now = over.isEmpty() ? null : over.get(over.size() - 1);
    if (measure.grain() == Grain.DAY && now != null && !now.day().equals(day)) {
      now = null;
    }
    LocalDate last = now == null ? day : now.day();
    LocalDate first = now == null ? day : now.start();
    List<Change> changes = new ArrayList<>();
    for (Earlier earlier : earlier(measure.grain(), first)) {
      BigDecimal before = valueAt(over, earlier.start());
      BigDecimal delta = now == null ? null : delta(now.value(), before, measure.unit());
      changes.add(Change.of(delta, measure.unit() == Unit.RATE, earlier.words(), tile.goal()));
    }
    return figure(
        tile, now == null ? null : now.value(), first, last, now != null && now.isFinal(), changes);
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
    Optional<String> currency = snapshot.currencyOf(measure.metric());
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
        reason.isPresent() ? List.of() : tile.notes().stream().map(this::note).toList(),
        points.subList(Math.max(0, points.size() - SPARK_POINTS), points.size()),
        reason);
  }

  /** As in "Stickiness 21.4%". */
  private String note(Measure measure) {
    List<Point> points = complete(measure);
    Point last = points.isEmpty() ? null : points.get(points.size() - 1);
    boolean current = last != null && (measure.grain() != Grain.DAY || last.day().equals(day));
    BigDecimal value = last != null && current ? last.value() : null;
    Optional<String> currency = snapshot.currencyOf(measure.metric());
    return measure.title() + " " + NumberText.tile(value, measure.unit(), currency);
  }

  private List<Point> complete(Measure measure) {
    return snapshot.points(measure.metric()).stream().filter(Point::isComplete).toList();
  }

  private record Earlier(LocalDate start, String words) {}

  /** What a period is compared with: like with like, so weekdays with the same weekday. */
  private static List<Earlier> earlier(Grain grain, LocalDate start) {
    return switch (grain) {
      case DAY ->
          List.of(
              new Earlier(start.minusDays(7), "vs last " + DayText.weekday(start)),
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

  private static @Nullable BigDecimal valueAt(List<Point> points, LocalDate start) {
    for (Point point : points) {
      if (point.start().equals(start)) {
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

  private static @Nullable BigDecimal delta(
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
