package org.businessmetrics.deliver;

import java.util.List;
import java.util.Map;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.Excerpt.Tile;
import org.businessmetrics.report.Markup;
import org.businessmetrics.report.ReportSnapshot;

/**
 * The message as HTML that mail programs understand: tables, inline styles, the figures as text,
 * the charts as pictures that come with the message.
 */
final class HtmlText {
  /** More tiles than this are left to the attachments. */
  static final int MOST_TILES = 24;

  private static final String MUTED = "color:#616E7C";
  private static final String CELL =
      "border:1px solid #E4E7EB;border-radius:6px;padding:10px 12px;vertical-align:top";
  private static final Map<String, String> TONES =
      Map.of("good", "#00664B", "bad", "#A34700", "neutral", "#616E7C");

  private final StringBuilder html = new StringBuilder();

  private HtmlText() {}

  /**
   * @param pictures the content ids of the charts, in the page's order
   * @param remarks what is to be said about the attachments
   */
  static String of(
      ReportSnapshot snapshot, Occasion occasion, List<String> pictures, List<String> remarks) {
    Excerpt report = Excerpt.of(snapshot);
    HtmlText text = new HtmlText();
    text.open(report);
    text.line(
        "<h1 style=\"font-size:20px;margin:0\">%s — %s</h1>",
        report.title(), Excerpt.brief(report.day()));
    text.line(
        "<p style=\"margin:4px 0 16px;" + MUTED + "\">%s</p>", Wording.status(report, occasion));
    Wording.before(report, occasion).forEach(block -> text.block(block, true));
    text.line("<p style=\"font-size:16px;margin:0 0 12px\">%s</p>", report.headline());
    text.tiles(report.tiles());
    for (int i = 0; i < pictures.size(); i++) {
      String title = report.charts().get(i);
      text.line(
          "<p style=\"margin:16px 0 0\"><img src=\"cid:%s\" alt=\"%s\" width=\"600\" style=\"width:100%%;max-width:600px;height:auto\"></p>",
          pictures.get(i), title);
    }
    Wording.after(snapshot, occasion).forEach(block -> text.block(block, false));
    remarks.forEach(remark -> text.line("<p style=\"" + MUTED + "\">%s</p>", remark));
    text.line("<p style=\"font-size:12px;" + MUTED + "\">%s</p>", report.origin());
    return text.close();
  }

  private void open(Excerpt report) {
    line(
        "<!DOCTYPE html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title></head>",
        report.title());
    line(
        "<body style=\"margin:0;padding:16px;background:#FFFFFF;color:#1F2933;font:14px/1.45 Roboto,Helvetica,Arial,sans-serif\"><div style=\"max-width:620px;margin:0 auto\">");
  }

  private String close() {
    line("</div></body></html>");
    return html.toString();
  }

  private void block(Wording.Block block, boolean isWarning) {
    line(
        "<div style=\"margin:12px 0;padding:8px 12px;border-left:4px solid "
            + (isWarning ? "#B87A00;background:#FFF7E6" : "#E4E7EB")
            + "\"><strong>%s</strong>",
        block.sentence());
    if (!block.lines().isEmpty()) {
      line("<ul style=\"margin:4px 0;padding-left:18px\">");
      block.lines().forEach(each -> line("<li>%s</li>", each));
      line("</ul>");
    }
    line("</div>");
  }

  private void tiles(List<Tile> tiles) {
    line("<table role=\"presentation\" width=\"100%%\" cellspacing=\"6\" cellpadding=\"0\">");
    List<Tile> shown = tiles.subList(0, Math.min(MOST_TILES, tiles.size()));
    for (int i = 0; i < shown.size(); i++) {
      line(i % 2 == 0 ? "<tr>" : "");
      tile(shown.get(i));
      line(i % 2 == 1 || i == shown.size() - 1 ? "</tr>" : "");
    }
    line("</table>");
    if (tiles.size() > shown.size()) {
      line(
          "<p>… and %s more tiles in the text of this message and the report itself.</p>",
          Integer.toString(tiles.size() - shown.size()));
    }
  }

  private void tile(Tile tile) {
    line(
        "<td width=\"50%%\" style=\"" + CELL + "\"><div style=\"" + MUTED + "\">%s</div>",
        tile.name());
    line("<div style=\"font-size:22px;font-weight:bold\">%s</div>", tile.value());
    tile.reason().ifPresent(reason -> line("<div style=\"" + MUTED + "\">%s</div>", reason));
    tile.changes()
        .forEach(
            change ->
                line(
                    "<div><b style=\"color:"
                        + TONES.getOrDefault(change.tone(), "#616E7C")
                        + "\">%s</b> %s</div>",
                    change.text(),
                    change.against()));
    tile.notes().forEach(note -> line("<div style=\"font-size:12px\">%s</div>", note));
    line("</td>");
  }

  /** A line with texts put in, each escaped. */
  private void line(String format, String... texts) {
    Object[] escaped = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      escaped[i] = Markup.escaped(texts[i]);
    }
    html.append(format.formatted(escaped)).append('\n');
  }
}
