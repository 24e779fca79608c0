package org.businessmetrics.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws text and shapes in points. Widths are measured without hinting, so that lines break at the
 * same place on screen and on paper.
 */
class Canvas {
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
  private static final String ELLIPSIS = "…";

  private Graphics2D graphics;

  Canvas(Graphics2D graphics) {
    this.graphics = prepared(graphics);
  }

  /** Goes on drawing on another layer. */
  final void drawOn(Graphics2D next) {
    graphics = prepared(next);
  }

  private static Graphics2D prepared(Graphics2D graphics) {
    // JFreeChart puts back what it found, and a PDF's graphics does not take a missing hint back.
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return graphics;
  }

  /** Says what a part of the drawing is; what is in no part is decoration. */
  void tagged(Tag tag, Runnable drawing) {
    drawing.run();
  }

  final Graphics2D graphics() {
    return graphics;
  }

  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : font.getStringBounds(text, METRICS).getWidth();
  }

  /** Draws from x to the right and returns where the text ends. */
  double text(String text, double x, double baseline, Font font, Color color) {
    String printable = Fonts.printable(text);
    if (!printable.isBlank()) {
      write(printable, x, baseline, font, color);
    }
    return x + width(printable, font);
  }

  void write(String text, double x, double baseline, Font font, Color color) {
    graphics.setFont(font);
    graphics.setPaint(color);
    graphics.drawString(text, (float) x, (float) baseline);
  }

  /** Draws so that the text ends at x. */
  void textEndingAt(String text, double x, double baseline, Font font, Color color) {
    text(text, x - width(Fonts.printable(text), font), baseline, font, color);
  }

  void textCentred(String text, double x, double baseline, Font font, Color color) {
    text(text, x - width(Fonts.printable(text), font) / 2, baseline, font, color);
  }

  /** The text cut at a width, with "…" where something is missing. */
  static String fitted(String text, Font font, double width) {
    if (width(text, font) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && width(text.substring(0, end).stripTrailing() + ELLIPSIS, font) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  /** The text in lines no wider than a width, at most so many; the last is cut if need be. */
  static List<String> wrapped(String text, Font font, double width, int lines) {
    List<String> all = new ArrayList<>();
    String rest = text;
    while (all.size() < lines - 1 && width(rest, font) > width) {
      int end = rest.length();
      do {
        end = rest.lastIndexOf(' ', end - 1);
      } while (end > 0 && width(rest.substring(0, end), font) > width);
      if (end <= 0) {
        break;
      }
      all.add(rest.substring(0, end));
      rest = rest.substring(end + 1);
    }
    all.add(fitted(rest, font, width));
    return all;
  }

  void fill(Shape shape, Color color) {
    graphics.setPaint(color);
    graphics.fill(shape);
  }

  void stroke(Shape shape, Color color, double width) {
    stroke(shape, color, line(width));
  }

  void stroke(Shape shape, Color color, BasicStroke stroke) {
    graphics.setPaint(color);
    graphics.setStroke(stroke);
    graphics.draw(shape);
  }

  static BasicStroke line(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  static BasicStroke dashed(double width) {
    float[] pattern = {2.4f, 1.8f};
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0);
  }

  static BasicStroke dotted(double width) {
    float[] pattern = {0.1f, (float) (2.2 * width)};
    return new BasicStroke(
        (float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, pattern, 0);
  }

  /** The frame of a panel. */
  void card(Rectangle2D area) {
    Shape frame =
        new RoundRectangle2D.Double(
            area.getX(), area.getY(), area.getWidth(), area.getHeight(), 8, 8);
    fill(frame, Palette.WHITE);
    stroke(frame, Palette.GRID, 0.75);
  }

  /** A triangle up or down, or a bar, standing on the baseline. */
  static Shape arrow(TileFigure.Direction direction, double x, double baseline, double size) {
    return switch (direction) {
      case UP -> triangle(x, baseline, size, true);
      case DOWN -> triangle(x, baseline, size, false);
      case FLAT -> new Rectangle2D.Double(x, baseline - size * 0.55, size, size * 0.2);
    };
  }

  private static Shape triangle(double x, double baseline, double size, boolean up) {
    double foot = up ? baseline : baseline - size * 0.9;
    double tip = up ? baseline - size * 0.9 : baseline;
    Path2D path = new Path2D.Double();
    path.moveTo(x, foot);
    path.lineTo(x + size, foot);
    path.lineTo(x + size / 2, tip);
    path.closePath();
    return path;
  }
}
