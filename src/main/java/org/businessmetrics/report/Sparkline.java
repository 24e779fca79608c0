package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;

/**
 * The small line of a tile over its usual range: no axis, the newest period as a dot, provisional
 * ones dashed.
 */
final class Sparkline {
  private static final double DOT = 4;

  private final List<Point> points;
  private final List<Band> bands;
  private final Rectangle2D area;
  private final double low;
  private final double high;

  private Sparkline(List<Point> points, List<Band> bands, Rectangle2D area) {
    this.points = points;
    this.bands =
        points.isEmpty()
            ? List.of()
            : bands.stream()
                .filter(band -> !band.day().isBefore(points.get(0).day()))
                .filter(band -> !band.day().isAfter(points.get(points.size() - 1).day()))
                .toList();
    this.area = area;
    this.low = DoubleStream.concat(values(points), edges()).min().orElse(0);
    this.high = DoubleStream.concat(values(points), edges()).max().orElse(0);
  }

  /** The range as far as it is near the line, so that a wide one does not flatten it. */
  private DoubleStream edges() {
    double most = values(points).max().orElse(0);
    double least = values(points).min().orElse(0);
    double room = (most - least) / 2;
    return bands.stream()
        .flatMap(band -> Stream.of(band.lower(), band.upper()))
        .mapToDouble(BigDecimal::doubleValue)
        .map(value -> Math.max(least - room, Math.min(most + room, value)));
  }

  private static DoubleStream values(List<Point> points) {
    return points.stream()
        .map(Point::value)
        .filter(Objects::nonNull)
        .mapToDouble(BigDecimal::doubleValue);
  }

  static void draw(
      Canvas canvas, List<Point> points, List<Band> bands, Rectangle2D area, Color color) {
    new Sparkline(points, bands, area).draw(canvas, color);
  }

  private void draw(Canvas canvas, Color color) {
    canvas.fill(range(), Palette.RANGE);
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

  /** The usual range, where at least two of the days have one. */
  private Path2D range() {
    Path2D path = new Path2D.Double();
    if (bands.size() < 2) {
      return path;
    }
    for (int i = 0; i < bands.size(); i++) {
      double x = x(bands.get(i));
      double y = y(bands.get(i).upper());
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    for (int i = bands.size() - 1; i >= 0; i--) {
      path.lineTo(x(bands.get(i)), y(bands.get(i).lower()));
    }
    path.closePath();
    return path;
  }

  private double x(Band band) {
    long back = ChronoUnit.DAYS.between(band.day(), points.get(points.size() - 1).day());
    return x(points.size() - 1 - (int) back);
  }

  private double x(int i) {
    double step = (area.getWidth() - DOT) / Math.max(1, points.size() - 1);
    return area.getMaxX() - DOT / 2 - (points.size() - 1 - i) * step;
  }

  private double y(int i) {
    BigDecimal value = points.get(i).value();
    return value == null ? area.getCenterY() : y(value);
  }

  private double y(BigDecimal value) {
    double share = high <= low ? 0.5 : (value.doubleValue() - low) / (high - low);
    share = Math.max(0, Math.min(1, share));
    return area.getMaxY() - DOT / 2 - share * (area.getHeight() - DOT);
  }

  /**
   * The same line for a web page, as the body of an SVG of the area's size. It may be stretched:
   * lines and the dot keep their width.
   */
  static String svg(List<Point> points, List<Band> bands, Rectangle2D area, Color color) {
    Sparkline line = new Sparkline(points, bands, area);
    StringBuilder svg = new StringBuilder();
    append(svg, line.range(), " fill=\"" + Palette.css(Palette.RANGE) + "\"");
    append(svg, line.path(true), stroke(color, 1.5, "none", "butt"));
    append(svg, line.path(false), stroke(color, 1.5, "3 3", "butt"));
    int last = points.size() - 1;
    if (last >= 0 && points.get(last).value() != null) {
      Path2D point = new Path2D.Double();
      point.moveTo(line.x(last), line.y(last));
      point.lineTo(line.x(last), line.y(last));
      append(svg, point, stroke(color, 6, "none", "round"));
      if (!points.get(last).isFinal()) {
        append(svg, point, stroke(Palette.WHITE, 3, "none", "round"));
      }
    }
    return svg.toString();
  }

  private static String stroke(Color color, double width, String dashes, String cap) {
    return " fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\" stroke-linecap=\"%s\" vector-effect=\"non-scaling-stroke\""
        .formatted(Palette.css(color), width, dashes, cap);
  }

  private static void append(StringBuilder svg, Path2D path, String attributes) {
    StringBuilder data = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int segment = i.currentSegment(at);
      String letter = segment == PathIterator.SEG_MOVETO ? "M" : "L";
      data.append(
          segment == PathIterator.SEG_CLOSE
              ? "Z"
              : String.format(Locale.ROOT, "%s%.1f %.1f", letter, at[0], at[1]));
    }
    if (!data.isEmpty()) {
      svg.append("<path d=\"").append(data).append('"').append(attributes).append("/>");
    }
  }
}
