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
import java.util.Locale;
import java.util.regex.Pattern;
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

  /** A picture's bytes, which are no letters that the page shows. */
  private static final Pattern PICTURE = Pattern.compile("base64,[^\"]*");

  private static final String TICK =
      "<circle cx=\"6\" cy=\"6\" r=\"5.5\" fill=\"currentColor\"/>"
          + "<path d=\"M3.4 6.2l1.9 1.9 3.4-3.9\" stroke=\"#fff\" stroke-width=\"1.5\" fill=\"none\"/>";
  private static final String RING =
      "<circle cx=\"6\" cy=\"6\" r=\"4\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>";
  private static final String DASHED_RING =
      "<circle cx=\"6\" cy=\"6\" r=\"5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"/>";
  private static final String HALF_DISC =
      "<circle cx=\"6\" cy=\"6\" r=\"5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>"
          + "<path d=\"M6 1a5 5 0 0 0 0 10z\" fill=\"currentColor\"/>";
  private static final String ALERT =
      "<path d=\"M0 11.5h12L6 .5z\" fill=\"#B87A00\"/>"
          + "<path d=\"M6 4.5v3M6 9v1\" stroke=\"#fff\" stroke-width=\"1.3\"/>";

  private static final String UP = svg(9, 8, "<path d=\"M0 8h9L4.5 0z\" fill=\"currentColor\"/>");
  private static final String DOWN = svg(9, 8, "<path d=\"M0 0h9L4.5 8z\" fill=\"currentColor\"/>");

  private final ReportSnapshot snapshot;
  private final StringBuilder html = new StringBuilder();

  private HtmlRenderer(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  static byte[] render(ReportSnapshot snapshot) {
    return new HtmlRenderer(snapshot).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() {
    line("<body>");
    header();
    line("<main>");
    for (Page page : snapshot.report().pages()) {
      sheet(page);
    }
    line("</main>");
    line("<footer>");
    line("<p>" + text(Words.footnote(snapshot)) + "</p>");
    line("<p>" + text(Words.origin(snapshot)) + "</p>");
    line("</footer>");
    line("</body>");
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s%s</style>
        </head>
        %s</html>
        """
        .formatted(
            escaped(Words.title(snapshot)),
            WebFonts.css(PICTURE.matcher(html).replaceAll("")),
            style(),
            html);
  }

  private void sheet(Page page) {
    line("<section class=\"page\">");
    if (!page.title().isEmpty()) {
      line("<h2 class=\"heading\">" + text(page.title()) + "</h2>");
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
            .formatted(text(snapshot.report().title()), Words.period(snapshot)));
    line("<p class=\"marks\">");
    snapshot
        .notice()
        .ifPresent(notice -> line("<span class=\"notice\">" + text(notice) + "</span>"));
    line(
        "<span class=\"status %s\">%s %s</span>"
            .formatted(status, statusShape(status), status.word()));
    line("</p>");
    line("<p class=\"fresh\">" + text(Words.freshness(snapshot)) + "</p>");
    line("</header>");
    line("<p class=\"headline\">" + text(Headline.of(snapshot)) + "</p>");
    for (Warning warning : snapshot.warnings()) {
      line(
          "<p class=\"warning\" role=\"note\"><strong>Check did not pass: %s, %s.</strong> %s</p>"
              .formatted(
                  escaped(warning.check()), DayText.brief(warning.day()), text(warning.message())));
    }
  }

  /** Text to read: a minus sign stays on the line of its number. */
  private static String text(String text) {
    return escaped(text).replace("−", "−&#8288;");
  }

  private static String statusShape(Status status) {
    String body =
        switch (status) {
          case COMPLETE -> TICK;
          case PROVISIONAL -> DASHED_RING;
          case PARTIAL -> HALF_DISC;
        };
    return svg(12, 12, body);
  }

  private static String svg(int width, int height, String body) {
    return "<svg aria-hidden=\"true\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">%s</svg>"
        .formatted(width, height, width, height, body);
  }

  private static String small(String words) {
    return " <small>" + text(words) + "</small>";
  }

  private void tile(TileFigure figure) {
    line("<article class=\"card\">");
    line("<h3>" + text(figure.title()) + "</h3>");
    line(
        "<p class=\"value\" title=\"%s\">%s%s%s</p>"
            .formatted(
                escaped(figure.exact()),
                text(figure.value()),
                figure.noun().isEmpty() ? "" : small(figure.noun()),
                figure.elsewhere().map(HtmlRenderer::small).orElse("")));
    if (figure.reason().isPresent()) {
      line("<p class=\"muted\">" + text(figure.reason().get()) + "</p>");
    } else {
      figure.changes().forEach(this::change);
      figure.target().ifPresent(this::target);
      figure.notes().forEach(note -> line("<p class=\"note\">" + text(note) + "</p>"));
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
            .formatted(HeatMap.text(target.share()), text(target.text())));
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
          case UP -> UP;
          case DOWN -> DOWN;
          case FLAT ->
              change.isKnown() ? svg(9, 8, "<path d=\"M0 3h9v2H0z\" fill=\"currentColor\"/>") : "";
        };
    line(
        "<p class=\"change\"><b class=\"%s\">%s %s</b> %s</p>"
            .formatted(change.tone(), arrow, text(change.text()), text(change.against())));
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
    line("<div class=\"figures\">");
    for (TileFigure figure : Figures.of(chart, snapshot)) {
      line("<div>");
      line(
          "<p class=\"figure\"><span>%s</span> <b>%s</b></p>"
              .formatted(text(figure.title()), text(figure.value())));
      figure.changes().stream().limit(1).forEach(this::change);
      line("</div>");
    }
    line("</div>");
    line("</div>");
  }

  private void notes(Chart chart) {
    open(chart);
    List<Note> notes = Note.all(snapshot);
    for (Note note : notes.subList(0, Math.min(chart.rows(), notes.size()))) {
      line(
          "<p class=\"news\">%s<b>%s</b> %s</p>"
              .formatted(mark(note.kind()), text(note.title()), text(note.text())));
    }
    line("</div>");
  }

  private static String mark(Note.Kind kind) {
    String tone =
        switch (kind) {
          case UP_GOOD, DOWN_GOOD, CALM -> "GOOD";
          case UP_BAD, DOWN_BAD, CHECK -> "BAD";
          case EVENT -> "NEUTRAL";
        };
    String shape =
        switch (kind) {
          case UP_GOOD, UP_BAD -> UP;
          case DOWN_GOOD, DOWN_BAD -> DOWN;
          case CHECK -> svg(12, 12, ALERT);
          case EVENT -> svg(12, 12, RING);
          case CALM -> svg(12, 12, TICK);
        };
    return "<i class=\"mark %s\">%s</i>".formatted(tone, shape);
  }

  private void open(Chart chart) {
    line("<div class=\"card w%s\">".formatted(chart.width().columns()));
    line("<h3 class=\"name\">" + text(chart.title()) + "</h3>");
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
    line("<h3 class=\"name\">" + text(table.title()) + "</h3>");
    line(
        "<div class=\"scroll\"><table class=\"table-%s\">"
            .formatted(table.kind().name().toLowerCase(Locale.ROOT)));
    StringBuilder heads = new StringBuilder();
    for (Column column : table.columns()) {
      heads.append("<th scope=\"col\"%s>%s</th>".formatted(css(column), text(column.head())));
    }
    line("<thead><tr>" + heads + "</tr></thead>");
    line("<tbody>");
    for (List<String> row : table.rows()) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        cells.append(
            i == 0
                ? "<th scope=\"row\"%s>%s</th>".formatted(css(column), text(row.get(i)))
                : "<td%s data-head=\"%s\">%s</td>"
                    .formatted(css(column), escaped(column.head()), cell(table, row.get(i))));
      }
      line("<tr>" + cells + "</tr>");
    }
    line("</tbody></table></div>");
  }

  /** Where cells are short, a line ends after a comma, if anywhere. */
  private static String cell(TableData table, String text) {
    return table.wraps() || text.isEmpty()
        ? text(text)
        : "<span>" + text(text).replace(", ", ",</span> <span>") + "</span>";
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
