package org.businessmetrics.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** An axis whose range and marks are decided before. */
final class FixedAxis extends NumberAxis {
  private final transient List<Ticks.Tick> ticks;

  FixedAxis(double low, double high, List<Ticks.Tick> ticks) {
    this.ticks = ticks;
    setAutoRange(false);
    setRange(low, high);
    setLabelFont(Face.REGULAR.at(7.5));
    setTickLabelFont(Face.REGULAR.at(7.5));
    setTickLabelPaint(Palette.MUTED);
    setTickLabelInsets(new RectangleInsets(2, 2, 2, 4));
    setTickMarksVisible(false);
    setAxisLineVisible(false);
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    TextAnchor anchor =
        RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
    return ticks.stream()
        .map(tick -> new NumberTick(tick.value(), tick.label(), anchor, TextAnchor.CENTER, 0))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedAxis axis && ticks.equals(axis.ticks) && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + ticks.hashCode();
  }
}
