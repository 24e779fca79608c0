package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.businessmetrics.report.ChartData.Line;
import org.businessmetrics.report.ChartData.Mean;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.PageConfig.Chart;
import org.businessmetrics.report.PageConfig.Kind;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;

/** Draws one chart's panel: title, plot, and the newest values written at the lines' ends. */
final class ChartPainter {
  private static final double PAD = 10;
  private static final double TITLE_HEIGHT = 32;
  private static final double LABEL_HEIGHT = 20;
  private static final double MAX_LABEL_WIDTH = 84;
  private static final double VALUE_STEP = 30;
  private static final double DAY_LABEL = 46;

  private final Canvas canvas;
  private final Rectangle2D area;
  private final ChartData data;

  private ChartPainter(Canvas canvas, Rectangle2D area, ChartData data) {
    this.canvas = canvas;
    this.area = area;
    this.data = data;
  }

  static void draw(Canvas canvas, Rectangle2D area, Chart chart, ReportSnapshot snapshot) {
    ChartData data = ChartData.of(chart, snapshot);
    ChartPainter painter = new ChartPainter(canvas, area, data);
    canvas.card(area);
    if (data.isEmpty()) {
      painter.title("");
      painter.empty(snapshot.reason(chart.series().get(0).metric()));
    } else {
      painter.plot();
    }
  }

  private void title(String subtitle) {
    Font font = Face.MEDIUM.at(10);
    double width = area.getWidth() - 2 * PAD;
    String title = Canvas.fitted(Fonts.printable(data.chart().title()), font, width);
    canvas.text(title, area.getX() + PAD, area.getY() + 16, font, Palette.INK);
    Font small = Face.REGULAR.at(7.5);
    canvas.text(
        Canvas.fitted(subtitle, small, width),
        area.getX() + PAD,
        area.getY() + 26.5,
        small,
        Palette.MUTED);
  }

  private void empty(String reason) {
    double y = area.getCenterY() + TITLE_HEIGHT / 4;
    Font font = Face.MEDIUM.at(11);
    String sentence = reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    String text = Canvas.fitted(Fonts.printable(sentence), font, area.getWidth() - 2 * PAD);
    canvas.textCentred(text, area.getCenterX(), y, font, Palette.MUTED);
  }

  private void plot() {
    List<EndLabel> labels = labels();
    double labelWidth = labels.stream().mapToDouble(EndLabel::width).max().orElse(0);
    Rectangle2D plotArea =
        new Rectangle2D.Double(
            area.getX() + PAD,
            area.getY() + TITLE_HEIGHT + 4,
            area.getWidth() - 2 * PAD - labelWidth - 8,
            area.getHeight() - TITLE_HEIGHT - 4 - PAD / 2);
    int steps = (int) Math.max(2, (plotArea.getHeight() - 16) / VALUE_STEP);
    double low = low();
    double max = data.max();
    Ticks ticks = Ticks.values(low, Math.max(max, low), steps, data.unit(), data.currency());
    title(subtitle(ticks));
    XYPlot plot = ChartPlot.of(data, ticks, (int) (plotArea.getWidth() / DAY_LABEL));
    PlotRenderingInfo info = new ChartRenderingInfo(null).getPlotInfo();
    plot.draw(canvas.graphics(), plotArea, null, null, info);
    canvas.graphics().setClip(null);
    Rectangle2D inner = info.getDataArea();
    canvas.stroke(
        new Line2D.Double(inner.getMinX(), inner.getMaxY(), inner.getMaxX(), inner.getMaxY()),
        Palette.MUTED,
        0.6);
    ends(plot, inner, labels);
  }

  /** Bars stand on 0; a line's axis may begin higher where the line would be flat otherwise. */
  private double low() {
    double min = data.min();
    boolean fromZero =
        data.chart().kind() != Kind.LINE
            || min <= 0
            || min < 0.55 * data.max()
            || min >= data.max();
    return fromZero ? Math.min(0, min) : min - 0.1 * (data.max() - min);
  }

  private String subtitle(Ticks ticks) {
    List<String> parts = new ArrayList<>();
    boolean mean = !data.mean().isEmpty();
    switch (data.chart().kind()) {
      case LINE -> parts.add(mean ? "thin: each day, bold: 7-day mean" : "each " + data.grain());
      case BARS -> parts.add(mean ? "bars: each day, line: 7-day mean" : "each " + data.grain());
      case STACKED -> parts.add("each " + data.grain() + ", stacked");
    }
    data.currency().ifPresent(parts::add);
    if (ticks.low() > 0) {
      parts.add("axis begins at " + ticks.ticks().get(0).label());
    }
    return String.join(" · ", parts);
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
      double at = newestMean.value().doubleValue();
      Color color = bars ? Palette.INK : Palette.BLUE;
      double x = newestMean.day().toEpochDay();
      labels.add(
          new EndLabel(
              x, at, text(newestMean.value()), "7-day mean", color, newestMean.isFinal(), !bars));
    }
    return labels;
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

  private void ends(XYPlot plot, Rectangle2D inner, List<EndLabel> labels) {
    labels.stream().filter(EndLabel::hasDot).forEach(label -> dot(plot, inner, label));
    List<EndLabel> sorted =
        labels.stream().sorted(Comparator.comparingDouble(EndLabel::value).reversed()).toList();
    double[] y = new double[sorted.size()];
    double floor = inner.getMinY();
    for (int i = 0; i < y.length; i++) {
      double wanted =
          plot.getRangeAxis().valueToJava2D(sorted.get(i).value(), inner, RectangleEdge.LEFT) + 3;
      y[i] = Math.max(wanted, floor);
      floor = y[i] + LABEL_HEIGHT;
    }
    double ceiling = inner.getMaxY() - 9;
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], ceiling);
      ceiling = y[i] - LABEL_HEIGHT;
    }
    for (int i = 0; i < y.length; i++) {
      sorted.get(i).draw(canvas, inner.getMaxX() + 8, y[i]);
    }
  }

  private void dot(XYPlot plot, Rectangle2D inner, EndLabel label) {
    double x = plot.getDomainAxis().valueToJava2D(label.x(), inner, RectangleEdge.BOTTOM);
    double y = plot.getRangeAxis().valueToJava2D(label.value(), inner, RectangleEdge.LEFT);
    Shape dot = new Ellipse2D.Double(x - 2, y - 2, 4, 4);
    canvas.fill(dot, label.isFinal() ? label.color() : Palette.WHITE);
    canvas.stroke(dot, label.color(), 1);
  }

  /** The newest value beside the end of its line or bar, in its colour. */
  private record EndLabel(
      double x,
      double value,
      String text,
      String name,
      Color color,
      boolean isFinal,
      boolean hasDot) {
    private static Font valueFont() {
      return Face.BOLD.at(8.5);
    }

    private static Font nameFont() {
      return Face.REGULAR.at(7.5);
    }

    double width() {
      double name = Canvas.width(Fonts.printable(name()), nameFont());
      return Math.min(MAX_LABEL_WIDTH, Math.max(name, Canvas.width(text, valueFont())));
    }

    void draw(Canvas canvas, double left, double y) {
      canvas.text(text, left, y, valueFont(), color);
      String fitted = Canvas.fitted(Fonts.printable(name), nameFont(), MAX_LABEL_WIDTH);
      canvas.text(fitted, left, y + 9, nameFont(), Palette.MUTED);
    }
  }
}
