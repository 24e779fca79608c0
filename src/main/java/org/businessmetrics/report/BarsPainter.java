package org.businessmetrics.report;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;

/** Draws horizontal bars from 0: the name before, the value behind. */
final class BarsPainter {
  private static final double MAX_ROW = 34;
  private static final double MAX_NAME = 0.36;
  private static final double GAP = 6;

  private BarsPainter() {}

  static void draw(Canvas canvas, Rectangle2D area, List<Bar> bars) {
    double top = area.getY() + 4;
    double row = Math.min(MAX_ROW, (area.getHeight() - 6) / bars.size());
    Font font = Face.REGULAR.at(Math.max(6, Math.min(8, row * 0.6)));
    boolean linked = bars.stream().anyMatch(bar -> !bar.link().isEmpty());
    Font bold = Face.BOLD.at(font.getSize2D());
    double names =
        Math.min(
            area.getWidth() * MAX_NAME,
            bars.stream()
                .mapToDouble(bar -> Canvas.width(Fonts.printable(bar.name()), font))
                .max()
                .orElse(0));
    double behind =
        bars.stream()
            .mapToDouble(
                bar -> Canvas.width(bar.text(), bold) + 4 + Canvas.width(bar.detail(), font))
            .max()
            .orElse(0);
    double left = area.getX() + names + GAP;
    double length = Math.max(area.getWidth() * 0.2, area.getMaxX() - left - GAP - behind);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = top + i * row;
      double middle = y + row * (linked ? 0.66 : 0.5);
      double baseline = middle + font.getSize2D() * 0.36;
      List<String> name =
          Canvas.wrapped(
              Fonts.printable(bar.name()), font, names, row >= 2 * font.getSize2D() ? 2 : 1);
      double line = baseline - (name.size() - 1) * font.getSize2D() * 0.55;
      for (String part : name) {
        canvas.textEndingAt(part, left - GAP, line, font, Palette.INK);
        line += font.getSize2D() * 1.1;
      }
      double width = Math.max(0.5, bar.share() * length);
      double thickness = Math.min(14, row * (linked ? 0.5 : 0.68));
      canvas.fill(
          new Rectangle2D.Double(left, middle - thickness / 2, width, thickness), bar.color());
      if (!bar.link().isEmpty()) {
        canvas.fill(
            Canvas.arrow(TileFigure.Direction.DOWN, left + 4, middle - thickness / 2 - 2.5, 4.5),
            Palette.MUTED);
        canvas.text(
            bar.link(),
            left + 12,
            middle - thickness / 2 - 2.5,
            Face.REGULAR.at(6.5),
            Palette.MUTED);
      }
      double end = canvas.text(bar.text(), left + width + 4, baseline, bold, Palette.INK);
      canvas.text(
          Canvas.fitted(bar.detail(), font, area.getMaxX() - end - 4),
          end + 4,
          baseline,
          font,
          Palette.MUTED);
    }
    canvas.stroke(new Line2D.Double(left, top, left, top + row * bars.size()), Palette.MUTED, 0.6);
  }
}
