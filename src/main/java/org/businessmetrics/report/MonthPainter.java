package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.businessmetrics.report.MonthToDate.Sum;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;

/** Draws the month's sum so far, against its target and the month before. */
final class MonthPainter {
  private static final int[] DAYS = {1, 8, 15, 22, 29};

  private MonthPainter() {}

  static void draw(Canvas canvas, Rectangle2D area, MonthToDate month) {
    List<EndLabel> labels = labels(month);
    Rectangle2D plotArea =
        new Rectangle2D.Double(
            area.getX(),
            area.getY() + 4,
            area.getWidth() - EndLabel.width(labels),
            area.getHeight() - 4);
    int length = Math.max(month.day().lengthOfMonth(), month.lastMonth().size());
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int day : DAYS) {
      if (day <= length) {
        ticks.add(new Ticks.Tick(day, String.valueOf(day)));
      }
    }
    XYPlot plot = Plots.empty(new FixedAxis(0.5, length + 0.5, ticks), values(month, plotArea));
    LocalDate first = month.day().withDayOfMonth(1);
    month.unobserved().shade(plot, day -> ChronoUnit.DAYS.between(first, day) + 0.5);
    month
        .target()
        .ifPresent(
            target -> {
              XYSeries pace = new XYSeries("target", false, false);
              pace.add(0.5, 0);
              pace.add(month.day().lengthOfMonth(), target);
              Plots.add(plot, pace, Palette.ORANGE, Canvas.dashed(1.1));
            });
    Plots.add(plot, series("before", month.lastMonth()), Palette.MUTED, Canvas.line(1));
    List<Sum> finals = month.thisMonth().stream().filter(Sum::isFinal).toList();
    Plots.add(plot, series("final", finals), Palette.BLUE, Canvas.line(2));
    List<Sum> open =
        month.thisMonth().subList(Math.max(0, finals.size() - 1), month.thisMonth().size());
    Plots.add(plot, series("provisional", open), Palette.BLUE, Canvas.dashed(2));
    Rectangle2D inner = Plots.draw(canvas, plot, plotArea);
    EndLabel.draw(canvas, plot, inner, labels);
  }

  private static XYSeries series(String name, List<Sum> sums) {
    XYSeries series = new XYSeries(name, false, false);
    sums.forEach(sum -> series.add(sum.day().getDayOfMonth(), sum.value()));
    return series;
  }

  private static Ticks values(MonthToDate month, Rectangle2D area) {
    List<BigDecimal> values =
        Stream.of(
                month.thisMonth().stream().map(Sum::value),
                month.lastMonth().stream().map(Sum::value),
                month.target().stream(),
                Stream.of(BigDecimal.ZERO))
            .flatMap(part -> part)
            .sorted()
            .toList();
    return Ticks.values(
        values.get(0).doubleValue(),
        values.get(values.size() - 1).doubleValue(),
        Plots.steps(area),
        month.measure().unit(),
        month.currency());
  }

  private static List<EndLabel> labels(MonthToDate month) {
    List<EndLabel> labels = new ArrayList<>();
    Sum now = month.newest();
    labels.add(
        new EndLabel(
            now.day().getDayOfMonth(),
            now.value().doubleValue(),
            text(month, now.value()),
            DayText.span(now.day().withDayOfMonth(1), now.day()),
            Palette.BLUE,
            now.isFinal(),
            true));
    if (!month.lastMonth().isEmpty()) {
      Sum last = month.lastMonth().get(month.lastMonth().size() - 1);
      labels.add(
          new EndLabel(
              last.day().getDayOfMonth(),
              last.value().doubleValue(),
              text(month, last.value()),
              DayText.month(last.day()) + " in all",
              Palette.MUTED,
              true,
              false));
    }
    month
        .target()
        .ifPresent(
            target ->
                labels.add(
                    new EndLabel(
                        month.day().lengthOfMonth(),
                        target.doubleValue(),
                        text(month, target),
                        "target of " + DayText.month(month.day()),
                        Palette.ORANGE,
                        true,
                        false)));
    return labels;
  }

  private static String text(MonthToDate month, BigDecimal value) {
    return NumberText.tile(value, month.measure().unit(), month.currency());
  }
}
