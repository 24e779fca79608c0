package org.businessmetrics.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Warning;

/** The sentences around the figures; every renderer prints the same. */
final class Words {
  private Words() {}

  /** The report's title and what it is about, as in Business metrics — Sun 22 Nov 2026. */
  static String title(ReportSnapshot snapshot) {
    return snapshot.report().title() + " — " + period(snapshot);
  }

  /** The day, the week that ends on it, or the month so far. */
  static String period(ReportSnapshot snapshot) {
    LocalDate day = snapshot.day().day();
    return switch (snapshot.report().period()) {
      case DAILY -> DayText.full(day);
      case WEEKLY -> "week to " + DayText.full(day);
      case MONTHLY ->
          day.getDayOfMonth() == day.lengthOfMonth()
              ? DayText.longMonth(day)
              : DayText.longMonth(day) + " to " + DayText.full(day);
    };
  }

  /** How fresh the figures are, with the zone that the days are of. */
  static String freshness(ReportSnapshot snapshot) {
    ReportSnapshot.PublishedDay day = snapshot.day();
    ReportSnapshot.Checks checks = snapshot.checks();
    String passed =
        checks.all() == 0 ? "" : " · %s/%s checks passed".formatted(checks.passed(), checks.all());
    return "Data complete through %s %s%s · published %s UTC"
        .formatted(
            DayText.lastMinuteBefore(day.endsAt(), day.zone()),
            day.zone(),
            passed,
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
      notes.add("Hollow and dashed: late rows may still change these days" + lately(snapshot));
    }
    boolean money = snapshot.currency().isPresent();
    if (money
        && snapshot.report().measures().stream().anyMatch(one -> one.unit() == Unit.CURRENCY)) {
      notes.add("Revenue: cash received less refunds (before fees and tax).");
    }
    if (snapshot.report().tiles().anyMatch(tile -> tile.measure().grain() == Grain.DAY)) {
      notes.add("Band: the usual range, from the same weekdays of 8 weeks.");
    }
    if (money && snapshot.report().metrics().contains("arpu")) {
      notes.add("ARPU: net revenue of 30 days per monthly active user.");
    }
    if (money && snapshot.report().metrics().contains("arppu")) {
      notes.add("ARPPU: net revenue of 30 days per payer.");
    }
    if (snapshot.report().tiles().anyMatch(tile -> tile.show() == Show.MONTH_TO_DATE)) {
      notes.add("Month to date is compared with the same days of the month before.");
    }
    if (snapshot.report().charts(Kind.LINE, Kind.BARS).findAny().isPresent()) {
      notes.add("7-day mean: of the day and the 6 before it.");
    }
    int others = otherCurrencies(snapshot).size();
    if (snapshot.converted() && others > 0) {
      notes.add(
          "Money in %s, that of %s converted at the rates of each day."
              .formatted(
                  snapshot.currency().orElse(""), String.join(", ", otherCurrencies(snapshot))));
    } else if (others > 0) {
      notes.add(
          "Money in %s; %s more %s %s."
              .formatted(
                  snapshot.currency().orElse(""),
                  others,
                  others == 1 ? "currency" : "currencies",
                  snapshot
                      .report()
                      .pageOfAllCurrencies()
                      .map(page -> "on page " + page)
                      .orElse("in the CSV file")));
    }
    if (names(snapshot).anyMatch(name -> Fonts.lacking(name).isPresent())) {
      notes.add(
          "Names in other scripts are spelled in Latin letters; the CSV file has them as they are.");
    }
    return String.join(" ", notes);
  }

  /** What the application calls its own things. */
  private static Stream<String> names(ReportSnapshot snapshot) {
    return Stream.concat(
        snapshot.series().stream().map(one -> one.key().segment().value()),
        snapshot.funnels().stream()
            .flatMap(
                funnel ->
                    Stream.concat(
                        Stream.of(funnel.funnel()),
                        funnel.steps().stream().map(ReportSnapshot.Step::name))));
  }

  /** By how much, where days of the tiles' figures were restated before. */
  private static String lately(ReportSnapshot snapshot) {
    return snapshot
        .report()
        .tiles()
        .flatMap(tile -> Stream.ofNullable(snapshot.lateMovement().get(tile.measure().metric())))
        .max(Comparator.naturalOrder())
        .map(share -> ", usually by up to %s.".formatted(HeatMap.text(share)))
        .orElse(".");
  }

  private static List<String> otherCurrencies(ReportSnapshot snapshot) {
    return snapshot.series().stream()
        .flatMap(series -> series.currency().stream())
        .distinct()
        .filter(code -> !snapshot.currency().equals(Optional.of(code)))
        .sorted()
        .toList();
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
