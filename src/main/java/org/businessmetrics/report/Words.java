package org.businessmetrics.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.PageConfig.Kind;
import org.businessmetrics.report.PageConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Warning;

/** The sentences around the figures; every renderer prints the same. */
final class Words {
  private Words() {}

  /** How fresh the figures are, with the zone that the days are of. */
  static String freshness(ReportSnapshot snapshot) {
    ReportSnapshot.PublishedDay day = snapshot.day();
    return "Data complete through %s %s · published %s UTC"
        .formatted(
            DayText.lastMinuteBefore(day.endsAt(), day.zone()),
            day.zone(),
            DayText.moment(day.publishedAt()));
  }

  /** What did not pass, the first one in full. */
  static String warnings(ReportSnapshot snapshot) {
    List<Warning> warnings = snapshot.warnings();
    Warning first = warnings.get(0);
    String more = warnings.size() == 1 ? "" : " (+%s more)".formatted(warnings.size() - 1);
    return "%s %s. %s, %s: %s%s"
        .formatted(
            warnings.size(),
            warnings.size() == 1 ? "check did not pass" : "checks did not pass",
            first.check(),
            DayText.brief(first.day()),
            first.message(),
            more);
  }

  /** What a reader must know to read the page right. */
  static String footnote(ReportSnapshot snapshot) {
    List<String> notes = new ArrayList<>();
    if (!snapshot.day().isFinal()) {
      notes.add("Hollow and dashed: provisional, late rows may still change these days.");
    }
    boolean money = snapshot.currency().isPresent();
    if (money && snapshot.page().measures().anyMatch(one -> one.unit() == Unit.CURRENCY)) {
      notes.add("Revenue: cash received less refunds (before fees and tax).");
    }
    if (money && snapshot.page().metrics().contains("arpu")) {
      notes.add("ARPU: net revenue of 30 days per monthly active user.");
    }
    if (money && snapshot.page().metrics().contains("arppu")) {
      notes.add("ARPPU: net revenue of 30 days per payer.");
    }
    if (snapshot.page().tiles().stream().anyMatch(tile -> tile.show() == Show.MONTH_TO_DATE)) {
      notes.add("Month to date is compared with the same days of the month before.");
    }
    if (snapshot.page().charts().stream().anyMatch(chart -> chart.kind() != Kind.STACKED)) {
      notes.add("7-day mean: of the day and the 6 before it.");
    }
    long others = otherCurrencies(snapshot);
    if (others > 0) {
      notes.add(
          "Money in %s; %s more %s in the CSV file."
              .formatted(
                  snapshot.currency().orElse(""), others, others == 1 ? "currency" : "currencies"));
    }
    return String.join(" ", notes);
  }

  private static long otherCurrencies(ReportSnapshot snapshot) {
    return snapshot.series().stream()
        .flatMap(series -> series.currency().stream())
        .distinct()
        .filter(code -> !snapshot.currency().equals(Optional.of(code)))
        .count();
  }

  /** Where the figures came from. */
  static String origin(ReportSnapshot snapshot) {
    return "Job %s · %sversion %s of the day%s"
        .formatted(
            snapshot.job(),
            snapshot.runId().map(id -> "run " + id + " · ").orElse(""),
            snapshot.day().dataVersion(),
            snapshot.notice().map(notice -> " · " + notice).orElse(""));
  }
}
