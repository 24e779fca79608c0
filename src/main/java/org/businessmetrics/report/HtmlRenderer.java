package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.report.PageConfig.Chart;
import org.businessmetrics.report.PageConfig.Measure;
import org.businessmetrics.report.PageConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.businessmetrics.report.TileFigure.Change;

/**
 * The page as one file for a browser: tiles as live text, charts as pictures in two shapes (desk
 * and phone), every figure once more as a table. Nothing is loaded from anywhere, nothing runs.
 */
final class HtmlRenderer {
  private static final Rectangle2D SPARK = new Rectangle2D.Double(0, 0, 150, 34);
  private static final double CHART_HEIGHT = 190;
  private static final double WIDE = 794;
  private static final double HALF = 400;
  private static final double PHONE = 300;
  private static final double PIXELS = 2.5;

  private final ReportSnapshot snapshot;
  private final StringBuilder html = new StringBuilder();

  private HtmlRenderer(ReportSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  static byte[] render(ReportSnapshot snapshot) {
    return new HtmlRenderer(snapshot).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() {
    String title = escaped(snapshot.page().title()) + " — " + DayText.full(snapshot.day().day());
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<title>" + title + "</title>");
    line("<style>\n" + style() + "</style>");
    line("</head>");
    line("<body>");
    header();
    line("<main>");
    section("Figures of the day", "tiles", this::tiles);
    section("Charts", "charts", this::charts);
    table();
    line("</main>");
    line("<footer>");
    line("<p>" + escaped(Words.footnote(snapshot)) + "</p>");
    line("<p>" + escaped(Words.origin(snapshot)) + "</p>");
    line("</footer>");
    line("</body>");
    line("</html>");
    return html.toString();
  }

  private void line(String text) {
    html.append(text).append('\n');
  }

  private void section(String label, String css, Runnable body) {
    line("<section aria-label=\"%s\" class=\"%s\">".formatted(label, css));
    body.run();
    line("</section>");
  }

  private void header() {
    Status status = Status.of(snapshot);
    line("<header>");
    line(
        "<h1>%s <span class=\"date\">— %s</span></h1>"
            .formatted(escaped(snapshot.page().title()), DayText.full(snapshot.day().day())));
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
    for (Warning warning : snapshot.warnings()) {
      line(
          "<p class=\"warning\" role=\"note\"><strong>Check did not pass: %s, %s.</strong> %s</p>"
              .formatted(
                  escaped(warning.check()),
                  DayText.brief(warning.day()),
                  escaped(warning.message())));
    }
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

  private void tiles() {
    for (TileFigure figure : Figures.of(snapshot)) {
      line("<article class=\"card\">");
      line("<h2>" + escaped(figure.title()) + "</h2>");
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
        figure.notes().forEach(note -> line("<p class=\"note\">" + escaped(note) + "</p>"));
        line(
            "<div class=\"spark\">"
                + "<svg aria-hidden=\"true\" viewBox=\"0 0 150 34\" preserveAspectRatio=\"none\">"
                + Sparkline.svg(figure.spark(), SPARK, Palette.BLUE)
                + "</svg></div>");
      }
      line("</article>");
    }
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

  private void charts() {
    List<Chart> charts = snapshot.page().charts();
    for (int i = 0; i < charts.size(); i++) {
      Chart chart = charts.get(i);
      boolean wide = i == 0 && charts.size() % 2 == 1;
      line("<figure class=\"%s\"><picture>".formatted(wide ? "wide" : "half"));
      line("<source media=\"(max-width: 640px)\" srcset=\"%s\">".formatted(picture(chart, PHONE)));
      line(
          "<img src=\"%s\" alt=\"%s\">"
              .formatted(picture(chart, wide ? WIDE : HALF), escaped(alternative(chart))));
      line("</picture></figure>");
    }
  }

  private String picture(Chart chart, double width) {
    byte[] png =
        PngRenderer.encode(
            PngRenderer.draw(
                width,
                CHART_HEIGHT,
                PIXELS,
                graphics ->
                    ChartPainter.draw(
                        new Canvas(graphics),
                        new Rectangle2D.Double(0.5, 0.5, width - 1, CHART_HEIGHT - 1),
                        chart,
                        snapshot)));
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  /** The chart in a sentence, for who can't see it. */
  private String alternative(Chart chart) {
    ChartData data = ChartData.of(chart, snapshot);
    if (data.isEmpty()) {
      return chart.title() + ": no data yet.";
    }
    StringBuilder text =
        new StringBuilder(
            "%s from %s to %s."
                .formatted(chart.title(), DayText.full(data.first()), DayText.full(data.last())));
    for (ChartData.Line line : data.lines()) {
      Point newest = line.points().get(line.points().size() - 1);
      text.append(
          " %s: %s on %s."
              .formatted(
                  line.measure().title(),
                  NumberText.exact(newest.value(), data.unit(), data.currency()),
                  DayText.brief(newest.day())));
    }
    return text.append(" The figures are in the CSV file.").toString();
  }

  private void table() {
    line("<h2 class=\"heading\">The figures</h2>");
    line("<div class=\"scroll\"><table>");
    line(
        "<thead><tr><th scope=\"col\">Figure</th><th scope=\"col\">Period</th>"
            + "<th scope=\"col\" class=\"number\">Value</th>"
            + "<th scope=\"col\">Change</th><th scope=\"col\">State</th></tr></thead>");
    line("<tbody>");
    for (TileFigure figure : Figures.of(snapshot)) {
      StringBuilder changes = new StringBuilder();
      for (Change change : figure.changes()) {
        changes.append(changes.isEmpty() ? "" : ", ").append(change.text()).append(' ');
        changes.append(change.against());
      }
      row(
          figure.title(),
          figure.first().equals(figure.last())
              ? DayText.brief(figure.last())
              : DayText.span(figure.first(), figure.last()),
          figure.exact(),
          figure.reason().orElse(changes.toString()),
          figure.reason().isPresent() ? "" : state(figure.isFinal()));
    }
    others().values().forEach(this::newest);
    line("</tbody></table></div>");
  }

  /** What the page shows beside the tiles' own figures, by metric. */
  private Map<String, Measure> others() {
    Map<String, Measure> others = new LinkedHashMap<>();
    Stream.of(
            snapshot.page().tiles().stream().flatMap(tile -> tile.notes().stream()),
            snapshot.page().charts().stream().flatMap(chart -> chart.series().stream()),
            tiles(Show.LATEST))
        .flatMap(measures -> measures)
        .forEach(measure -> others.putIfAbsent(measure.metric(), measure));
    return others;
  }

  private Stream<Measure> tiles(Show show) {
    return snapshot.page().tiles().stream()
        .filter(tile -> tile.show() == show)
        .map(PageConfig.Tile::measure);
  }

  /** One row a currency, so that what the tiles leave out is here. */
  private void newest(Measure measure) {
    boolean hasTile = tiles(Show.LATEST).anyMatch(tile -> tile.metric().equals(measure.metric()));
    for (Series series : snapshot.series()) {
      Optional<String> currency = series.currency();
      boolean onTile = hasTile && (currency.isEmpty() || currency.equals(snapshot.currency()));
      if (series.metric().equals(measure.metric()) && !series.points().isEmpty() && !onTile) {
        Point point = series.points().get(series.points().size() - 1);
        row(
            measure.title() + currency.map(code -> " (" + code + ")").orElse(""),
            point.start().equals(point.day())
                ? DayText.brief(point.day())
                : DayText.span(point.start(), point.day()),
            NumberText.exact(point.value(), measure.unit(), currency),
            "",
            point.isComplete() ? state(point.isFinal()) : "still open");
      }
    }
  }

  private static String state(boolean isFinal) {
    return isFinal ? "final" : "provisional";
  }

  private void row(String name, String period, String value, String change, String state) {
    line(
        "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"number\">%s</td><td>%s</td><td>%s</td></tr>"
            .formatted(
                escaped(name), escaped(period), escaped(value), escaped(change), escaped(state)));
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
