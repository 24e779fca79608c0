package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What all plots with two axes look like. */
final class Plots {
  /** Points of height that a step of the value axis takes. */
  private static final double VALUE_STEP = 30;

  private static final double AXIS_HEIGHT = 16;

  private Plots() {}

  /** How many steps of the value axis there is room for. */
  static int steps(Rectangle2D area) {
    return (int) Math.max(2, (area.getHeight() - AXIS_HEIGHT) / VALUE_STEP);
  }

  static XYPlot empty(FixedAxis domain, Ticks values) {
    XYPlot plot = new XYPlot();
    plot.setDomainAxis(domain);
    plot.setRangeAxis(new FixedAxis(values.low(), values.high(), values.ticks()));
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(Palette.GRID);
    plot.setRangeGridlineStroke(new BasicStroke(0.6f));
    plot.setRangeZeroBaselineVisible(values.low() < 0);
    plot.setRangeZeroBaselinePaint(Palette.MUTED);
    plot.setRangeZeroBaselineStroke(new BasicStroke(0.6f));
    plot.setNoDataMessageFont(Face.REGULAR.at(8));
    return plot;
  }

  /** Draws the plot, closes it with a line beneath, and returns where the data are. */
  static Rectangle2D draw(Canvas canvas, XYPlot plot, Rectangle2D area) {
    PlotRenderingInfo info = new ChartRenderingInfo(null).getPlotInfo();
    plot.draw(canvas.graphics(), area, null, null, info);
    canvas.graphics().setClip(null);
    Rectangle2D inner = info.getDataArea();
    canvas.stroke(
        new Line2D.Double(inner.getMinX(), inner.getMaxY(), inner.getMaxX(), inner.getMaxY()),
        Palette.MUTED,
        0.6);
    return inner;
  }

  static void add(XYPlot plot, XYSeries series, Color color, BasicStroke stroke) {
    add(plot, series, renderer(color, stroke));
  }

  static XYLineAndShapeRenderer renderer(Color color, BasicStroke stroke) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesStroke(0, stroke);
    return renderer;
  }

  static void add(XYPlot plot, XYSeries series, XYItemRenderer renderer) {
    XYSeriesCollection collection = new XYSeriesCollection();
    collection.addSeries(series);
    int index = next(plot);
    plot.setDataset(index, collection);
    plot.setRenderer(index, renderer);
  }

  /** The place of the next dataset. */
  static int next(XYPlot plot) {
    return plot.getDataset(0) == null ? 0 : plot.getDatasetCount();
  }

  /** Fills an area beneath everything that the renderer draws. */
  static void area(XYItemRenderer renderer, List<double[]> upper, List<double[]> lower) {
    double[] outline = new double[2 * (upper.size() + lower.size())];
    int at = 0;
    for (double[] point : upper) {
      outline[at++] = point[0];
      outline[at++] = point[1];
    }
    for (int i = lower.size() - 1; i >= 0; i--) {
      outline[at++] = lower.get(i)[0];
      outline[at++] = lower.get(i)[1];
    }
    renderer.addAnnotation(
        new XYPolygonAnnotation(outline, null, null, Palette.RANGE), Layer.BACKGROUND);
  }
}
