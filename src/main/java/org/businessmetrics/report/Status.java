package org.businessmetrics.report;

import java.math.BigDecimal;
import java.util.List;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Point;

/** How far the page can be trusted; a word and a shape, not only a colour. */
enum Status {
  /** Everything is there and nothing can change any more. */
  COMPLETE("COMPLETE"),
  /** Everything is there; late rows usually change a figure of the newest day by more than 1 %. */
  PROVISIONAL("PROVISIONAL"),
  /** A count or an amount of the day is missing that should be there. */
  PARTIAL("PARTIAL");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** A day that late rows usually change by more is provisional; by less, a footnote says so. */
  private static final BigDecimal NOTICEABLE = new BigDecimal("0.01");

  static Status of(ReportSnapshot snapshot) {
    if (!missing(snapshot).isEmpty()) {
      return PARTIAL;
    }
    boolean moves =
        snapshot.report().tiles().anyMatch(tile -> moves(snapshot, tile.measure().metric()));
    return !snapshot.day().isFinal() && moves ? PROVISIONAL : COMPLETE;
  }

  private static boolean moves(ReportSnapshot snapshot, String metric) {
    return snapshot.lateMovement().getOrDefault(metric, BigDecimal.ZERO).compareTo(NOTICEABLE) > 0;
  }

  /**
   * The titles of the counts and amounts that have no row for the day. A fraction without a
   * denominator is not missing, whether its row says NULL or, of cohorts, is not there.
   */
  static List<String> missing(ReportSnapshot snapshot) {
    return snapshot.report().measures().stream()
        .filter(measure -> measure.grain() == Grain.DAY && measure.pool() == Pool.NONE)
        .filter(measure -> measure.segment().equals(Segment.ALL))
        .filter(measure -> !snapshot.notComputed().containsKey(measure.metric()))
        .filter(Status::isOfTheDay)
        .filter(measure -> !hasDay(snapshot, measure))
        .map(Measure::title)
        .distinct()
        .toList();
  }

  /** A rate of cohorts has no row for a day on which nobody began. */
  private static boolean isOfTheDay(Measure measure) {
    return measure.unit() != Unit.RATE && measure.unit() != Unit.RATIO;
  }

  private static boolean hasDay(ReportSnapshot snapshot, Measure measure) {
    List<Point> points = snapshot.points(measure);
    return !points.isEmpty() && points.get(points.size() - 1).day().equals(snapshot.day().day());
  }
}
