package org.businessmetrics.report;

import static org.businessmetrics.report.Markup.escaped;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Table;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.businessmetrics.report.TableData.Column;
import org.businessmetrics.report.TileFigure.Change;
import org.businessmetrics.report.TileFigure.TargetBar;

/**
 * The report as one file for a browser: tiles, small figures and tables as live text, charts as
 * pictures in two shapes (desk and phone). Nothing is loaded from anywhere, nothing runs.
 */
final class HtmlRenderer {
  private static final Rectangle2D SPARK = new Rectangle2D.Double(0, 0, 150, 34);
  private static final double COLUMN = 1160.0 / 12;
  private static final double PHONE = 340;

  private final ReportSnapshot snapshot;
  private final StringBuilder html = new StringBuilder();

  private HtmlRenderer(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  static byte[] render(ReportSnapshot snapshot) {
    return new HtmlRenderer(snapshot).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<title>" + escaped(Words.title(snapshot)) + "</title>");
    line("<style>\n" + style() + "</style>");
    line("</head>");
    line("<body>");
    header();
    line("<main>");
    for (Page page : snapshot.report().pages()) {
      sheet(page);
    }
    line("</main>");
    line("<footer>");
    line("<p>" + escaped(Words.footnote(snapshot)) + "</p>");
    line("<p>" + escaped(Words.origin(snapshot)) + "</p>");
    line("</footer>");
    line("</body>");
    line("</html>");
    return html.toString();
  }

  private void sheet(Page page) {
    line("<section class=\"page\">");
    if (!page.title().isEmpty()) {
      line("<h2 class=\"heading\">" + escaped(page.title()) + "</h2>");
    }
    if (!page.tiles().isEmpty()) {
      line("<div class=\"tiles\">");
      page.tiles().forEach(tile -> tile(Figures.of(tile, snapshot)));
      line("</div>");
    }
    line("<div class=\"panels\">");
    page.charts().forEach(this::chart);
    for (Table table : page.tables()) {
      line("<div class=\"card w%s\">".formatted(table.width().columns()));
      table(TableData.of(table, snapshot));
      line("</div>");
    }
    line("</div>");
    line("</section>");
  }

  private void line(String text) {
    html.append(text).append('\n');
  }

  private void header() {
    Status status = Status.of(snapshot);
    line("<header>");
    line(
        "<h1>%s <span class=\"date\">— %s</span></h1>"
            .formatted(escaped(snapshot.report().title()), Words.period(snapshot)));
    line("<p class=\"marks\">");
    snapshot
        .notice()
        .ifPresent(notice -> line("<span class=\"notice\">" + escaped(notice) + "</span>"));
    line(
        "<span class=\"status %s\">%s %s</span>"
            .formatted(status, statusShape(status), status.word()));
    line("</p>");
    line("<p class=\"fresh\">" + escaped(Words.freshness(snapshot)) + "</p>");
    line("</header>");
    line("<p class=\"headline\">" + unbroken(escaped(Headline.of(snapshot))) + "</p>");
    for (Warning warning : snapshot.warnings()) {
      line(
          "<p class=\"warning\" role=\"note\"><strong>Check did not pass: %s, %s.</strong> %s</p>"
              .formatted(
                  escaped(warning.check()),
                  DayText.brief(warning.day()),
                  escaped(warning.message())));
    }
  }

  /** Keeps a minus sign on the line of its number. */
  private static String unbroken(String text) {
    return text.replace("−", "−&#8288;");
  }

  private static String statusShape(Status status) {
    String body =
        switch (status) {
          case COMPLETE ->
              "<circle cx=\"6\" cy=\"6\" r=\"5.5\" fill=\"currentColor\"/>"
                  + "<path d=\"M3.4 6.2l1.9 1.9 3.4-3.9\" stroke=\"#fff\" stroke-width=\"1.5\" fill=\"none\"/>";
          case PROVISIONAL ->
              "<circle cx=\"6\" cy=\"6\" r=\"5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>";
          case PARTIAL ->
              "<circle cx=\"6\" cy=\"6\" r=\"5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>"
                  + "<path d=\"M6 1a5 5 0 0 0 0 10z\" fill=\"currentColor\"/>";
        };
    return svg(12, 12, body);
  }

  private static String svg(int width, int height, String body) {
    return "<svg aria-hidden=\"true\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">%s</svg>"
        .formatted(width, height, width, height, body);
  }

  private void tile(TileFigure figure) {
    line("<article class=\"card\">");
    line("<h3>" + escaped(figure.title()) + "</h3>");
    line(
        "<p class=\"value\" title=\"%s\">%s%s</p>"
            .formatted(
                escaped(figure.exact()),
                escaped(figure.value()),
                figure.noun().isEmpty() ? "" : " <small>" + escaped(figure.noun()) + "</small>"));
    if (figure.reason().isPresent()) {
      line("<p class=\"muted\">" + escaped(figure.reason().get()) + "</p>");
    } else {
      figure.changes().forEach(this::change);
      figure.target().ifPresent(this::target);
      figure.notes().forEach(note -> line("<p class=\"note\">" + escaped(note) + "</p>"));
      line(
          "<div class=\"spark\">"
              + "<svg aria-hidden=\"true\" viewBox=\"0 0 150 34\" preserveAspectRatio=\"none\">"
              + Sparkline.svg(figure.spark(), figure.bands(), SPARK, Palette.BLUE)
              + "</svg></div>");
    }
    line("</article>");
  }

  private void target(TargetBar target) {
    double share = Math.max(0, Math.min(1, target.share().doubleValue()));
    boolean onPace = target.share().compareTo(target.pace()) >= 0;
    line(
        "<p class=\"change\"><b class=\"plain\">%s</b> of the target of %s</p>"
            .formatted(HeatMap.text(target.share()), escaped(target.text())));
    String pace =
        target.pace().compareTo(BigDecimal.ONE) < 0
            ? "<i style=\"left:%s%%\"></i>".formatted(Math.round(target.pace().doubleValue() * 100))
            : "";
    line(
        "<div class=\"target\" aria-hidden=\"true\"><span class=\"%s\" style=\"width:%s%%\"></span>%s</div>"
            .formatted(onPace ? "onpace" : "behind", Math.round(share * 100), pace));
  }

  private void change(Change change) {
    String arrow =
        switch (change.direction()) {
          case UP -> svg(9, 8, "<path d=\"M0 8h9L4.5 0z\" fill=\"currentColor\"/>");
          case DOWN -> svg(9, 8, "<path d=\"M0 0h9L4.5 8z\" fill=\"currentColor\"/>");
          case FLAT ->
              change.isKnown() ? svg(9, 8, "<path d=\"M0 3h9v2H0z\" fill=\"currentColor\"/>") : "";
        };
    line(
        "<p class=\"change\"><b class=\"%s\">%s %s</b> %s</p>"
            .formatted(change.tone(), arrow, change.text(), escaped(change.against())));
  }

  private void chart(Chart chart) {
    switch (chart.kind()) {
      case FIGURES -> figures(chart);
      case NOTES -> notes(chart);
      case LINE, BARS, STACKED, MOVEMENTS, MONTH_TO_DATE, RETENTION, FUNNEL, RANKED ->
          picture(chart);
    }
  }

  private void figures(Chart chart) {
    open(chart);
    for (TileFigure figure : Figures.of(chart, snapshot)) {
      line(
          "<p class=\"figure\"><b>%s</b> <span>%s</span></p>"
              .formatted(escaped(figure.value()), escaped(figure.title())));
      figure.changes().stream().limit(1).forEach(this::change);
    }
    line("</div>");
  }

  private void notes(Chart chart) {
    open(chart);
    List<Note> notes = Note.all(snapshot);
    for (Note note : notes.subList(0, Math.min(chart.rows(), notes.size()))) {
      line(
          "<p class=\"news\"><b>%s</b> %s</p>"
              .formatted(escaped(note.title()), escaped(note.text())));
    }
    line("</div>");
  }

  private void open(Chart chart) {
    line("<div class=\"card w%s\">".formatted(chart.width().columns()));
    line("<h3 class=\"name\">" + escaped(chart.title()) + "</h3>");
  }

  private void picture(Chart chart) {
    int columns = chart.width().columns();
    line("<figure class=\"w%s\"><picture>".formatted(columns));
    line("<source media=\"(max-width: 640px)\" srcset=\"%s\">".formatted(png(chart, PHONE)));
    line(
        "<img src=\"%s\" alt=\"%s\">"
            .formatted(png(chart, COLUMN * columns * 0.72), escaped(AltText.of(chart, snapshot))));
    line("</picture></figure>");
  }

  private String png(Chart chart, double width) {
    double height = chart.kind() == ReportConfig.Kind.RETENTION ? 60 + 15.0 * chart.rows() : 200;
    byte[] png = PngRenderer.encode(PngRenderer.image(chart, snapshot, width, height));
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private void table(TableData table) {
    line("<h3 class=\"name\">" + escaped(table.title()) + "</h3>");
    line("<div class=\"scroll\"><table>");
    StringBuilder heads = new StringBuilder();
    for (Column column : table.columns()) {
      heads.append("<th scope=\"col\"%s>%s</th>".formatted(css(column), escaped(column.head())));
    }
    line("<thead><tr>" + heads + "</tr></thead>");
    line("<tbody>");
    for (List<String> row : table.rows()) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        cells.append(
            i == 0
                ? "<th scope=\"row\"%s>%s</th>".formatted(css(column), escaped(row.get(i)))
                : "<td%s data-head=\"%s\">%s</td>"
                    .formatted(css(column), escaped(column.head()), escaped(row.get(i))));
      }
      line("<tr>" + cells + "</tr>");
    }
    line("</tbody></table></div>");
  }

  private static String css(Column column) {
    return column.isNumber() ? " class=\"number\"" : "";
  }

  private static String style() {
    try (InputStream in = HtmlRenderer.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IOException("report.css is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
