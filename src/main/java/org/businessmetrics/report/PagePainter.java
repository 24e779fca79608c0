package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.PageLayout.Content;
import org.businessmetrics.report.PageLayout.Panel;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Paper;

/** Draws the pages of a report onto any canvas whose unit is the point. */
final class PagePainter {
  private static final double LEFT = PageLayout.MARGIN;
  private static final int HEADLINE_LINES = 2;

  /** Points; a long one is set smaller before it is cut. */
  private static final double TITLE = 19;

  private static final double LEAST_TITLE = 14;

  private final Font headlineFont = Face.MEDIUM.at(10.5);
  private final ReportSnapshot snapshot;
  private final Paper paper;
  private final double right;
  private final List<String> headline;
  private final List<PageLayout> layouts = new ArrayList<>();

  PagePainter(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
    this.paper = snapshot.report().paper();
    this.right = paper.width() - PageLayout.MARGIN;
    this.headline =
        Canvas.wrapped(
            Fonts.printable(Headline.of(snapshot)), headlineFont, right - LEFT, HEADLINE_LINES);
    for (int page = 0; page < pages(); page++) {
      boolean first = page == 0;
      layouts.add(
          PageLayout.of(
              page(page),
              paper,
              first ? headline.size() : 0,
              first && !snapshot.warnings().isEmpty()));
    }
  }

  Paper paper() {
    return paper;
  }

  int pages() {
    return snapshot.report().pages().size();
  }

  Page page(int page) {
    return snapshot.report().pages().get(page);
  }

  List<Panel> panels(int page) {
    return layouts.get(page).panels();
  }

  void draw(Canvas canvas, int page) {
    header(canvas, page);
    if (page == 0) {
      headline(canvas);
      if (!snapshot.warnings().isEmpty()) {
        banner(canvas, layouts.get(0).top() - PageLayout.BANNER_HEIGHT - 8);
      }
    }
    for (Panel panel : panels(page)) {
      switch (panel.content()) {
        case TILE ->
            TilePainter.draw(canvas, panel.area(), figure(page, panel), nameLines(page, panel));
        case CHART ->
            ChartPainter.draw(
                canvas, panel.area(), page(page).charts().get(panel.index()), snapshot);
        case TABLE ->
            TablePainter.draw(
                canvas,
                panel.area(),
                TableData.of(page(page).tables().get(panel.index()), snapshot));
      }
    }
    footer(canvas, page);
  }

  private TileFigure figure(int page, Panel tile) {
    return Figures.of(page(page).tiles().get(tile.index()), snapshot);
  }

  private int nameLines(int page, Panel tile) {
    return panels(page).stream()
        .filter(other -> other.content() == Content.TILE)
        .filter(other -> other.area().getY() == tile.area().getY())
        .mapToInt(other -> TilePainter.nameLines(figure(page, other), other.area().getWidth()))
        .max()
        .orElse(1);
  }

  private void header(Canvas canvas, int page) {
    double left = status(canvas, right) - 8;
    if (snapshot.notice().isPresent()) {
      left = notice(canvas, snapshot.notice().get(), left) - 8;
    }
    double end = left;
    if (page == 0) {
      canvas.tagged(new Tag.Title(), () -> title(canvas, end, ""));
      canvas.tagged(new Tag.Paragraph(), () -> freshness(canvas));
    } else {
      title(canvas, end, page(page).title());
      freshness(canvas);
    }
  }

  private void title(Canvas canvas, double end, String pageTitle) {
    String title = Fonts.printable(snapshot.report().title());
    String period = " — " + Words.period(snapshot);
    String about = pageTitle.isEmpty() ? "" : Fonts.printable(" · " + pageTitle);
    double size = TITLE;
    while (size > LEAST_TITLE
        && LEFT
                + Canvas.width(title, Face.BOLD.at(size))
                + Canvas.width(period + about, Face.REGULAR.at(size))
            > end) {
      size--;
    }
    Font bold = Face.BOLD.at(size);
    Font regular = Face.REGULAR.at(size);
    double room = end - LEFT - Canvas.width(period, regular);
    double x = canvas.text(Canvas.fitted(title, bold, room), LEFT, 42, bold, Palette.INK);
    x = canvas.text(period, x, 42, regular, Palette.INK);
    canvas.text(Canvas.fitted(about, regular, end - x), x, 42, regular, Palette.MUTED);
  }

  private void freshness(Canvas canvas) {
    canvas.text(Words.freshness(snapshot), LEFT, 57, Face.REGULAR.at(8.5), Palette.MUTED);
  }

  private void headline(Canvas canvas) {
    canvas.tagged(
        new Tag.Paragraph(),
        () -> {
          double y = 76;
          for (String line : headline) {
            canvas.text(line, LEFT, y, headlineFont, Palette.INK);
            y += PageLayout.HEADLINE_LINE;
          }
        });
  }

  /** Draws the status so that it ends at the right edge; returns where it begins. */
  private double status(Canvas canvas, double end) {
    Status status = Status.of(snapshot);
    Color color =
        switch (status) {
          case COMPLETE -> Palette.GOOD;
          case PROVISIONAL -> Palette.BLUE;
          case PARTIAL -> Palette.BAD;
        };
    Font font = Face.BOLD.at(8.5);
    double width = Canvas.width(status.word(), font) + 29;
    double x = end - width;
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
    canvas.tagged(new Tag.Paragraph(), () -> canvas.text(status.word(), x + 20, 39, font, color));
    return x;
  }

  private static double notice(Canvas canvas, String notice, double end) {
    Font font = Face.BOLD.at(8.5);
    String text = Canvas.fitted(Fonts.printable(notice), font, 150);
    double width = Canvas.width(text, font) + 18;
    double x = end - width;
    canvas.fill(new RoundRectangle2D.Double(x, 27, width, 18, 18, 18), Palette.BAD);
    canvas.tagged(new Tag.Paragraph(), () -> canvas.text(text, x + 9, 39, font, Palette.WHITE));
    return x;
  }

  private void banner(Canvas canvas, double y) {
    double height = PageLayout.BANNER_HEIGHT;
    canvas.fill(
        new RoundRectangle2D.Double(LEFT, y, right - LEFT, height, 8, 8), Palette.ALERT_FILL);
    canvas.fill(new Rectangle2D.Double(LEFT, y, 3, height), Palette.OCHRE);
    canvas.fill(Canvas.arrow(TileFigure.Direction.UP, LEFT + 10, y + 13.8, 9), Palette.OCHRE);
    canvas.text("!", LEFT + 13.3, y + 13, Face.BOLD.at(6.5), Palette.WHITE);
    Font font = Face.REGULAR.at(8);
    String text = Canvas.fitted(Fonts.printable(Words.warnings(snapshot)), font, right - LEFT - 34);
    canvas.tagged(
        new Tag.Paragraph(), () -> canvas.text(text, LEFT + 25, y + 13, font, Palette.INK));
  }

  private void footer(Canvas canvas, int page) {
    Font font = Face.REGULAR.at(7);
    double foot = paper.height() - 16;
    if (page == 0) {
      canvas.tagged(
          new Tag.Paragraph(),
          () -> {
            footnote(canvas, font);
            canvas.text(Words.origin(snapshot), LEFT, foot, font, Palette.MUTED);
          });
    } else {
      footnote(canvas, font);
      canvas.text(Words.origin(snapshot), LEFT, foot, font, Palette.MUTED);
    }
    String number = "Page %s of %s".formatted(page + 1, pages());
    canvas.textEndingAt(number, right, foot, font, Palette.MUTED);
  }

  private void footnote(Canvas canvas, Font font) {
    double y = paper.height() - 35;
    for (String line : Canvas.wrapped(Words.footnote(snapshot), font, right - LEFT, 2)) {
      canvas.text(line, LEFT, y, font, Palette.MUTED);
      y += 9;
    }
  }
}
