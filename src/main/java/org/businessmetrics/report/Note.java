package org.businessmetrics.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.businessmetrics.report.Outliers.Outlier;
import org.businessmetrics.report.ReportConfig.Annotation;
import org.businessmetrics.report.ReportConfig.Goal;
import org.businessmetrics.report.ReportSnapshot.Checks;
import org.businessmetrics.report.ReportSnapshot.Span;
import org.businessmetrics.report.ReportSnapshot.Warning;

/**
 * A line of what a reader should know.
 *
 * @param title what it is about
 */
record Note(Kind kind, String title, String text) {
  private static final int RECENT_DAYS = 60;

  /** How it is marked. */
  enum Kind {
    UP_GOOD,
    UP_BAD,
    DOWN_GOOD,
    DOWN_BAD,
    CHECK,
    EVENT,
    CALM
  }

  /** Outliers first, then checks, then what was noted lately, the newest first. */
  static List<Note> all(ReportSnapshot snapshot) {
    List<Note> notes = new ArrayList<>(outliers(snapshot));
    for (Warning warning : snapshot.warnings()) {
      notes.add(
          new Note(
              Kind.CHECK,
              "Check did not pass: " + warning.check(),
              DayText.brief(warning.day()) + ", " + warning.message()));
    }
    if (notes.isEmpty()) {
      notes.add(
          Outliers.areKnown(snapshot)
              ? new Note(Kind.CALM, "All normal", Headline.calm(snapshot))
              : new Note(Kind.EVENT, "Learning", Headline.calm(snapshot)));
    }
    Checks checks = snapshot.checks();
    if (checks.all() > 0 && checks.passed() == checks.all()) {
      notes.add(
          new Note(
              Kind.CALM,
              "Checks",
              "All %s checks of the day's figures passed.".formatted(checks.all())));
    }
    LocalDate day = snapshot.day().day();
    for (Span span : snapshot.unobserved()) {
      if (span.last().isAfter(day.minusDays(RECENT_DAYS))) {
        notes.add(
            new Note(
                Kind.EVENT,
                "Subscriptions until " + DayText.full(span.last()),
                "Replayed from events and invoices, not observed day by day."));
      }
    }
    snapshot.report().annotations().stream()
        .filter(note -> !note.day().isAfter(day))
        .filter(note -> note.day().isAfter(day.minusDays(RECENT_DAYS)))
        .sorted(Comparator.comparing(Annotation::day).reversed())
        .forEach(note -> notes.add(new Note(Kind.EVENT, DayText.brief(note.day()), note.text())));
    return notes;
  }

  /** The figures outside their usual range, the furthest out first. */
  static List<Note> outliers(ReportSnapshot snapshot) {
    return Outliers.of(snapshot).stream().map(one -> outlier(one, snapshot)).toList();
  }

  private static Note outlier(Outlier one, ReportSnapshot snapshot) {
    boolean good = one.isAbove() == (one.goal() == Goal.UP);
    Kind kind =
        one.isAbove()
            ? (good ? Kind.UP_GOOD : Kind.UP_BAD)
            : (good ? Kind.DOWN_GOOD : Kind.DOWN_BAD);
    return new Note(kind, one.measure().title(), Headline.range(one, snapshot));
  }
}
