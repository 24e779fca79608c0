package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.businessmetrics.report.ReportSnapshot.Point;

/** The small line of a tile: no axis, the newest period as a dot, provisional ones dashed. */
final class Sparkline {
  private static final double DOT = 4;

  private final List<Point> points;
  private final Rectangle2D area;
  private final double low;
  private final double high;

  private Sparkline(List<Point> points, Rectangle2D area) {
    this.points = points;
    this.area = area;
    this.low = values(points).min().orElse(0);
    this.high = values(points).max().orElse(0);
  }

  private static DoubleStream values(List<Point> points) {
    return points.stream()
        .map(Point::value)
        .filter(Objects::nonNull)
        .mapToDouble(BigDecimal::doubleValue);
  }

  static void draw(Canvas canvas, List<Point> points, Rectangle2D area, Color color) {
    new Sparkline(points, area).draw(canvas, color);
  }

  private void draw(Canvas canvas, Color color) {
    canvas.stroke(path(true), color, Canvas.line(1.1));
    canvas.stroke(path(false), color, Canvas.dashed(1.1));
    int last = points.size() - 1;
    if (last >= 0 && points.get(last).value() != null) {
      Shape dot = new Ellipse2D.Double(x(last) - DOT / 2, y(last) - DOT / 2, DOT, DOT);
      canvas.fill(dot, points.get(last).isFinal() ? color : Palette.WHITE);
      canvas.stroke(dot, color, new BasicStroke(1.1f));
    }
  }

  /** The line through the final points, or the segments that end at a provisional one. */
  private Path2D path(boolean isFinal) {
    Path2D path = new Path2D.Double();
    boolean open = false;
    for (int i = 1; i < points.size(); i++) {
      boolean known = points.get(i).value() != null && points.get(i - 1).value() != null;
      boolean wanted = known && points.get(i).isFinal() == isFinal;
      if (wanted) {
        if (!open) {
          path.moveTo(x(i - 1), y(i - 1));
        }
        path.lineTo(x(i), y(i));
      }
      open = wanted;
    }
    return path;
  }

  private double x(int i) {
    double step = (area.getWidth() - DOT) / Math.max(1, points.size() - 1);
    return area.getMaxX() - DOT / 2 - (points.size() - 1 - i) * step;
  }

  private double y(int i) {
    BigDecimal value = points.get(i).value();
    double share = value == null || high <= low ? 0.5 : (value.doubleValue() - low) / (high - low);
    return area.getMaxY() - DOT / 2 - share * (area.getHeight() - DOT);
  }

  /** The same line for a web page, as the body of an SVG of the area's size. */
  static String svg(List<Point> points, Rectangle2D area, Color color) {
    Sparkline line = new Sparkline(points, area);
    StringBuilder svg = new StringBuilder();
    String stroke = " fill=\"none\" stroke=\"" + Palette.css(color) + "\" stroke-width=\"1.5\"";
    append(svg, line.path(true), stroke);
    append(svg, line.path(false), stroke + " stroke-dasharray=\"3 3\"");
    int last = points.size() - 1;
    if (last >= 0 && points.get(last).value() != null) {
      String fill = Palette.css(points.get(last).isFinal() ? color : Palette.WHITE);
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>",
              line.x(last),
              line.y(last),
              fill,
              Palette.css(color)));
    }
    return svg.toString();
  }

  private static void append(StringBuilder svg, Path2D path, String attributes) {
    StringBuilder data = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      boolean move = i.currentSegment(at) == PathIterator.SEG_MOVETO;
      data.append(String.format(Locale.ROOT, "%s%.1f %.1f", move ? "M" : "L", at[0], at[1]));
    }
    if (!data.isEmpty()) {
      svg.append("<path d=\"").append(data).append('"').append(attributes).append("/>");
    }
  }
}
