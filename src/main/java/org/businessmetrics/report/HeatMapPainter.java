package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;

/** Draws a heat-map: the darker, the more came back; the rate stands in each cell. */
final class HeatMapPainter {
  private static final double HEAD = 13;
  private static final double HATCH = 4;
  private static final Color LIGHT = new Color(0xEAF3FA);
  private static final double DARK = 0.8;
  private static final double MAX_ROW = 26;

  private final Canvas canvas;
  private final Rectangle2D area;
  private final HeatMap map;
  private final Font font;
  private final double left;
  private final double column;
  private final double row;

  private HeatMapPainter(Canvas canvas, Rectangle2D area, HeatMap map) {
    this.canvas = canvas;
    this.area = area;
    this.map = map;
    this.row = Math.min(MAX_ROW, (area.getHeight() - HEAD) / map.rows().size());
    this.font = Face.REGULAR.at(Math.max(5.5, Math.min(8, row * 0.66)));
    double labels =
        map.rows().stream().mapToDouble(one -> Canvas.width(map.label(one), font)).max().orElse(0);
    this.left = area.getX() + labels + 8;
    this.column = (area.getMaxX() - left) / Math.max(4, map.periods());
  }

  static void draw(Canvas canvas, Rectangle2D area, HeatMap map) {
    HeatMapPainter painter = new HeatMapPainter(canvas, area, map);
    painter.heads();
    for (int i = 0; i < map.rows().size(); i++) {
      painter.row(i);
    }
  }

  private void heads() {
    String letter = map.grain() == Grain.MONTH ? "month " : "week ";
    for (int period = 1; period <= map.periods(); period++) {
      String text = period == 1 && column > 40 ? letter + period : String.valueOf(period);
      canvas.textCentred(
          text,
          left + (period - 0.5) * column,
          area.getY() + 8,
          Face.REGULAR.at(7.5),
          Palette.MUTED);
    }
    if (column <= 40) {
      canvas.textEndingAt(
          letter.strip(), left - 8, area.getY() + 8, Face.REGULAR.at(7.5), Palette.MUTED);
    }
  }

  private void row(int index) {
    Cohort cohort = map.rows().get(index);
    double top = area.getY() + HEAD + index * row;
    double baseline = top + row / 2 + font.getSize2D() * 0.36;
    canvas.textEndingAt(map.label(cohort), left - 8, baseline, font, Palette.INK);
    if (!HeatMap.isLargeEnough(cohort)) {
      canvas.text("too few", left + 3, baseline, font, Palette.MUTED);
      return;
    }
    for (Cell cell : cohort.cells()) {
      Rectangle2D box =
          new Rectangle2D.Double(
              left + (cell.period() - 1) * column + 0.75, top + 0.75, column - 1.5, row - 1.5);
      BigDecimal rate = cell.rate();
      if (rate == null || !cell.isComplete()) {
        hatch(box);
      } else {
        double share = map.most().signum() == 0 ? 0 : rate.doubleValue() / map.most().doubleValue();
        canvas.fill(box, shade(share));
        canvas.textCentred(
            HeatMap.text(rate),
            box.getCenterX(),
            baseline,
            font,
            share > DARK ? Palette.WHITE : Palette.INK);
      }
    }
  }

  private static Color shade(double share) {
    return new Color(
        between(LIGHT.getRed(), Palette.BLUE.getRed(), share),
        between(LIGHT.getGreen(), Palette.BLUE.getGreen(), share),
        between(LIGHT.getBlue(), Palette.BLUE.getBlue(), share));
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * Math.min(1, Math.max(0, share)));
  }

  private void hatch(Rectangle2D box) {
    canvas.stroke(box, Palette.GRID, 0.6);
    double height = box.getHeight();
    for (double x = box.getX() - height; x < box.getMaxX(); x += HATCH) {
      double from = Math.max(x, box.getX());
      double to = Math.min(x + height, box.getMaxX());
      if (to > from) {
        Shape line =
            new Line2D.Double(from, box.getMaxY() - (from - x), to, box.getMaxY() - (to - x));
        canvas.stroke(line, Palette.HATCH, 0.5);
      }
    }
  }
}
