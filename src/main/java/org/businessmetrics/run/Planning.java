package org.businessmetrics.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.plan.DueDay;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.plan.PlanInput;
import org.businessmetrics.plan.Reason;
import org.businessmetrics.plan.Request;
import org.businessmetrics.plan.RunRange;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.publish.CauseOfDays;
import org.businessmetrics.source.Source;

/**
 * Puts together what a plan depends on: the ledger, the job, the clock, and the source's first day.
 */
final class Planning {
  private final Installation installation;
  private final Ledger ledger;

  Planning(Installation installation, Ledger ledger) {
    this.installation = installation;
    this.ledger = ledger;
  }

  /** The days that stand published; they never have a hole. */
  Optional<DayRange> published() {
    NavigableMap<LocalDate, PublishedDay> days = ledger.publishedDays();
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(new DayRange(days.firstKey(), days.lastKey()));
  }

  Plan plan(Request request) {
    return plan(request, published());
  }

  /** The plan for a database that has no schema yet. */
  Plan beforeTheFirstRun(Request request) {
    return plan(request, Optional.empty());
  }

  /** The first day of all history: that of the facts, or before the first run the source's. */
  LocalDate sourceFirstDay(Source source, RunRange range) {
    LocalDate read = range.read().first();
    return ledger
        .firstFactDay()
        .or(() -> firstDay(source))
        .filter(first -> first.isBefore(read))
        .orElse(read);
  }

  /** Why figures that stand may change, by the days that they are about. */
  List<CauseOfDays> causes(Plan plan, Cause requested) {
    List<CauseOfDays> causes = new ArrayList<>();
    for (DueDay day : plan.days()) {
      Cause cause = day.reasons().contains(Reason.LOOKBACK) ? Cause.LATE_DATA : requested;
      causes.add(new CauseOfDays(Optional.empty(), day.day(), day.day(), cause));
    }
    return causes;
  }

  private Plan plan(Request request, Optional<DayRange> published) {
    Optional<LocalDate> first = Optional.empty();
    if (published.isEmpty() || request instanceof Request.Backfill) {
      Source source = installation.source();
      source.checkContract();
      first = firstDay(source);
    }
    return Plan.of(PlanInput.of(installation.job(), published, first, installation.now(), request));
  }

  private Optional<LocalDate> firstDay(Source source) {
    return source.firstInstant().map(installation.job().calendar()::dayOf);
  }
}
