package org.businessmetrics.report;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.TableData.Column;

/** Draws a table; rows for which there is no room are counted in its last line. */
final class TablePainter {
  private static final double LINE = 9;
  private static final double ROW_PAD = 3;
  private static final double GAP = 8;
  private static final double WIDEST_HEAD = 0.42;
  private static final double SIZE = 7.5;

  private final Canvas canvas;
  private final Rectangle2D area;
  private final TableData table;
  private final Font font = Face.REGULAR.at(SIZE);
  private final Font head = Face.MEDIUM.at(SIZE);
  private final double[] widths;

  private TablePainter(Canvas canvas, Rectangle2D area, TableData table) {
    this.canvas = canvas;
    this.area = area;
    this.table = table;
    this.widths = widths();
  }

  static void draw(Canvas canvas, Rectangle2D area, TableData table) {
    Rectangle2D body = Frame.untitled(Frame.draw(canvas, area, table.title(), ""));
    if (table.rows().isEmpty()) {
      Frame.empty(canvas, body, "no data yet");
      return;
    }
    new TablePainter(canvas, body, table).draw();
  }

  /** As wide as the widest cell; the widest columns give way where there is no room. */
  private double[] widths() {
    int columns = table.columns().size();
    double[] natural = new double[columns];
    for (int i = 0; i < columns; i++) {
      natural[i] = Canvas.width(Fonts.printable(table.columns().get(i).head()), head);
      for (List<String> row : table.rows()) {
        natural[i] = Math.max(natural[i], Canvas.width(Fonts.printable(row.get(i)), font));
      }
    }
    double room = area.getWidth() - GAP * (columns - 1);
    if (table.wraps()) {
      natural[0] = Math.min(natural[0], room * WIDEST_HEAD);
      natural[columns - 1] = room - natural[0];
      return natural;
    }
    double sum = 0;
    for (double width : natural) {
      sum += width;
    }
    if (sum <= room) {
      double spare = (room - sum) / columns;
      for (int i = 0; i < columns; i++) {
        natural[i] += spare;
      }
      return natural;
    }
    double most = widest(natural, room);
    for (int i = 0; i < columns; i++) {
      natural[i] = Math.min(natural[i], most);
    }
    return natural;
  }

  /** The width at which cut columns just fit. */
  private static double widest(double[] natural, double room) {
    double[] sorted = natural.clone();
    Arrays.sort(sorted);
    double left = room;
    for (int i = 0; i < sorted.length; i++) {
      double share = left / (sorted.length - i);
      if (sorted[i] > share) {
        return share;
      }
      left -= sorted[i];
    }
    return room;
  }

  private void draw() {
    List<List<List<String>>> cells = new ArrayList<>();
    double used = LINE + 2 * ROW_PAD;
    for (List<String> row : table.rows()) {
      List<List<String>> lines = lines(row);
      double height = height(lines);
      boolean isLast = cells.size() == table.rows().size() - 1;
      if (used + height > area.getHeight() - (isLast ? 0 : LINE)) {
        break;
      }
      cells.add(lines);
      used += height;
    }
    canvas.tagged(new Tag.Table(), () -> rows(cells));
    int rest = table.rows().size() - cells.size();
    if (rest > 0) {
      double y = area.getY() + used + LINE - 1;
      canvas.tagged(
          new Tag.Paragraph(),
          () ->
              canvas.text(
                  "and %s more in the CSV file".formatted(rest),
                  area.getX(),
                  y,
                  font,
                  Palette.MUTED));
    }
  }

  private List<List<String>> lines(List<String> row) {
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      int most = !table.wraps() ? 1 : i == row.size() - 1 ? 3 : 2;
      lines.add(Canvas.wrapped(Fonts.printable(row.get(i)), font, widths[i], most));
    }
    return lines;
  }

  private static double height(List<List<String>> cells) {
    return cells.stream().mapToInt(List::size).max().orElse(1) * LINE + ROW_PAD;
  }

  private void rows(List<List<List<String>>> cells) {
    double y = area.getY() + LINE;
    double first = y;
    canvas.tagged(new Tag.Row(), () -> heads(first));
    y += ROW_PAD;
    rule(y);
    for (List<List<String>> row : cells) {
      double top = y;
      canvas.tagged(new Tag.Row(), () -> row(row, top));
      y += height(row);
      rule(y);
    }
  }

  private void rule(double y) {
    canvas.stroke(new Line2D.Double(area.getX(), y, area.getMaxX(), y), Palette.GRID, 0.6);
  }

  private void heads(double baseline) {
    double x = area.getX();
    for (int i = 0; i < widths.length; i++) {
      Column column = table.columns().get(i);
      String text = Canvas.fitted(Fonts.printable(column.head()), head, widths[i]);
      double left = column.isNumber() ? x + widths[i] - Canvas.width(text, head) : x;
      canvas.tagged(
          new Tag.Head(true), () -> canvas.text(text, left, baseline, head, Palette.MUTED));
      x += widths[i] + GAP;
    }
  }

  private void row(List<List<String>> cells, double top) {
    double x = area.getX();
    for (int i = 0; i < cells.size(); i++) {
      List<String> lines = cells.get(i);
      boolean number = table.columns().get(i).isNumber();
      double left = x;
      double right = x + widths[i];
      canvas.tagged(
          i == 0 ? new Tag.Head(false) : new Tag.Cell(),
          () -> {
            double y = top + LINE;
            for (String line : lines) {
              double at = number ? right - Canvas.width(line, font) : left;
              canvas.text(line, at, y, font, Palette.INK);
              y += LINE;
            }
          });
      x += widths[i] + GAP;
    }
  }
}
