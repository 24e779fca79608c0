package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.PageLayout.Panel;

/** Draws one sheet of the page onto any graphics whose unit is the point. */
final class PagePainter {
  private static final double LEFT = PageLayout.MARGIN;
  private static final double RIGHT = PageLayout.WIDTH - PageLayout.MARGIN;

  private final ReportSnapshot snapshot;
  private final PageLayout layout;
  private final List<TileFigure> figures;

  PagePainter(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
    this.layout = PageLayout.of(snapshot);
    this.figures = Figures.of(snapshot);
  }

  int sheets() {
    return layout.sheets().size();
  }

  List<Panel> panels(int sheet) {
    return layout.sheets().get(sheet).panels();
  }

  void draw(Graphics2D graphics, int sheet) {
    Canvas canvas = new Canvas(graphics);
    header(canvas);
    if (!snapshot.warnings().isEmpty()) {
      banner(canvas);
    }
    for (Panel panel : panels(sheet)) {
      if (panel.isTile()) {
        TilePainter.draw(canvas, panel.area(), figures.get(panel.index()), nameLines(sheet, panel));
      } else {
        ChartPainter.draw(
            canvas, panel.area(), snapshot.page().charts().get(panel.index()), snapshot);
      }
    }
    footer(canvas, sheet);
  }

  private int nameLines(int sheet, Panel tile) {
    return panels(sheet).stream()
        .filter(other -> other.isTile() && other.area().getY() == tile.area().getY())
        .mapToInt(
            other -> TilePainter.nameLines(figures.get(other.index()), other.area().getWidth()))
        .max()
        .orElse(1);
  }

  private void header(Canvas canvas) {
    double left = RIGHT;
    left = status(canvas, left) - 8;
    if (snapshot.notice().isPresent()) {
      left = notice(canvas, snapshot.notice().get(), left) - 8;
    }
    Font bold = Face.BOLD.at(19);
    Font regular = Face.REGULAR.at(19);
    String date = " — " + DayText.full(snapshot.day().day());
    double room = left - LEFT - Canvas.width(date, regular);
    String title = Canvas.fitted(Fonts.printable(snapshot.page().title()), bold, room);
    double end = canvas.text(title, LEFT, 42, bold, Palette.INK);
    canvas.text(date, end, 42, regular, Palette.INK);
    canvas.text(Words.freshness(snapshot), LEFT, 57, Face.REGULAR.at(8.5), Palette.MUTED);
  }

  /** Draws the status so that it ends at the right edge; returns where it begins. */
  private double status(Canvas canvas, double right) {
    Status status = Status.of(snapshot);
    Color color =
        switch (status) {
          case COMPLETE -> Palette.GOOD;
          case PROVISIONAL -> Palette.BLUE;
          case PARTIAL -> Palette.BAD;
        };
    Font font = Face.BOLD.at(8.5);
    double width = Canvas.width(status.word(), font) + 29;
    double x = right - width;
    canvas.stroke(new RoundRectangle2D.Double(x, 27, width, 18, 18, 18), color, 1);
    Shape ring = new Ellipse2D.Double(x + 8, 32, 8, 8);
    switch (status) {
      case COMPLETE -> {
        canvas.fill(ring, color);
        Path2D tick = new Path2D.Double();
        tick.moveTo(x + 10, 36.2);
        tick.lineTo(x + 11.5, 37.8);
        tick.lineTo(x + 14.2, 34.4);
        canvas.stroke(tick, Palette.WHITE, 1.1);
      }
      case PROVISIONAL -> canvas.stroke(ring, color, Canvas.dashed(1.2));
      case PARTIAL -> {
        canvas.fill(new Arc2D.Double(x + 8, 32, 8, 8, 90, 180, Arc2D.PIE), color);
        canvas.stroke(ring, color, 1.1);
      }
    }
    canvas.text(status.word(), x + 20, 39, font, color);
    return x;
  }

  private static double notice(Canvas canvas, String notice, double right) {
    Font font = Face.BOLD.at(8.5);
    String text = Canvas.fitted(Fonts.printable(notice), font, 150);
    double width = Canvas.width(text, font) + 18;
    double x = right - width;
    canvas.fill(new RoundRectangle2D.Double(x, 27, width, 18, 18, 18), Palette.BAD);
    canvas.text(text, x + 9, 39, font, Palette.WHITE);
    return x;
  }

  private void banner(Canvas canvas) {
    double y = 66;
    double height = PageLayout.BANNER_HEIGHT;
    canvas.fill(
        new RoundRectangle2D.Double(LEFT, y, RIGHT - LEFT, height, 8, 8), Palette.ALERT_FILL);
    canvas.fill(new Rectangle2D.Double(LEFT, y, 3, height), Palette.OCHRE);
    canvas.fill(Canvas.arrow(TileFigure.Direction.UP, LEFT + 10, y + 13.8, 9), Palette.OCHRE);
    canvas.text("!", LEFT + 13.3, y + 13, Face.BOLD.at(6.5), Palette.WHITE);
    Font font = Face.REGULAR.at(8);
    String text = Canvas.fitted(Fonts.printable(Words.warnings(snapshot)), font, RIGHT - LEFT - 34);
    canvas.text(text, LEFT + 25, y + 13, font, Palette.INK);
  }

  private void footer(Canvas canvas, int sheet) {
    Font font = Face.REGULAR.at(7);
    double y = 560;
    for (String line : Canvas.wrapped(Words.footnote(snapshot), font, RIGHT - LEFT, 2)) {
      canvas.text(line, LEFT, y, font, Palette.MUTED);
      y += 9;
    }
    canvas.text(Words.origin(snapshot), LEFT, 579, font, Palette.MUTED);
    String number = "Page %s of %s".formatted(sheet + 1, sheets());
    canvas.textEndingAt(number, RIGHT, 579, font, Palette.MUTED);
  }
}
