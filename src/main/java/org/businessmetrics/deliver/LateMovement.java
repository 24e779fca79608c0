package org.businessmetrics.deliver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.report.ReportSnapshot;

/** By how much a newest day usually still moves. */
final class LateMovement {
  /** How many restated days are looked at. */
  static final int DAYS = 28;

  private LateMovement() {}

  /**
   * The largest of the tiles' usual movements: of each tile the median over the days whose figure
   * has moved since it was first sent. Empty while no day has.
   *
   * @param firstSent the report first sent of each earlier day
   */
  static Optional<BigDecimal> usual(ReportSnapshot now, List<ReportSnapshot> firstSent) {
    Map<String, List<BigDecimal>> movements = new HashMap<>();
    for (ReportSnapshot then : firstSent) {
      for (Comparison.Move move : Comparison.of(then, now).moves()) {
        List<BigDecimal> all = movements.computeIfAbsent(move.name(), name -> new ArrayList<>());
        move.relative().filter(by -> all.size() < DAYS).ifPresent(all::add);
      }
    }
    return movements.values().stream()
        .filter(all -> !all.isEmpty())
        .map(all -> all.stream().sorted().toList().get((all.size() - 1) / 2))
        .max(BigDecimal::compareTo);
  }
}
