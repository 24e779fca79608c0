package org.businessmetrics.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.businessmetrics.report.Movements.Month;
import org.businessmetrics.report.Outliers.Outlier;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Tile;
import org.businessmetrics.report.ReportSnapshot.Mover;

/** The report in up to three clauses, by rule. Never a cause that the data don't show. */
final class Headline {
  private static final String CALM = "Nothing outside its usual range.";
  private static final String LEARNING = "Too little history yet to say what is usual.";

  private Headline() {}

  /** What is furthest outside, what money moved, and the month against its target. */
  static String of(ReportSnapshot snapshot) {
    List<Outlier> outliers = Outliers.of(snapshot);
    List<String> clauses = new ArrayList<>();
    if (outliers.isEmpty()) {
      clauses.add(calm(snapshot));
    } else {
      Outlier first = outliers.get(0);
      String more =
          outliers.size() == 1 ? "" : " (+%s more figures)".formatted(outliers.size() - 1);
      clauses.add("%s %s%s.".formatted(first.measure().title(), range(first, snapshot), more));
    }
    money(snapshot).ifPresent(clauses::add);
    target(snapshot).ifPresent(clauses::add);
    return String.join(" ", clauses);
  }

  /** What is said where no figure is outside. */
  static String calm(ReportSnapshot snapshot) {
    return Outliers.areKnown(snapshot) ? CALM : LEARNING;
  }

  /** As in 41.2k, below its usual 48.1k–55.0k, most of it plan premium (−2.1k in a week). */
  static String range(Outlier outlier, ReportSnapshot snapshot) {
    Measure measure = outlier.measure();
    Optional<String> currency = snapshot.currencyOf(measure);
    Optional<String> part =
        Outliers.mover(snapshot, outlier)
            .map(mover -> ", most of it %s".formatted(part(mover, measure, currency)));
    return "%s, %s its usual %s–%s%s"
        .formatted(
            NumberText.tile(outlier.value(), measure.unit(), currency),
            outlier.isAbove() ? "above" : "below",
            NumberText.tile(outlier.band().lower(), measure.unit(), currency),
            NumberText.tile(outlier.band().upper(), measure.unit(), currency),
            part.orElse(""));
  }

  private static String part(Mover mover, Measure measure, Optional<String> currency) {
    return "%s %s (%s in a week)"
        .formatted(
            mover.segment().name(),
            mover.segment().value(),
            NumberText.signed(Outliers.change(mover), measure.unit(), currency));
  }

  /** As in MRR $1.24M; November +$3.1k: +4.2k new, +0.6k expansion, −1.7k lost. */
  private static Optional<String> money(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .charts(Kind.MOVEMENTS)
        .findFirst()
        .flatMap(
            chart -> {
              Movements movements = Movements.of(chart, snapshot);
              return movements.months().isEmpty()
                  ? Optional.empty()
                  : Optional.of(money(snapshot, chart, movements));
            });
  }

  private static String money(ReportSnapshot snapshot, Chart chart, Movements movements) {
    Month month = movements.months().get(movements.months().size() - 1);
    List<String> parts = new ArrayList<>();
    parts(chart.series(), month.gains(), movements, parts);
    parts(chart.losses(), month.losses(), movements, parts);
    String level =
        mrr(snapshot)
            .map(value -> "MRR " + NumberText.tile(value, Unit.CURRENCY, movements.currency()))
            .orElse(chart.title());
    String detail = parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    return "%s, %s %s%s%s."
        .formatted(
            level,
            NumberText.signed(month.net(), movements.unit(), movements.currency()),
            month.isComplete() ? "in " : "so far in ",
            DayText.month(month.start()),
            detail);
  }

  private static void parts(
      List<Measure> measures, List<BigDecimal> values, Movements movements, List<String> parts) {
    for (int i = 0; i < measures.size(); i++) {
      BigDecimal value = values.get(i);
      if (value.signum() != 0) {
        parts.add(
            NumberText.signed(value, movements.unit(), movements.currency())
                + " "
                + measures.get(i).title().toLowerCase(Locale.ROOT));
      }
    }
  }

  private static Optional<BigDecimal> mrr(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .filter(tile -> tile.measure().metric().equals("mrr"))
        .findFirst()
        .flatMap(tile -> Optional.ofNullable(Figures.of(tile, snapshot).number()));
  }

  /** As in Revenue $303k of the $400k aimed at in Nov: 76%, with 73% of the month gone. */
  private static Optional<String> target(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .filter(tile -> tile.show() == Show.MONTH_TO_DATE)
        .flatMap(tile -> target(tile, snapshot).stream())
        .findFirst();
  }

  private static Optional<String> target(Tile tile, ReportSnapshot snapshot) {
    TileFigure figure = Figures.of(tile, snapshot);
    return figure
        .target()
        .map(
            target ->
                "%s %s of the %s aimed at: %s with %s of the month gone."
                    .formatted(
                        figure.title(),
                        figure.value(),
                        target.text(),
                        HeatMap.text(target.share()),
                        HeatMap.text(target.pace())));
  }
}
