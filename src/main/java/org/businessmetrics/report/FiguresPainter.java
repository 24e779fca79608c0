package org.businessmetrics.report;

import java.awt.Color;
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
  private static final double GAP = 12;
  private static final double LINE = 9;

  /** What a figure beneath its name takes, and one beneath a name of two lines. */
  private static final double LEAST_STACK = 37;

  private static final double TALL_STACK = 50;

  private static final double LEAST_VALUE = 52;
  private static final Font NAME = Face.REGULAR.at(7.5);
  private static final Font CHANGE = Face.BOLD.at(7.5);
  private static final Font VALUE = Face.BOLD.at(14);

  private FiguresPainter() {}

  static void draw(Canvas canvas, Rectangle2D area, Chart chart, ReportSnapshot snapshot) {
    List<TileFigure> figures = Figures.of(chart, snapshot);
    int fitting = Math.max(1, (int) (area.getHeight() / LEAST_ROW));
    int wanted = (figures.size() + fitting - 1) / fitting;
    int columns = Math.max(1, Math.min(wanted, (int) (area.getWidth() / LEAST_COLUMN)));
    int rows = (figures.size() + columns - 1) / columns;
    double height = Math.min(MAX_ROW, area.getHeight() / rows);
    double width = (area.getWidth() + GAP) / columns;
    for (int i = 0; i < figures.size(); i++) {
      int column = i / rows;
      int row = i % rows;
      double x = area.getX() + column * width;
      double y = area.getY() + row * height;
      Rectangle2D cell = new Rectangle2D.Double(x, y, width - GAP, height);
      if (row > 0) {
        canvas.stroke(new Line2D.Double(x, y, cell.getMaxX(), y), Palette.GRID, 0.6);
      }
      TileFigure figure = figures.get(i);
      canvas.tagged(
          new Tag.Paragraph(),
          () -> {
            if (columns > 1 && height >= LEAST_STACK) {
              beneath(canvas, figure, cell);
            } else {
              beside(canvas, figure, cell);
            }
          });
    }
  }

  /** The figure, and on its right what it is. */
  private static void beside(Canvas canvas, TileFigure figure, Rectangle2D cell) {
    double middle = cell.getCenterY();
    canvas.text(figure.value(), cell.getX(), middle + 5, VALUE, Palette.INK);
    double left = cell.getX() + valueWidth(figure);
    List<String> names = names(figure, cell.getMaxX() - left, 2);
    double y = name(canvas, names, left, middle - (names.size() == 2 ? 7 : 3));
    for (Change change : shown(figure)) {
      double end = change(canvas, change, left, y, cell);
      against(canvas, change, end + 3, y, cell);
    }
  }

  /** What it is, and the figure beneath, for narrow columns. */
  private static void beneath(Canvas canvas, TileFigure figure, Rectangle2D cell) {
    List<String> names = names(figure, cell.getWidth(), cell.getHeight() < TALL_STACK ? 1 : 2);
    double first = cell.getCenterY() - (names.size() == 2 ? 18 : 13);
    double y = name(canvas, names, cell.getX(), first) + 8;
    canvas.text(figure.value(), cell.getX(), y, VALUE, Palette.INK);
    for (Change change : shown(figure)) {
      change(canvas, change, cell.getX() + valueWidth(figure), y, cell);
      against(canvas, change, cell.getX(), y + 11, cell);
    }
  }

  /** The change that there is room for; none where the figure has none. */
  private static List<Change> shown(TileFigure figure) {
    return figure.changes().stream().limit(1).toList();
  }

  private static double valueWidth(TileFigure figure) {
    return Math.max(LEAST_VALUE, Canvas.width(figure.value(), VALUE) + 8);
  }

  private static List<String> names(TileFigure figure, double width, int lines) {
    return Canvas.wrapped(Fonts.printable(figure.title()), NAME, width, lines);
  }

  /** Returns the baseline of the line that follows. */
  private static double name(Canvas canvas, List<String> lines, double x, double first) {
    double y = first;
    for (String line : lines) {
      canvas.text(line, x, y, NAME, Palette.INK);
      y += LINE;
    }
    return y;
  }

  /** Returns where it ends. */
  private static double change(Canvas canvas, Change change, double x, double y, Rectangle2D cell) {
    Color tone = Palette.tone(change.tone());
    double left = x;
    if (change.isKnown()) {
      canvas.fill(Canvas.arrow(change.direction(), left, y - 0.3, 5.5), tone);
      left += 8;
    }
    String text = Canvas.fitted(change.text(), CHANGE, cell.getMaxX() - left);
    return canvas.text(text, left, y, CHANGE, tone);
  }

  private static void against(Canvas canvas, Change change, double x, double y, Rectangle2D cell) {
    String text = Canvas.fitted(change.against(), NAME, cell.getMaxX() - x);
    canvas.text(text, x, y, NAME, Palette.MUTED);
  }
}
