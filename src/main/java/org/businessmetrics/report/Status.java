package org.businessmetrics.report;

import java.util.List;
import org.businessmetrics.report.ReportSnapshot.Point;

/** How far the page can be trusted; a word and a shape, not only a colour. */
enum Status {
  /** Everything is there and nothing can change any more. */
  COMPLETE("COMPLETE"),
  /** Everything is there; late rows may still change the newest days. */
  PROVISIONAL("PROVISIONAL"),
  /** A figure of the day is missing that should be there. */
  PARTIAL("PARTIAL");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Status of(ReportSnapshot snapshot) {
    boolean missing =
        snapshot
            .page()
            .measures()
            .filter(measure -> measure.grain() == Grain.DAY)
            .map(PageConfig.Measure::metric)
            .filter(metric -> !snapshot.notComputed().containsKey(metric))
            .anyMatch(metric -> !hasDay(snapshot, metric));
    if (missing) {
      return PARTIAL;
    }
    return snapshot.day().isFinal() ? COMPLETE : PROVISIONAL;
  }

  private static boolean hasDay(ReportSnapshot snapshot, String metric) {
    List<Point> points = snapshot.points(metric);
    return !points.isEmpty() && points.get(points.size() - 1).day().equals(snapshot.day().day());
  }
}
