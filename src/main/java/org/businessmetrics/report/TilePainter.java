package org.businessmetrics.report;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.TileFigure.Change;
import org.businessmetrics.report.TileFigure.TargetBar;

/** Draws one tile: name, value, changes, notes, the line of the last 30 periods. */
final class TilePainter {
  private static final Face NAME = Face.MEDIUM;
  private static final double PAD = 8;

  /** Beside the value, in two lines. */
  private static final Font ELSEWHERE = Face.REGULAR.at(7);

  private static final double ELSEWHERE_WIDTH = 36;
  private static final double SPARK_HEIGHT = 25;
  private static final double LINE = 10.5;

  private TilePainter() {}

  /** How many lines the tile's name takes. */
  static int nameLines(TileFigure figure, double tileWidth) {
    return name(figure, tileWidth - 2 * PAD).size();
  }

  private static List<String> name(TileFigure figure, double width) {
    return Canvas.wrapped(Fonts.printable(figure.title()), NAME.at(8), width, 2);
  }

  /**
   * @param nameLines the most lines that a name in the tile's row takes, so that values align
   */
  static void draw(Canvas canvas, Rectangle2D area, TileFigure figure, int nameLines) {
    canvas.card(area);
    double x = area.getX() + PAD;
    double width = area.getWidth() - 2 * PAD;
    double top = area.getY() + 14;
    canvas.tagged(
        new Tag.Heading(),
        () -> {
          double y = top;
          for (String line : name(figure, width)) {
            canvas.text(line, x, y, NAME.at(8), Palette.MUTED);
            y += 9.5;
          }
        });
    double values = top + (nameLines - 1) * 9.5 + 22;
    canvas.tagged(new Tag.Paragraph(), () -> value(canvas, figure, x, values, width));
    if (figure.reason().isPresent()) {
      canvas.tagged(
          new Tag.Paragraph(), () -> reason(canvas, figure.reason().get(), x, values + 14, width));
      return;
    }
    double y = values + 14;
    for (Change change : figure.changes()) {
      double at = y;
      canvas.tagged(new Tag.Paragraph(), () -> change(canvas, change, x, at, width));
      y += LINE;
    }
    if (figure.target().isPresent()) {
      double at = y;
      canvas.tagged(new Tag.Paragraph(), () -> target(canvas, figure.target().get(), x, at, width));
      y += LINE + 6;
    }
    Font small = Face.REGULAR.at(7.5);
    int room = (int) ((area.getMaxY() - PAD - SPARK_HEIGHT - 4 - y + LINE) / LINE);
    for (String note : notes(figure, small, width, room)) {
      double at = y;
      canvas.tagged(
          new Tag.Paragraph(),
          () -> canvas.text(Canvas.fitted(note, small, width), x, at, small, Palette.INK));
      y += LINE;
    }
    Sparkline.draw(
        canvas,
        figure.spark(),
        figure.bands(),
        new Rectangle2D.Double(x, area.getMaxY() - PAD - SPARK_HEIGHT, width, SPARK_HEIGHT),
        Palette.BLUE);
  }

  /** A bar of what is reached, with a mark where an even pace would be. */
  private static void target(Canvas canvas, TargetBar target, double x, double y, double width) {
    Font small = Face.REGULAR.at(7.5);
    double end = canvas.text(HeatMap.text(target.share()), x, y, Face.BOLD.at(7.5), Palette.INK);
    canvas.text(
        Canvas.fitted(" of the target of " + target.text(), small, x + width - end),
        end,
        y,
        small,
        Palette.MUTED);
    double top = y + 3;
    canvas.fill(new Rectangle2D.Double(x, top, width, 4), Palette.GRID);
    double reached = Math.max(0, Math.min(1, target.share().doubleValue()));
    boolean onPace = target.share().compareTo(target.pace()) >= 0;
    canvas.fill(
        new Rectangle2D.Double(x, top, width * reached, 4), onPace ? Palette.GOOD : Palette.OCHRE);
    double pace = target.pace().doubleValue();
    if (pace < 1) {
      canvas.fill(new Rectangle2D.Double(x + width * pace - 0.6, top - 1.5, 1.2, 7), Palette.INK);
    }
  }

  private static void value(Canvas canvas, TileFigure figure, double x, double y, double width) {
    double size = 21;
    double most = figure.elsewhere().isPresent() ? width - 4 - ELSEWHERE_WIDTH : width;
    while (size > 12 && Canvas.width(figure.value(), Face.BOLD.at(size)) > most) {
      size -= 1;
    }
    double end = canvas.text(figure.value(), x, y, Face.BOLD.at(size), Palette.INK);
    Font small = Face.REGULAR.at(8);
    double room = x + width - end - 4;
    if (room > 20 && !figure.noun().isEmpty()) {
      canvas.text(Canvas.fitted(figure.noun(), small, room), end + 4, y, small, Palette.MUTED);
    } else if (figure.elsewhere().isPresent()) {
      List<String> lines = Canvas.wrapped(figure.elsewhere().get(), ELSEWHERE, ELSEWHERE_WIDTH, 2);
      for (int i = 0; i < lines.size(); i++) {
        double at = y - (lines.size() - 1 - i) * 8;
        canvas.text(lines.get(i), end + 4, at, ELSEWHERE, Palette.MUTED);
      }
    }
  }

  private static void reason(Canvas canvas, String reason, double x, double y, double width) {
    Font font = Face.REGULAR.at(7.5);
    double line = y;
    for (String text : Canvas.wrapped(Fonts.printable(reason), font, width, 4)) {
      canvas.text(text, x, line, font, Palette.MUTED);
      line += LINE;
    }
  }

  private static void change(Canvas canvas, Change change, double x, double y, double width) {
    double end = x;
    if (change.isKnown()) {
      canvas.fill(Canvas.arrow(change.direction(), x, y - 0.3, 5.5), Palette.tone(change.tone()));
      end = x + 8;
    }
    end = canvas.text(change.text(), end, y, Face.BOLD.at(7.5), Palette.tone(change.tone()));
    Font font = Face.REGULAR.at(7.5);
    canvas.text(
        Canvas.fitted(change.against(), font, x + width - end - 3),
        end + 3,
        y,
        font,
        Palette.MUTED);
  }

  /** The notes in as many lines as there is room, side by side where they must share one. */
  private static List<String> notes(TileFigure figure, Font font, double width, int room) {
    String together = String.join(" · ", figure.notes());
    if (figure.notes().isEmpty() || room < 1) {
      return List.of();
    }
    return figure.notes().size() <= room
        ? figure.notes()
        : Canvas.wrapped(together, font, width, room);
  }
}
