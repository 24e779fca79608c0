package org.businessmetrics.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.businessmetrics.report.Movements.Month;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;
import org.businessmetrics.report.ReportSnapshot.Point;

/** A chart in words, for who can't see it. */
final class AltText {
  private AltText() {}

  static String of(Chart chart, ReportSnapshot snapshot) {
    String words =
        switch (chart.kind()) {
          case LINE, BARS, STACKED -> plot(chart, snapshot);
          case MOVEMENTS -> movements(chart, snapshot);
          case MONTH_TO_DATE -> month(chart, snapshot);
          case RETENTION -> retention(chart, snapshot);
          case FUNNEL -> bars(chart, Bar.funnel(chart, snapshot));
          case RANKED -> bars(chart, Bar.ranked(chart, snapshot));
          case FIGURES ->
              Figures.of(chart, snapshot).stream()
                  .map(figure -> figure.title() + ": " + figure.inTable() + ".")
                  .collect(Collectors.joining(" "));
          case NOTES ->
              Note.all(snapshot).stream()
                  .map(note -> note.title() + ": " + note.text())
                  .collect(Collectors.joining(" "));
        };
    return words.isEmpty() ? chart.title() + ": no data yet." : words;
  }

  private static String plot(Chart chart, ReportSnapshot snapshot) {
    ChartData data = ChartData.of(chart, snapshot);
    if (data.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            "%s from %s to %s."
                .formatted(chart.title(), DayText.full(data.first()), DayText.full(data.last())));
    for (ChartData.Line line : data.lines()) {
      Point newest = line.points().get(line.points().size() - 1);
      text.append(
          " %s: %s on %s."
              .formatted(
                  line.measure().title(),
                  NumberText.table(newest.value(), data.unit(), data.currency()),
                  DayText.brief(newest.day())));
    }
    Band band = UsualRange.on(data.bands(), data.last());
    if (band != null) {
      text.append(
          " Usual range of that day: %s to %s."
              .formatted(
                  NumberText.tile(band.lower(), data.unit(), data.currency()),
                  NumberText.tile(band.upper(), data.unit(), data.currency())));
    }
    return text.append(" The figures are in the CSV file.").toString();
  }

  private static String movements(Chart chart, ReportSnapshot snapshot) {
    Movements movements = Movements.of(chart, snapshot);
    List<Month> months = movements.months();
    if (months.isEmpty()) {
      return "";
    }
    return "%s by month, newest last: %s. The figures are in the CSV file."
        .formatted(
            chart.title(),
            months.subList(Math.max(0, months.size() - 3), months.size()).stream()
                .map(
                    month ->
                        "%s %s gained, %s lost, net %s%s"
                            .formatted(
                                DayText.monthAndYear(month.start()),
                                text(month.gained(), movements),
                                text(month.lost(), movements),
                                text(month.net(), movements),
                                month.isComplete() ? "" : " so far"))
                .collect(Collectors.joining("; ")));
  }

  private static String text(BigDecimal value, Movements movements) {
    return NumberText.table(value, movements.unit(), movements.currency());
  }

  private static String month(Chart chart, ReportSnapshot snapshot) {
    MonthToDate month = MonthToDate.of(chart.series().get(0), snapshot);
    if (month.thisMonth().isEmpty()) {
      return "";
    }
    Unit unit = month.measure().unit();
    String target =
        month
            .target()
            .map(value -> " The target is " + NumberText.table(value, unit, month.currency()) + ".")
            .orElse("");
    int days = month.newest().day().getDayOfMonth();
    String before =
        month.lastMonth().size() < days
            ? ""
            : " After as many days of the month before it was %s."
                .formatted(
                    NumberText.table(
                        month.lastMonth().get(days - 1).value(), unit, month.currency()));
    return "%s: %s through %s.%s%s"
        .formatted(
            chart.title(),
            NumberText.table(month.newest().value(), unit, month.currency()),
            DayText.full(month.newest().day()),
            before,
            target);
  }

  private static String retention(Chart chart, ReportSnapshot snapshot) {
    HeatMap map = HeatMap.of(chart, snapshot);
    if (map.rows().isEmpty()) {
      return "";
    }
    return chart.title()
        + ", by cohort: "
        + map.rows().stream()
            .filter(HeatMap::isLargeEnough)
            .map(cohort -> map.label(cohort) + " " + rates(cohort))
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String rates(Cohort cohort) {
    return cohort.cells().stream()
        .filter(Cell::isComplete)
        .map(Cell::rate)
        .flatMap(rate -> Optional.ofNullable(rate).stream())
        .map(HeatMap::text)
        .collect(Collectors.joining(", "));
  }

  private static String bars(Chart chart, List<Bar> bars) {
    return bars.isEmpty()
        ? ""
        : chart.title()
            + ": "
            + bars.stream()
                .map(bar -> (bar.name() + " " + bar.text() + " " + bar.detail()).strip())
                .collect(Collectors.joining("; "))
            + ".";
  }
}
