package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;

/**
 * Cohorts by row, oldest first, and the periods after their own by column.
 *
 * @param periods how many columns there are
 * @param most the highest rate
 */
record HeatMap(Grain grain, List<Cohort> rows, int periods, BigDecimal most) {

  private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(1000);

  static HeatMap of(Chart chart, ReportSnapshot snapshot) {
    List<Cohort> all =
        snapshot.cohorts().stream()
            .filter(table -> table.grain() == chart.grain())
            .flatMap(table -> table.cohorts().stream())
            .toList();
    List<Cohort> rows = all.subList(Math.max(0, all.size() - chart.rows()), all.size());
    int periods =
        rows.stream().flatMap(row -> row.cells().stream()).mapToInt(Cell::period).max().orElse(0);
    BigDecimal most =
        rows.stream()
            .filter(HeatMap::isLargeEnough)
            .flatMap(row -> row.cells().stream())
            .map(Cell::rate)
            .flatMap(rate -> rate == null ? List.<BigDecimal>of().stream() : List.of(rate).stream())
            .max(Comparator.naturalOrder())
            .orElse(BigDecimal.ONE);
    return new HeatMap(chart.grain(), rows, periods, most);
  }

  static boolean isLargeEnough(Cohort cohort) {
    return cohort.size() >= Pooling.LEAST_PEOPLE;
  }

  /** As in 2 Nov · n 312. */
  String label(Cohort cohort) {
    String start =
        grain == Grain.MONTH ? DayText.monthAndYear(cohort.start()) : DayText.tick(cohort.start());
    return start
        + " · n "
        + NumberText.table(BigDecimal.valueOf(cohort.size()), Unit.COUNT, Optional.empty());
  }

  /** Whole per cents, with one decimal below 10. */
  static String text(BigDecimal rate) {
    BigDecimal percent = rate.multiply(BigDecimal.valueOf(100));
    if (percent.compareTo(MOST_PERCENT) > 0) {
      return "over 1,000%";
    }
    int decimals = percent.compareTo(BigDecimal.TEN) < 0 && percent.signum() > 0 ? 1 : 0;
    return percent.setScale(decimals, RoundingMode.HALF_UP).toPlainString() + "%";
  }

  String subtitle() {
    return "signups of a %s active in the %ss after · hatched: still open · none under %s signups"
        .formatted(grain, grain, Pooling.LEAST_PEOPLE);
  }
}
