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

  private Frame() {}

  /** A colour and what it stands for. */
  record Entry(String name, Color color) {}

  /** Draws the frame and returns what is free inside. */
  static Rectangle2D draw(Canvas canvas, Rectangle2D area, String title, String subtitle) {
    return draw(canvas, area, title, subtitle, List.of());
  }

  /** The same with a legend behind the subtitle. */
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
    Font small = Face.REGULAR.at(7.5);
    double baseline = area.getY() + 27;
    double end = legend(canvas, legend, x, baseline, area.getMaxX() - PAD);
    double left = legend.isEmpty() || subtitle.isEmpty() ? end : end + 2;
    String rest = Canvas.fitted(Fonts.printable(subtitle), small, area.getMaxX() - PAD - left);
    if (rest.length() > 1) {
      canvas.tagged(
          new Tag.Paragraph(), () -> canvas.text(rest, left, baseline, small, Palette.MUTED));
    }
    return new Rectangle2D.Double(
        x, area.getY() + TITLE_HEIGHT, width, area.getHeight() - TITLE_HEIGHT - PAD / 2);
  }

  /** What is free inside where there is no subtitle. */
  static Rectangle2D untitled(Rectangle2D inner) {
    return new Rectangle2D.Double(
        inner.getX(), inner.getY() - 10, inner.getWidth(), inner.getHeight() + 10);
  }

  private static double legend(
      Canvas canvas, List<Entry> legend, double left, double baseline, double right) {
    Font small = Face.REGULAR.at(7.5);
    double x = left;
    for (Entry entry : legend) {
      String name = Fonts.printable(entry.name());
      if (x + 9 + Canvas.width(name, small) > right) {
        return x;
      }
      canvas.fill(new Rectangle2D.Double(x, baseline - 5.5, 6, 6), entry.color());
      double at = x + 8.5;
      canvas.tagged(new Tag.Paragraph(), () -> canvas.text(name, at, baseline, small, Palette.INK));
      x = at + Canvas.width(name, small) + 8;
    }
    return x;
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
