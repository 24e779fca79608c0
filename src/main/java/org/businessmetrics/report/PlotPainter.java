package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.ChartData.Line;
import org.businessmetrics.report.ChartData.Mean;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.ReportConfig.Annotation;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;

/** Draws lines, bars and stacks over days, and the newest values written at their ends. */
final class PlotPainter {
  private static final double DAY_LABEL = 46;
  private static final double NOTE_WIDTH = 80;

  private final ReportSnapshot snapshot;
  private final ChartData data;
  private final Unobserved unobserved;

  PlotPainter(ReportSnapshot snapshot, ChartData data) {
    this.snapshot = snapshot;
    this.data = data;
    this.unobserved = Unobserved.of(snapshot, data.chart().series(), data.first(), data.last());
  }

  void draw(Canvas canvas, Rectangle2D area) {
    List<EndLabel> labels = labels();
    double top = notes().isEmpty() ? 4 : 11;
    Rectangle2D plotArea =
        new Rectangle2D.Double(
            area.getX(),
            area.getY() + top,
            area.getWidth() - EndLabel.width(labels),
            area.getHeight() - top);
    XYPlot plot =
        ChartPlot.of(data, ticks(plotArea), (int) (plotArea.getWidth() / DAY_LABEL), unobserved);
    Rectangle2D inner = Plots.draw(canvas, plot, plotArea);
    annotate(canvas, plot, inner, area.getMaxX());
    EndLabel.draw(canvas, plot, inner, labels);
  }

  private Ticks ticks(Rectangle2D plotArea) {
    double low = low();
    double max = data.max();
    return Ticks.values(
        low, Math.max(max, low), Plots.steps(plotArea), data.unit(), data.currency());
  }

  /** Bars stand on 0; a line's axis may begin higher where the line would be flat otherwise. */
  private double low() {
    double min = data.min();
    double max = data.max();
    boolean fromZero =
        data.chart().kind() != Kind.LINE || min <= 0 || min < 0.55 * max || min >= max;
    return fromZero ? Math.min(0, min) : min - 0.1 * (max - min);
  }

  /** What to read the chart by. */
  String subtitle(Rectangle2D area) {
    List<String> parts = new ArrayList<>();
    boolean mean = !data.mean().isEmpty();
    switch (data.chart().kind()) {
      case LINE -> parts.add(mean ? "thin: day, bold: 7-day mean" : "each " + data.grain());
      case BARS -> parts.add(mean ? "bars: each day, line: 7-day mean" : "each " + data.grain());
      case STACKED -> parts.add("each " + data.grain() + ", stacked");
      case MOVEMENTS, MONTH_TO_DATE, RETENTION, FUNNEL, RANKED, FIGURES, NOTES -> {}
    }
    if (!data.bands().isEmpty()) {
      parts.add("band: usual range");
    }
    if (!data.lastYear().isEmpty()) {
      parts.add("dotted: last year");
    }
    unobserved.words().ifPresent(parts::add);
    data.currency().ifPresent(parts::add);
    Ticks ticks = ticks(area);
    if (ticks.low() > 0) {
      parts.add("axis from " + ticks.ticks().get(0).label());
    }
    return String.join(" · ", parts);
  }

  private List<Annotation> notes() {
    return snapshot.report().annotations().stream()
        .filter(note -> !note.day().isBefore(data.first()) && !note.day().isAfter(data.last()))
        .toList();
  }

  /** A line on the day, with its text where there is room beside the one before. */
  private void annotate(Canvas canvas, XYPlot plot, Rectangle2D inner, double right) {
    Font font = Face.REGULAR.at(6.5);
    double free = inner.getMinX();
    for (Annotation note : notes()) {
      double x = x(plot, inner, (double) note.day().toEpochDay());
      canvas.stroke(
          new Line2D.Double(x, inner.getMinY() - 2, x, inner.getMaxY()),
          Palette.MUTED,
          Canvas.dashed(0.5));
      String text = Canvas.fitted(Fonts.printable(note.text()), font, NOTE_WIDTH);
      double width = Canvas.width(text, font);
      double left = Math.min(Math.max(x - width / 2, free), right - width);
      if (left >= free && left <= x && x <= left + width) {
        canvas.text(text, left, inner.getMinY() - 4, font, Palette.MUTED);
        free = left + width + 4;
      }
    }
  }

  private static double x(XYPlot plot, Rectangle2D inner, double day) {
    return plot.getDomainAxis().valueToJava2D(day, inner, RectangleEdge.BOTTOM);
  }

  private List<EndLabel> labels() {
    List<EndLabel> labels = new ArrayList<>();
    if (data.chart().kind() == Kind.STACKED || data.chart().series().size() > 1) {
      BigDecimal below = BigDecimal.ZERO;
      for (Line line : data.lines()) {
        BigDecimal newest = line.newest();
        if (newest != null) {
          boolean stacked = data.chart().kind() == Kind.STACKED;
          double at =
              stacked
                  ? below.add(newest.divide(BigDecimal.valueOf(2))).doubleValue()
                  : newest.doubleValue();
          below = below.add(newest);
          labels.add(label(line, line.measure().title(), at, Palette.series(line.place())));
        }
      }
      return labels;
    }
    Line line = data.lines().get(0);
    boolean bars = data.chart().kind() == Kind.BARS;
    boolean mean = !data.mean().isEmpty();
    BigDecimal newest = line.newest();
    if (newest != null) {
      Color color = bars ? Palette.SKY : mean ? Palette.MUTED : Palette.BLUE;
      Point last = line.points().get(line.points().size() - 1);
      labels.add(label(line, period(last), newest.doubleValue(), color));
    }
    Mean newestMean = mean ? data.mean().get(data.mean().size() - 1) : null;
    if (newestMean != null && newestMean.value() != null) {
      Color color = bars ? Palette.INK : Palette.BLUE;
      labels.add(mean(newestMean, newestMean.value(), "7-day mean", color, !bars));
    }
    Mean earlier =
        data.lastYear().isEmpty() ? null : data.lastYear().get(data.lastYear().size() - 1);
    if (earlier != null && earlier.value() != null) {
      labels.add(mean(earlier, earlier.value(), "last year", Palette.MUTED, false));
    }
    return labels;
  }

  private EndLabel mean(Mean mean, BigDecimal value, String name, Color color, boolean dot) {
    double x = mean.day().toEpochDay();
    return new EndLabel(x, value.doubleValue(), text(value), name, color, mean.isFinal(), dot);
  }

  private String period(Point point) {
    if (!point.isComplete()) {
      return "so far";
    }
    return data.grain() == Grain.DAY
        ? DayText.brief(point.day())
        : DayText.span(point.start(), point.day());
  }

  private EndLabel label(Line line, String name, double at, Color color) {
    Point last = line.points().get(line.points().size() - 1);
    boolean dot = data.chart().kind() == Kind.LINE;
    return new EndLabel(
        ChartData.x(last), at, text(line.newest()), name, color, last.isFinal(), dot);
  }

  private String text(@Nullable BigDecimal value) {
    return NumberText.tile(value, data.unit(), data.currency());
  }
}
