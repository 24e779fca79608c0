package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** A value written beside the end of its line or bar, in its colour. */
record EndLabel(
    double x,
    double value,
    String text,
    String name,
    Color color,
    boolean isFinal,
    boolean hasDot) {
  private static final double HEIGHT = 20;
  private static final double MAX_WIDTH = 92;
  private static final double GAP = 8;

  private static Font valueFont() {
    return Face.BOLD.at(8.5);
  }

  private static Font nameFont() {
    return Face.REGULAR.at(7.5);
  }

  /** How wide a column of labels is, with the gap before it. */
  static double width(List<EndLabel> labels) {
    return labels.isEmpty()
        ? 0
        : GAP + labels.stream().mapToDouble(EndLabel::width).max().orElse(0);
  }

  private double width() {
    double name = Canvas.width(Fonts.printable(name()), nameFont());
    return Math.min(MAX_WIDTH, Math.max(name, Canvas.width(text, valueFont())));
  }

  /** Draws them to the right of a plot, moved apart where they would overlap. */
  static void draw(Canvas canvas, XYPlot plot, Rectangle2D inner, List<EndLabel> labels) {
    labels.stream().filter(EndLabel::hasDot).forEach(label -> label.dot(canvas, plot, inner));
    List<EndLabel> sorted =
        labels.stream().sorted(Comparator.comparingDouble(EndLabel::value).reversed()).toList();
    double[] y = new double[sorted.size()];
    double floor = inner.getMinY();
    for (int i = 0; i < y.length; i++) {
      double wanted =
          plot.getRangeAxis().valueToJava2D(sorted.get(i).value(), inner, RectangleEdge.LEFT) + 3;
      y[i] = Math.max(wanted, floor);
      floor = y[i] + HEIGHT;
    }
    double ceiling = inner.getMaxY() - 9;
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], ceiling);
      ceiling = y[i] - HEIGHT;
    }
    for (int i = 0; i < y.length; i++) {
      sorted.get(i).draw(canvas, inner.getMaxX() + GAP, y[i]);
    }
  }

  private void draw(Canvas canvas, double left, double y) {
    canvas.text(text, left, y, valueFont(), color);
    String fitted = Canvas.fitted(Fonts.printable(name), nameFont(), MAX_WIDTH);
    canvas.text(fitted, left, y + 9, nameFont(), Palette.MUTED);
  }

  private void dot(Canvas canvas, XYPlot plot, Rectangle2D inner) {
    double left = plot.getDomainAxis().valueToJava2D(x, inner, RectangleEdge.BOTTOM);
    double y = plot.getRangeAxis().valueToJava2D(value, inner, RectangleEdge.LEFT);
    Shape dot = new Ellipse2D.Double(left - 2, y - 2, 4, 4);
    canvas.fill(dot, isFinal ? color : Palette.WHITE);
    canvas.stroke(dot, color, 1);
  }
}
