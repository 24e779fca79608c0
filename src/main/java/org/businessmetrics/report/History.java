package org.businessmetrics.report;

import java.util.HashMap;
import java.util.Map;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.FigureKey;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Layer;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportConfig.Tile;

/** How many days of each figure a report shows, and of how many it shows the usual range. */
final class History {
  /** The days that the lines in bold are the mean of. */
  static final int MEAN_DAYS = 7;

  /** 52 weeks: last year's same weekday. */
  static final int YEAR_DAYS = 364;

  /** The most that any page looks back. */
  static final int MAX_DAYS = 390 + YEAR_DAYS + MEAN_DAYS;

  /** What a usual range is learned from, before the first day that has one. */
  static final int LEARNING_DAYS = 63;

  /** This month and the one before, which a month to date is compared with. */
  private static final int TWO_MONTHS = 62;

  private static final int PERIODS_DAYS = 400;
  private static final int SPARK_DAYS = 30;

  private final Map<FigureKey, Integer> shown = new HashMap<>();
  private final Map<FigureKey, Integer> ranges = new HashMap<>();

  static History of(ReportConfig report) {
    History history = new History();
    report.pages().forEach(history::page);
    return history;
  }

  /** The report's day among them; 1 where only the newest figure is shown. */
  int shownDays(FigureKey key) {
    return shown.getOrDefault(key, 1);
  }

  /** 0 where no range is shown. */
  int rangeDays(FigureKey key) {
    return ranges.getOrDefault(key, 0);
  }

  private void page(Page page) {
    page.tiles().forEach(this::tile);
    page.charts().forEach(this::chart);
    page.tables().forEach(this::table);
  }

  private void tile(Tile tile) {
    show(tile.measure(), TWO_MONTHS);
    tile.notes().forEach(note -> show(note, TWO_MONTHS));
    if (tile.measure().grain() == Grain.DAY && tile.show() == Show.LATEST) {
      ranges.merge(tile.measure().key(), SPARK_DAYS, Math::max);
    }
  }

  private void chart(Chart chart) {
    boolean lastYear = chart.layers().contains(Layer.LAST_YEAR);
    int plotted = chart.days() + MEAN_DAYS - 1 + (lastYear ? YEAR_DAYS : 0);
    boolean brief = chart.kind() == Kind.MONTH_TO_DATE || chart.kind() == Kind.RANKED;
    chart.series().forEach(measure -> show(measure, brief ? TWO_MONTHS : plotted));
    chart.losses().forEach(measure -> show(measure, plotted));
    chart.figures().forEach(figure -> show(figure.measure(), TWO_MONTHS));
    if (chart.layers().contains(Layer.EXPECTED)) {
      chart.series().forEach(measure -> ranges.merge(measure.key(), chart.days(), Math::max));
    }
  }

  private void table(Table table) {
    for (Measure measure : table.measures()) {
      int days =
          switch (measure.grain()) {
            case DAY -> table.rows();
            case WEEK -> 7 * (table.rows() + 1);
            case MONTH -> 31 * (table.rows() + 1);
          };
      show(measure, days);
    }
  }

  private void show(Measure measure, int days) {
    shown.merge(
        measure.key(),
        measure.grain() == Grain.DAY ? days : Math.max(days, PERIODS_DAYS),
        Math::max);
  }
}
