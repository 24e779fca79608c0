package org.businessmetrics.plan;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.plan.Request.Backfill;
import org.businessmetrics.plan.Request.ThroughDay;

/** The rules of {@link Plan#of}. */
final class Planner {
  private final PlanInput input;
  private final Optional<DayRange> published;
  private final List<String> notes = new ArrayList<>();

  private Planner(PlanInput input) {
    this.input = input;
    this.published = input.published();
  }

  static Plan plan(PlanInput input) {
    return new Planner(input).plan();
  }

  private Plan plan() {
    Optional<DayRange> asked = asked();
    if (asked.isEmpty()) {
      return new Plan(List.of(), List.of(), notes);
    }
    DayRange read = withLookback(withoutHole(asked.get()));
    LocalDate last = published.map(days -> later(days.last(), read.last())).orElse(read.last());
    List<DueDay> days =
        new DayRange(read.first(), last)
            .days().stream().map(day -> new DueDay(day, reasons(day, read))).toList();
    return new Plan(days, ranges(read, last), notes);
  }

  /** The days that the request stands for; empty when there is nothing to do. */
  private Optional<DayRange> asked() {
    if (input.request() instanceof ThroughDay request) {
      refuseBeforeItsEnd(request.day());
      return hasRows() ? Optional.of(through(request.day())) : Optional.empty();
    }
    if (input.request() instanceof Backfill request) {
      if (request.from().isAfter(request.to())) {
        throw new Failure(
            ExitCode.USAGE,
            "Invalid days: --from %s --to %s (--from must not be after --to)"
                .formatted(request.from(), request.to()));
      }
      refuseBeforeItsEnd(request.to());
      return hasRows() ? Optional.of(withinTheSource(request)) : Optional.empty();
    }
    if (!hasRows()) {
      return Optional.empty();
    }
    LocalDate from = firstMissing();
    if (from.isAfter(input.lastEnded())) {
      notes.add(
          "Every day that is over is published; the last is %s.".formatted(input.lastEnded()));
      return Optional.empty();
    }
    return Optional.of(new DayRange(from, input.lastEnded()));
  }

  private boolean hasRows() {
    boolean hasRows = published.isPresent() || input.sourceFirstDay().isPresent();
    if (!hasRows) {
      notes.add("The source has no rows yet.");
    }
    return hasRows;
  }

  /** The first day that a night would publish. */
  private LocalDate firstMissing() {
    if (published.isPresent()) {
      return published.get().last().plusDays(1);
    }
    LocalDate begin = input.sourceFirstDay().orElseThrow();
    return input.historyFrom().map(from -> later(from, begin)).orElse(begin);
  }

  private DayRange through(LocalDate day) {
    refuseBeforeTheSource(day);
    LocalDate missing = firstMissing();
    if (!day.isBefore(missing)) {
      return new DayRange(missing, day);
    }
    LocalDate lookback = day.minusDays(input.lookbackDays());
    return new DayRange(
        published
            .filter(days -> days.contains(day))
            .map(days -> later(days.first(), lookback))
            .orElse(day),
        day);
  }

  private DayRange withinTheSource(Backfill request) {
    refuseBeforeTheSource(request.to());
    LocalDate first = input.sourceFirstDay().orElse(request.from());
    if (request.from().isBefore(first)) {
      notes.add(
          "The source begins on %s: %s is left out."
              .formatted(first, new DayRange(request.from(), first.minusDays(1))));
    }
    return new DayRange(later(request.from(), first), request.to());
  }

  private DayRange withoutHole(DayRange asked) {
    return published
        .map(
            days ->
                new DayRange(
                    earlier(asked.first(), days.last().plusDays(1)),
                    later(asked.last(), days.first().minusDays(1))))
        .orElse(asked);
  }

  /** New days make the rows before them final, so these are read once more. */
  private DayRange withLookback(DayRange read) {
    return published
        .filter(days -> read.last().isAfter(days.last()))
        .map(
            days -> {
              LocalDate lookback = days.last().plusDays(1).minusDays(input.lookbackDays());
              return new DayRange(
                  earlier(read.first(), later(days.first(), lookback)), read.last());
            })
        .orElse(read);
  }

  private List<Reason> reasons(LocalDate day, DayRange read) {
    List<Reason> reasons = new ArrayList<>();
    boolean isPublished = published.filter(days -> days.contains(day)).isPresent();
    if (!isPublished) {
      reasons.add(Reason.MISSING);
    }
    if (isRequested(day)) {
      reasons.add(Reason.REQUESTED);
    }
    if (reasons.isEmpty()) {
      reasons.add(read.contains(day) ? Reason.LOOKBACK : Reason.FOLLOWS);
    }
    return reasons;
  }

  private boolean isRequested(LocalDate day) {
    if (input.request() instanceof ThroughDay request) {
      return day.equals(request.day());
    }
    return input.request() instanceof Backfill request
        && new DayRange(request.from(), request.to()).contains(day);
  }

  /** Cuts the new days at the end into runs; what is published already is never cut. */
  private List<RunRange> ranges(DayRange read, LocalDate last) {
    List<RunRange> ranges = new ArrayList<>();
    LocalDate uncut = published.map(DayRange::last).orElse(read.first().minusDays(1));
    LocalDate end = earlier(last, uncut.plusDays(input.rangeDays()));
    ranges.add(
        new RunRange(
            new DayRange(read.first(), end),
            new DayRange(firstRead(read.first()), earlier(read.last(), end))));
    while (end.isBefore(last)) {
      LocalDate lookback = end.plusDays(1).minusDays(input.lookbackDays());
      LocalDate begin = later(read.first(), lookback);
      end = earlier(last, end.plusDays(input.rangeDays()));
      DayRange piece = new DayRange(begin, end);
      ranges.add(new RunRange(piece, piece));
    }
    return ranges;
  }

  /** The first run of all reads the whole history, also where not all of it is published. */
  private LocalDate firstRead(LocalDate firstPublished) {
    LocalDate begin =
        published.isPresent()
            ? firstPublished
            : earlier(input.sourceFirstDay().orElse(firstPublished), firstPublished);
    if (begin.isBefore(firstPublished)) {
      notes.add(
          "%s is read to build the state, and not published."
              .formatted(new DayRange(begin, firstPublished.minusDays(1))));
    }
    return begin;
  }

  private void refuseBeforeItsEnd(LocalDate day) {
    if (day.isAfter(input.lastEnded())) {
      ZonedDateTime from =
          input.calendar().settledAt(day, input.settling()).atZone(input.calendar().zone());
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "%s is not over yet: it can be published from %s %s on; until then the last day is %s"
              .formatted(
                  day,
                  from.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")),
                  from.getZone(),
                  input.lastEnded()));
    }
  }

  private void refuseBeforeTheSource(LocalDate day) {
    input
        .sourceFirstDay()
        .filter(day::isBefore)
        .ifPresent(
            first -> {
              throw new Failure(
                  ExitCode.USAGE,
                  "Nothing can be published for %s: the source begins on %s".formatted(day, first));
            });
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
