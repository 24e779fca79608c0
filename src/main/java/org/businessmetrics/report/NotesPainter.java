package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.TileFigure.Direction;

/** Draws what a reader should know, line by line, each with a shape for its kind. */
final class NotesPainter {
  private static final double LINE = 10;
  private static final double GAP = 5;
  private static final double INDENT = 13;

  private NotesPainter() {}

  static void draw(Canvas canvas, Rectangle2D area, List<Note> notes, int most) {
    Font bold = Face.MEDIUM.at(8);
    Font font = Face.REGULAR.at(8);
    double width = area.getWidth() - INDENT;
    double y = area.getY() + 3;
    int shown = 0;
    for (Note note : notes.subList(0, Math.min(most, notes.size()))) {
      List<String> lines = Canvas.wrapped(Fonts.printable(note.text()), font, width, 3);
      if (y + (lines.size() + 1) * LINE > area.getMaxY()) {
        break;
      }
      mark(canvas, note.kind(), area.getX(), y + 7);
      double top = y + 7;
      canvas.tagged(
          new Tag.Paragraph(),
          () -> {
            canvas.text(
                Canvas.fitted(Fonts.printable(note.title()), bold, width),
                area.getX() + INDENT,
                top,
                bold,
                Palette.INK);
            double at = top;
            for (String line : lines) {
              at += LINE;
              canvas.text(line, area.getX() + INDENT, at, font, Palette.MUTED);
            }
          });
      y += (lines.size() + 1) * LINE + GAP;
      shown++;
    }
    int rest = notes.size() - shown;
    if (rest > 0 && y + 7 < area.getMaxY() + 3) {
      double at = y + 7;
      canvas.tagged(
          new Tag.Paragraph(),
          () ->
              canvas.text(
                  "and %s more".formatted(rest), area.getX() + INDENT, at, font, Palette.MUTED));
    }
  }

  private static void mark(Canvas canvas, Note.Kind kind, double x, double baseline) {
    switch (kind) {
      case UP_GOOD -> arrow(canvas, Direction.UP, x, baseline, Palette.GOOD);
      case UP_BAD -> arrow(canvas, Direction.UP, x, baseline, Palette.BAD);
      case DOWN_GOOD -> arrow(canvas, Direction.DOWN, x, baseline, Palette.GOOD);
      case DOWN_BAD -> arrow(canvas, Direction.DOWN, x, baseline, Palette.BAD);
      case CHECK -> {
        canvas.fill(Canvas.arrow(Direction.UP, x, baseline + 0.5, 8), Palette.OCHRE);
        canvas.text("!", x + 3, baseline, Face.BOLD.at(5.5), Palette.WHITE);
      }
      case EVENT ->
          canvas.stroke(new Ellipse2D.Double(x + 1.5, baseline - 5.5, 5, 5), Palette.MUTED, 1);
      case CALM -> {
        canvas.fill(new Ellipse2D.Double(x, baseline - 7, 8, 8), Palette.GOOD);
        Path2D tick = new Path2D.Double();
        tick.moveTo(x + 2, baseline - 2.8);
        tick.lineTo(x + 3.5, baseline - 1.2);
        tick.lineTo(x + 6.2, baseline - 4.6);
        canvas.stroke(tick, Palette.WHITE, 1.1);
      }
    }
  }

  private static void arrow(
      Canvas canvas, Direction direction, double x, double baseline, Color color) {
    canvas.fill(Canvas.arrow(direction, x, baseline, 7.5), color);
  }
}
