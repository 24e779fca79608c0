package org.businessmetrics.report;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.TileFigure.Change;

/** Draws small figures beneath or beside each other, each with its change. */
final class FiguresPainter {
  private static final double LEAST_COLUMN = 110;
  private static final double LEAST_ROW = 34;
  private static final double MAX_ROW = 62;

  private FiguresPainter() {}

  static void draw(Canvas canvas, Rectangle2D area, Chart chart, ReportSnapshot snapshot) {
    List<TileFigure> figures = Figures.of(chart, snapshot);
    int fitting = Math.max(1, (int) (area.getHeight() / LEAST_ROW));
    int wanted = (figures.size() + fitting - 1) / fitting;
    int columns = Math.max(1, Math.min(wanted, (int) (area.getWidth() / LEAST_COLUMN)));
    int rows = (figures.size() + columns - 1) / columns;
    double height = Math.min(MAX_ROW, area.getHeight() / rows);
    double width = area.getWidth() / columns;
    for (int i = 0; i < figures.size(); i++) {
      int column = i / rows;
      int row = i % rows;
      double x = area.getX() + column * width;
      double y = area.getY() + row * height;
      if (row > 0) {
        canvas.stroke(new Line2D.Double(x, y, x + width - 12, y), Palette.GRID, 0.6);
      }
      TileFigure figure = figures.get(i);
      canvas.tagged(
          new Tag.Paragraph(), () -> figure(canvas, figure, x, y + height / 2, width - 12));
    }
  }

  private static void figure(
      Canvas canvas, TileFigure figure, double x, double middle, double width) {
    Font name = Face.REGULAR.at(7.5);
    Font value = Face.BOLD.at(14);
    double values = Math.max(52, Canvas.width(figure.value(), value) + 8);
    canvas.text(figure.value(), x, middle + 5, value, Palette.INK);
    double left = x + values;
    double room = width - values;
    List<String> lines = Canvas.wrapped(Fonts.printable(figure.title()), name, room, 2);
    double y = middle - (lines.size() == 2 ? 7 : 3);
    for (String line : lines) {
      canvas.text(line, left, y, name, Palette.INK);
      y += 9;
    }
    if (!figure.changes().isEmpty()) {
      Change change = figure.changes().get(0);
      if (change.isKnown()) {
        canvas.fill(
            Canvas.arrow(change.direction(), left, y - 0.3, 5.5), Palette.tone(change.tone()));
      }
      double end =
          canvas.text(
              change.text(),
              left + (change.isKnown() ? 8 : 0),
              y,
              Face.BOLD.at(7.5),
              Palette.tone(change.tone()));
      canvas.text(
          Canvas.fitted(change.against(), name, x + width - end - 3),
          end + 3,
          y,
          name,
          Palette.MUTED);
    }
  }
}
