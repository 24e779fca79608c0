package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.businessmetrics.report.Fonts.Face;

/** The panel around a chart or a table: frame, title, and what to read it by. */
final class Frame {
  static final double PAD = 10;
  static final double TITLE_HEIGHT = 34;
  private static final double LINE = 9.5;
  private static final double FIRST_LINE = 27;

  /** What the colour of an entry takes, before its name. */
  private static final double SQUARE = 8.5;

  private Frame() {}

  /** A colour and what it stands for. */
  record Entry(String name, Color color) {}

  /** Draws the frame and returns what is free inside. */
  static Rectangle2D draw(Canvas canvas, Rectangle2D area, String title, String subtitle) {
    return draw(canvas, area, title, subtitle, List.of());
  }

  /** The same with a legend before the subtitle; what has no room goes to the next line. */
  static Rectangle2D draw(
      Canvas canvas, Rectangle2D area, String title, String subtitle, List<Entry> legend) {
    canvas.card(area);
    double x = area.getX() + PAD;
    double width = area.getWidth() - 2 * PAD;
    Font font = Face.MEDIUM.at(10);
    canvas.tagged(
        new Tag.Heading(),
        () ->
            canvas.text(
                Canvas.fitted(Fonts.printable(title), font, width),
                x,
                area.getY() + 16,
                font,
                Palette.INK));
    double last =
        explain(canvas, legend, Fonts.printable(subtitle), x, area.getY() + FIRST_LINE, width);
    double top = last + TITLE_HEIGHT - FIRST_LINE;
    return new Rectangle2D.Double(x, top, width, area.getMaxY() - top - PAD / 2);
  }

  /** What is free inside where there is no subtitle. */
  static Rectangle2D untitled(Rectangle2D inner) {
    return new Rectangle2D.Double(
        inner.getX(), inner.getY() - 10, inner.getWidth(), inner.getHeight() + 10);
  }

  /** Returns the baseline of the last line. */
  private static double explain(
      Canvas canvas,
      List<Entry> legend,
      String subtitle,
      double left,
      double firstBaseline,
      double width) {
    Font font = Face.REGULAR.at(7.5);
    double x = left;
    double baseline = firstBaseline;
    for (Entry entry : legend) {
      String name = Canvas.fitted(Fonts.printable(entry.name()), font, width - SQUARE);
      double needed = SQUARE + Canvas.width(name, font);
      if (x > left && x + needed > left + width) {
        x = left;
        baseline += LINE;
      }
      canvas.fill(new Rectangle2D.Double(x, baseline - 5.5, 6, 6), entry.color());
      paragraph(canvas, name, x + SQUARE, baseline, font, Palette.INK);
      x += needed + 8;
    }
    if (subtitle.isEmpty()) {
      return baseline;
    }
    if (x > left) {
      boolean fits = x + 2 + Canvas.width(subtitle, font) <= left + width;
      x = fits ? x + 2 : left;
      baseline += fits ? 0 : LINE;
    }
    List<String> lines = Canvas.wrapped(subtitle, font, left + width - x, 2);
    for (int i = 0; i < lines.size(); i++) {
      baseline += i == 0 ? 0 : LINE;
      paragraph(canvas, lines.get(i), x, baseline, font, Palette.MUTED);
    }
    return baseline;
  }

  private static void paragraph(
      Canvas canvas, String text, double x, double baseline, Font font, Color color) {
    canvas.tagged(new Tag.Paragraph(), () -> canvas.text(text, x, baseline, font, color));
  }

  /** Says in the middle of a panel why there is nothing. */
  static void empty(Canvas canvas, Rectangle2D inner, String reason) {
    Font font = Face.MEDIUM.at(11);
    String sentence = reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    String text = Canvas.fitted(Fonts.printable(sentence), font, inner.getWidth());
    canvas.tagged(
        new Tag.Paragraph(),
        () ->
            canvas.textCentred(text, inner.getCenterX(), inner.getCenterY(), font, Palette.MUTED));
  }
}
