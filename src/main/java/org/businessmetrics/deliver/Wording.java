package org.businessmetrics.deliver;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.Excerpt.Tile;
import org.businessmetrics.report.ReportSnapshot;

/** The sentences that the subject, the plain text and the HTML of a message share. */
final class Wording {
  /** More lines than this are counted, not listed. */
  static final int MOST_LINES = 20;

  /** A longer line is cut, so that the HTML stays below what mail programs show. */
  static final int LONGEST_LINE = 300;

  private static final String MRR = "mrr";

  private Wording() {}

  /** As in "CORRECTION [Daily metrics] Sun 22 Nov · 2 to look at". */
  static String subject(Excerpt report, Occasion occasion, Period period, boolean figures) {
    List<String> parts = new ArrayList<>();
    parts.add("%s %s".formatted(list(period), Excerpt.brief(report.day())));
    if (figures) {
      figure(report).ifPresent(parts::add);
    }
    if (occasion.isProvisional()) {
      parts.add("PROVISIONAL");
    }
    if (occasion.toLookAt() > 0) {
      parts.add(
          figures
              ? occasion.toLookAt() + (occasion.toLookAt() == 1 ? " alert" : " alerts")
              : occasion.toLookAt() + " to look at");
    } else if (!figures) {
      parts.add("all normal");
    }
    return prefix(occasion) + String.join(" · ", parts);
  }

  static String list(Period period) {
    return switch (period) {
      case DAILY -> "[Daily metrics]";
      case WEEKLY -> "[Weekly metrics]";
      case MONTHLY -> "[Monthly metrics]";
    };
  }

  private static String prefix(Occasion occasion) {
    String test = occasion.isTest() ? "TEST " : "";
    String correction = occasion.correction().isPresent() ? "CORRECTION " : "";
    return test + correction + (occasion.isDelayed() ? "DELAYED " : "");
  }

  /** Recurring revenue where the report has it, otherwise its first figure. */
  private static Optional<String> figure(Excerpt report) {
    List<Tile> known = report.tiles().stream().filter(one -> one.number().isPresent()).toList();
    return known.stream()
        .filter(tile -> tile.metric().equals(MRR))
        .findFirst()
        .or(() -> known.stream().findFirst())
        .map(
            tile ->
                "%s %s%s"
                    .formatted(
                        tile.name(),
                        tile.value(),
                        tile.changes().stream()
                            .findFirst()
                            .map(one -> " (%s %s)".formatted(one.text(), brief(one.against())))
                            .orElse("")));
  }

  private static String brief(String against) {
    return against.matches("vs last \\w+day") ? "wow" : against;
  }

  /** What must be read before the figures; each a heading and its lines. */
  static List<Block> before(Excerpt report, Occasion occasion) {
    List<Block> blocks = new ArrayList<>();
    report.notice().ifPresent(notice -> blocks.add(new Block(notice + ".", List.of())));
    if (occasion.isTest()) {
      blocks.add(new Block("This is a test; nobody else was sent it.", List.of()));
    }
    occasion
        .correction()
        .ifPresent(
            moved ->
                blocks.add(
                    new Block(
                        "Correction of the report of %s that was sent before. What moved:"
                            .formatted(Excerpt.brief(moved.day())),
                        cut(moved.lines()))));
    if (!occasion.banner().isEmpty()) {
      blocks.add(new Block("Read these figures with care:", cut(occasion.banner())));
    }
    if (!occasion.unusual().isEmpty()) {
      blocks.add(new Block("Outside their usual range:", cut(occasion.unusual())));
    }
    if (occasion.isDelayed()) {
      blocks.add(new Block("This report is later than promised.", List.of()));
    }
    return blocks;
  }

  /** What may be read after the figures. */
  static List<Block> after(ReportSnapshot snapshot, Occasion occasion) {
    List<Block> blocks = new ArrayList<>();
    occasion
        .since()
        .filter(moved -> !moved.isEmpty())
        .ifPresent(
            moved ->
                blocks.add(
                    new Block(
                        "Since the last mail, about %s:".formatted(Excerpt.brief(moved.day())),
                        cut(moved.lines()))));
    if (!snapshot.day().isFinal()) {
      blocks.add(new Block(mayMove(occasion), List.of()));
    }
    return blocks;
  }

  private static String mayMove(Occasion occasion) {
    return occasion
        .usualMovement()
        .map(
            by ->
                "Late rows may still change this day; a figure usually moves by up to %s %% (median of the last restated days)."
                    .formatted(
                        by.multiply(BigDecimal.valueOf(100))
                            .setScale(2, RoundingMode.UP)
                            .stripTrailingZeros()
                            .toPlainString()))
        .orElse("Late rows may still change this day; no figure that was mailed has moved so far.");
  }

  /** How far the figures can be trusted, with the word of the status where it means something. */
  static String status(Excerpt report, Occasion occasion) {
    boolean shown = !report.status().equals("PROVISIONAL") || occasion.isProvisional();
    return shown ? report.status() + " · " + report.freshness() : report.freshness();
  }

  private static List<String> cut(List<String> lines) {
    List<String> cut = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
      boolean fits = line.length() <= LONGEST_LINE;
      cut.add(fits ? line : line.substring(0, LONGEST_LINE).replaceFirst("\\S*$", "") + "…");
    }
    if (lines.size() > MOST_LINES) {
      cut.add("… and %d more".formatted(lines.size() - MOST_LINES));
    }
    return cut;
  }

  /** A sentence and what belongs to it. */
  record Block(String sentence, List<String> lines) {}
}
