package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.businessmetrics.report.ChartData.Line;
import org.businessmetrics.report.ChartData.Mean;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.PageConfig.Kind;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** Builds the plot of one chart: axes, gridlines, lines and bars. Provisional days are hollow. */
final class ChartPlot {
  private static final double BAR_MARGIN = 0.3;

  private final ChartData data;
  private final XYPlot plot = new XYPlot();
  private int datasets;

  private ChartPlot(ChartData data) {
    this.data = data;
  }

  /** The plot, with room for so many labels along each axis. */
  static XYPlot of(ChartData data, Ticks values, int dayLabels) {
    return new ChartPlot(data).build(values, dayLabels);
  }

  private XYPlot build(Ticks values, int dayLabels) {
    boolean bars = data.chart().kind() != Kind.LINE;
    double margin = bars ? 0.6 : 0.5;
    FixedAxis days =
        new FixedAxis(
            data.first().toEpochDay() - margin,
            data.last().toEpochDay() + margin,
            Ticks.days(data.first(), data.last(), dayLabels));
    plot.setDomainAxis(days);
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
    switch (data.chart().kind()) {
      case LINE -> lines();
      case BARS -> bars();
      case STACKED -> stack();
    }
    return plot;
  }

  private void lines() {
    boolean single = data.chart().series().size() == 1;
    for (Line line : data.lines()) {
      boolean thin = single && !data.mean().isEmpty();
      Color color = thin ? Palette.MUTED : single ? Palette.BLUE : Palette.series(line.place());
      Trace trace = new Trace();
      line.points().forEach(point -> trace.add(ChartData.x(point), point.value(), point.isFinal()));
      add(trace, color, thin ? 0.6 : 1.6);
    }
    mean(Palette.BLUE);
  }

  private void mean(Color color) {
    if (!data.mean().isEmpty()) {
      Trace trace = new Trace();
      for (Mean mean : data.mean()) {
        trace.add((double) mean.day().toEpochDay(), mean.value(), mean.isFinal());
      }
      add(trace, color, 2);
    }
  }

  private void add(Trace trace, Color color, double width) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, color);
    renderer.setSeriesPaint(1, color);
    renderer.setSeriesStroke(0, Canvas.line(width));
    renderer.setSeriesStroke(1, Canvas.dashed(width));
    XYSeriesCollection collection = new XYSeriesCollection();
    collection.addSeries(trace.series(true));
    collection.addSeries(trace.series(false));
    plot.setDataset(datasets, collection);
    plot.setRenderer(datasets++, renderer);
  }

  private void bars() {
    stack(Palette.SKY);
    mean(Palette.INK);
  }

  private void stack() {
    stack(null);
  }

  /** Bars on top of each other; a chart of plain bars is a stack of one. */
  private void stack(@Nullable Color only) {
    DefaultTableXYDataset table = new DefaultTableXYDataset();
    table.setIntervalWidth(data.periodWidth());
    Map<Double, Boolean> isFinal = new TreeMap<>();
    for (Line line : data.lines()) {
      XYSeries series = new XYSeries(line.measure().metric() + line.place(), true, false);
      for (Point point : line.points()) {
        series.add(ChartData.x(point), point.value());
        isFinal.merge(
            ChartData.x(point), point.isFinal() && point.isComplete(), Boolean::logicalAnd);
      }
      table.addSeries(series);
    }
    List<Boolean> finals = List.copyOf(isFinal.values());
    XYBarRenderer renderer = only == null ? new HollowStack(finals) : new HollowBars(finals);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(true);
    renderer.setDefaultOutlineStroke(new BasicStroke(data.days() > 90 ? 0.2f : 0.5f));
    renderer.setMargin(BAR_MARGIN);
    for (int i = 0; i < data.lines().size(); i++) {
      Color color = only == null ? Palette.series(data.lines().get(i).place()) : only;
      renderer.setSeriesPaint(i, color);
      renderer.setSeriesOutlinePaint(i, color);
    }
    plot.setDataset(datasets, table);
    plot.setRenderer(datasets++, (XYItemRenderer) renderer);
  }

  /** A line in two parts: through final values, and to or from a provisional one. */
  private static final class Trace {
    private final List<Double> xs = new ArrayList<>();
    private final List<@Nullable BigDecimal> values = new ArrayList<>();
    private final List<Boolean> finals = new ArrayList<>();

    void add(double x, @Nullable BigDecimal value, boolean isFinal) {
      xs.add(x);
      values.add(value);
      finals.add(isFinal);
    }

    XYSeries series(boolean wanted) {
      XYSeries series = new XYSeries(wanted ? "final" : "provisional", false, false);
      for (int i = 0; i < xs.size(); i++) {
        boolean next = i + 1 < xs.size() && finals.get(i + 1) == wanted;
        boolean drawn = finals.get(i) == wanted || (!wanted && next);
        series.add(xs.get(i), drawn ? values.get(i) : null);
      }
      return series;
    }
  }

  private static Paint fill(boolean isFinal, Paint color) {
    return isFinal ? color : Palette.WHITE;
  }

  private static final class HollowBars extends XYBarRenderer {
    private final List<Boolean> finals;

    HollowBars(List<Boolean> finals) {
      this.finals = finals;
    }

    @Override
    public Paint getItemPaint(int series, int item) {
      return fill(finals.get(item), super.getItemPaint(series, item));
    }
  }

  private static final class HollowStack extends StackedXYBarRenderer {
    private final List<Boolean> finals;

    HollowStack(List<Boolean> finals) {
      this.finals = finals;
    }

    @Override
    public Paint getItemPaint(int series, int item) {
      return fill(finals.get(item), super.getItemPaint(series, item));
    }
  }
}
