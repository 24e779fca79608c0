package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.ReportConfig.Chart;

/** Draws one chart's panel, whatever its kind. */
final class ChartPainter {
  private final Canvas canvas;
  private final Rectangle2D area;
  private final Chart chart;
  private final ReportSnapshot snapshot;

  private ChartPainter(Canvas canvas, Rectangle2D area, Chart chart, ReportSnapshot snapshot) {
    this.canvas = canvas;
    this.area = area;
    this.chart = chart;
    this.snapshot = snapshot;
  }

  static void draw(Canvas canvas, Rectangle2D area, Chart chart, ReportSnapshot snapshot) {
    new ChartPainter(canvas, area, chart, snapshot).draw();
  }

  private void draw() {
    switch (chart.kind()) {
      case LINE, BARS, STACKED -> plot();
      case MOVEMENTS -> movements();
      case MONTH_TO_DATE -> month();
      case RETENTION -> retention();
      case FUNNEL -> funnel();
      case RANKED -> ranked();
      case FIGURES -> FiguresPainter.draw(canvas, frame(), chart, snapshot);
      case NOTES -> NotesPainter.draw(canvas, frame(), Note.all(snapshot), chart.rows());
    }
  }

  private Rectangle2D frame(String subtitle) {
    return Frame.draw(canvas, area, chart.title(), subtitle);
  }

  private Rectangle2D frame() {
    return Frame.untitled(frame(""));
  }

  private void figure(Runnable drawing) {
    canvas.tagged(new Tag.Figure(AltText.of(chart, snapshot), area), drawing);
  }

  private void empty() {
    String reason =
        chart.series().isEmpty() ? "no data yet" : snapshot.reason(chart.series().get(0).metric());
    Frame.empty(canvas, frame(""), reason);
  }

  private void plot() {
    ChartData data = ChartData.of(chart, snapshot);
    if (data.isEmpty()) {
      empty();
      return;
    }
    PlotPainter painter = new PlotPainter(snapshot, data);
    Rectangle2D inner = frame(painter.subtitle(area));
    figure(() -> painter.draw(canvas, inner));
  }

  private void movements() {
    Movements movements = Movements.of(chart, snapshot);
    if (movements.months().isEmpty()) {
      empty();
      return;
    }
    List<Frame.Entry> legend = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      legend.add(new Frame.Entry(chart.series().get(i).title(), Palette.gain(i)));
    }
    for (int i = 0; i < chart.losses().size(); i++) {
      legend.add(new Frame.Entry(chart.losses().get(i).title(), Palette.loss(i)));
    }
    Rectangle2D inner = Frame.draw(canvas, area, chart.title(), movements.subtitle(), legend);
    figure(() -> MovementsPainter.draw(canvas, inner, movements));
  }

  private void month() {
    MonthToDate month = MonthToDate.of(chart.series().get(0), snapshot);
    if (month.thisMonth().isEmpty()) {
      empty();
      return;
    }
    Rectangle2D inner = frame(month.subtitle());
    figure(() -> MonthPainter.draw(canvas, inner, month));
  }

  private void retention() {
    HeatMap map = HeatMap.of(chart, snapshot);
    if (map.rows().isEmpty()) {
      empty();
      return;
    }
    Rectangle2D inner = frame(map.subtitle());
    figure(() -> HeatMapPainter.draw(canvas, inner, map));
  }

  private void funnel() {
    List<Bar> bars = Bar.funnel(chart, snapshot);
    if (bars.isEmpty()) {
      empty();
      return;
    }
    Rectangle2D inner = frame(Bar.funnelSubtitle(chart, snapshot));
    figure(() -> BarsPainter.draw(canvas, inner, bars));
  }

  private void ranked() {
    List<Bar> bars = Bar.ranked(chart, snapshot);
    if (bars.isEmpty()) {
      empty();
      return;
    }
    Rectangle2D inner = frame(Bar.rankedSubtitle(chart, snapshot));
    figure(() -> BarsPainter.draw(canvas, inner, bars));
  }
}
