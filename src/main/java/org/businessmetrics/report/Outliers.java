package org.businessmetrics.report;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Goal;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Mover;
import org.businessmetrics.report.ReportSnapshot.Point;

/** The figures of the report's day that are outside their usual range, the furthest out first. */
final class Outliers {
  private Outliers() {}

  /**
   * @param distance from the middle of the range, 1 at its edge
   */
  record Outlier(Measure measure, BigDecimal value, Band band, double distance, Goal goal) {
    boolean isAbove() {
      return value.compareTo(band.upper()) > 0;
    }
  }

  /** Among the figures of the tiles, each once. */
  static List<Outlier> of(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .flatMap(tile -> outlier(snapshot, tile.measure(), tile.goal()).stream())
        .sorted(Comparator.comparingDouble(Outlier::distance).reversed())
        .toList();
  }

  /** Whether any of the tiles' figures has been seen often enough to know what is usual. */
  static boolean areKnown(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .anyMatch(
            tile -> UsualRange.on(snapshot.bands(tile.measure()), snapshot.day().day()) != null);
  }

  private static Optional<Outlier> outlier(ReportSnapshot snapshot, Measure measure, Goal goal) {
    Band band = UsualRange.on(snapshot.bands(measure), snapshot.day().day());
    for (Point point : snapshot.points(measure)) {
      BigDecimal value = point.value();
      boolean today = point.day().equals(snapshot.day().day());
      if (today && value != null && band != null && band.excludes(value)) {
        return Optional.of(outlier(measure, value, band, goal));
      }
    }
    return Optional.empty();
  }

  private static Outlier outlier(Measure measure, BigDecimal value, Band band, Goal goal) {
    double half =
        value.compareTo(band.upper()) > 0
            ? band.upper().subtract(band.expected()).doubleValue()
            : band.expected().subtract(band.lower()).doubleValue();
    double off = Math.abs(value.subtract(band.expected()).doubleValue());
    return new Outlier(measure, value, band, half == 0 ? off : off / half, goal);
  }

  /** The part of the figure that moved most in its direction, where it makes up most of it. */
  static Optional<Mover> mover(ReportSnapshot snapshot, Outlier outlier) {
    BigDecimal sign = outlier.isAbove() ? BigDecimal.ONE : BigDecimal.ONE.negate();
    return snapshot.movers().stream()
        .filter(mover -> mover.metric().equals(outlier.measure().metric()))
        .filter(mover -> change(mover).multiply(sign).signum() > 0)
        .max(Comparator.comparing(mover -> change(mover).multiply(sign)));
  }

  static BigDecimal change(Mover mover) {
    return mover.value().subtract(mover.before());
  }
}
