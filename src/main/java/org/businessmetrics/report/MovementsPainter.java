package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.Movements.Month;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.XYSeries;

/** Draws gains above the line, losses beneath it, and a diamond for the net of both. */
final class MovementsPainter {
  private static final double BAR_MARGIN = 0.45;
  private static final double MONTH_LABEL = 30;
  private static final double DIAMOND = 3.4;
  private static final Font LABEL = Face.BOLD.at(7);

  private final Movements movements;

  private MovementsPainter(Movements movements) {
    this.movements = movements;
  }

  static void draw(Canvas canvas, Rectangle2D area, Movements movements) {
    new MovementsPainter(movements).draw(canvas, area);
  }

  private void draw(Canvas canvas, Rectangle2D area) {
    List<Month> months = movements.months();
    int shown = Math.max(months.size(), 6);
    int first = months.size() - shown;
    Rectangle2D plotArea =
        new Rectangle2D.Double(area.getX(), area.getY() + 8, area.getWidth(), area.getHeight() - 8);
    int every = (int) Math.max(1, Math.ceil(MONTH_LABEL * shown / plotArea.getWidth()));
    FixedAxis domain = new FixedAxis(first - 0.5, months.size() - 0.5, ticks(every));
    XYPlot plot = Plots.empty(domain, values(plotArea));
    movements.unobserved().shade(plot, movements::beginning);
    bars(plot, Month::gains, Palette::gain);
    bars(plot, Month::losses, Palette::loss);
    Rectangle2D inner = Plots.draw(canvas, plot, plotArea);
    boolean labelled = fits(every * inner.getWidth() / shown);
    for (int i = 0; i < months.size(); i++) {
      net(canvas, plot, inner, i, labelled && isNamed(i, every));
    }
  }

  /**
   * Of months, those that the axis names have their figure, or none: a gap would look like zero.
   */
  private boolean fits(double room) {
    return movements.months().stream()
        .allMatch(month -> Canvas.width(text(month), LABEL) < room - 2);
  }

  private boolean isNamed(int month, int every) {
    return (movements.months().size() - 1 - month) % every == 0;
  }

  private String text(Month month) {
    return NumberText.signed(month.net(), movements.unit(), movements.currency());
  }

  private Ticks values(Rectangle2D plotArea) {
    double most = 0;
    double least = 0;
    for (Month month : movements.months()) {
      most = Math.max(most, month.gained().doubleValue());
      least = Math.min(least, month.lost().doubleValue());
    }
    return Ticks.values(least, most, Plots.steps(plotArea), movements.unit(), movements.currency());
  }

  private List<Ticks.Tick> ticks(int every) {
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int i = 0; i < movements.months().size(); i++) {
      LocalDate start = movements.months().get(i).start();
      if (isNamed(i, every)) {
        boolean year = start.getMonthValue() == 1;
        ticks.add(new Ticks.Tick(i, year ? String.valueOf(start.getYear()) : DayText.month(start)));
      }
    }
    return ticks;
  }

  /** A table a direction: the renderer draws those with values of the other sign elsewhere. */
  private void bars(
      XYPlot plot, Function<Month, List<BigDecimal>> values, Function<Integer, Color> color) {
    DefaultTableXYDataset table = new DefaultTableXYDataset();
    table.setIntervalWidth(1);
    List<Month> months = movements.months();
    int series = values.apply(months.get(0)).size();
    HollowStack renderer = new HollowStack(months.stream().map(Month::isComplete).toList());
    for (int s = 0; s < series; s++) {
      XYSeries one = new XYSeries(s, true, false);
      for (int i = 0; i < months.size(); i++) {
        one.add(i, values.apply(months.get(i)).get(s));
      }
      table.addSeries(one);
      renderer.setSeriesPaint(s, color.apply(s));
      renderer.setSeriesOutlinePaint(s, color.apply(s));
    }
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(true);
    renderer.setDefaultOutlineStroke(new BasicStroke(0.6f));
    renderer.setMargin(BAR_MARGIN);
    int next = Plots.next(plot);
    plot.setDataset(next, table);
    plot.setRenderer(next, renderer);
  }

  private void net(Canvas canvas, XYPlot plot, Rectangle2D inner, int i, boolean labelled) {
    Month month = movements.months().get(i);
    double x = plot.getDomainAxis().valueToJava2D(i, inner, RectangleEdge.BOTTOM);
    double y = y(plot, inner, month.net());
    Shape diamond = diamond(x, y);
    canvas.fill(diamond, month.isComplete() ? Palette.INK : Palette.WHITE);
    canvas.stroke(diamond, month.isComplete() ? Palette.WHITE : Palette.INK, 0.8);
    if (labelled) {
      canvas.textCentred(text(month), x, y(plot, inner, month.gained()) - 3.5, LABEL, Palette.INK);
    }
  }

  private static double y(XYPlot plot, Rectangle2D inner, BigDecimal value) {
    return plot.getRangeAxis().valueToJava2D(value.doubleValue(), inner, RectangleEdge.LEFT);
  }

  private static Shape diamond(double x, double y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y - DIAMOND);
    path.lineTo(x + DIAMOND, y);
    path.lineTo(x, y + DIAMOND);
    path.lineTo(x - DIAMOND, y);
    path.closePath();
    return path;
  }
}
