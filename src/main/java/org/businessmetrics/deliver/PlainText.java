package org.businessmetrics.deliver;

import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.Excerpt.Tile;
import org.businessmetrics.report.ReportSnapshot;

/** The message for who reads text: all of it, not a hint at the rest. */
final class PlainText {
  private PlainText() {}

  /**
   * @param remarks what is to be said about the attachments
   */
  static String of(ReportSnapshot snapshot, Occasion occasion, List<String> remarks) {
    Excerpt report = Excerpt.of(snapshot);
    List<String> lines = new ArrayList<>();
    lines.add("%s — %s".formatted(report.title(), Excerpt.brief(report.day())));
    lines.add(Wording.status(report, occasion));
    lines.add("");
    Wording.before(report, occasion).forEach(block -> add(lines, block));
    lines.add(report.headline());
    lines.add("");
    report.tiles().forEach(tile -> add(lines, tile));
    lines.add("");
    Wording.after(snapshot, occasion).forEach(block -> add(lines, block));
    lines.addAll(remarks);
    lines.add(report.origin());
    return String.join("\r\n", lines) + "\r\n";
  }

  private static void add(List<String> lines, Wording.Block block) {
    lines.add(block.sentence());
    block.lines().forEach(line -> lines.add("- " + line));
    lines.add("");
  }

  private static void add(List<String> lines, Tile tile) {
    StringBuilder line = new StringBuilder("%s: %s".formatted(tile.name(), tile.value()));
    tile.reason().ifPresent(reason -> line.append(" (").append(reason).append(')'));
    tile.changes()
        .forEach(one -> line.append(", ").append(one.text()).append(' ').append(one.against()));
    tile.notes().forEach(note -> line.append("; ").append(note));
    lines.add(line.toString());
  }
}
