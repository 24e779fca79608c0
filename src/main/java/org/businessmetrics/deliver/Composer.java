package org.businessmetrics.deliver;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.ReportSnapshot;

/** Gathers what a message about a report rests on, and writes it. */
final class Composer {
  private final Terms terms;
  private final Outbox outbox;
  private final Archive archive;
  private final Snapshots snapshots;
  private final Map<LocalDate, ReportSnapshot> read = new HashMap<>();

  Composer(Terms terms, Outbox outbox, Archive archive, Snapshots snapshots) {
    this.terms = terms;
    this.outbox = outbox;
    this.archive = archive;
    this.snapshots = snapshots;
  }

  /** A report as it stands, and what is wrong with it. */
  record Draft(ReportSnapshot snapshot, Map<Condition, String> conditions) {}

  /**
   * @param overdue a later day that is over and not published
   */
  Draft draft(LocalDate day, Optional<LocalDate> overdue) {
    ReportSnapshot snapshot = read.computeIfAbsent(day, snapshots::of);
    return new Draft(snapshot, Gate.conditions(Excerpt.of(snapshot), overdue));
  }

  /**
   * What has moved since the last report that the recipient was sent; empty when there was none, or
   * its snapshot is gone.
   */
  Optional<Comparison> moved(MessageKey key, ReportSnapshot now) {
    return outbox
        .lastMailed(key)
        .flatMap(last -> archive.snapshot(last.key()))
        .map(before -> Comparison.of(before, now));
  }

  Occasion occasion(
      Draft draft, Optional<Comparison> moved, List<String> banner, Instant now, boolean isTest) {
    LocalDate day = draft.snapshot().day().day();
    Optional<Comparison> correction = moved.filter(one -> one.day().equals(day));
    return new Occasion(
        !isTest && correction.isEmpty() && now.isAfter(terms.deadline(day)),
        banner,
        Excerpt.of(draft.snapshot()).unusual(),
        correction,
        moved.filter(one -> one.day().isBefore(day)),
        Excerpt.usualMovement(draft.snapshot()),
        isTest);
  }

  /** The message's bytes. */
  byte[] write(MessageKey key, Recipient to, Draft draft, Occasion occasion, String more) {
    Envelope envelope = envelope(key, to, draft, occasion, more);
    return ReportMessage.write(terms, draft.snapshot(), occasion, envelope);
  }

  private Envelope envelope(
      MessageKey key, Recipient to, Draft draft, Occasion occasion, String more) {
    return new Envelope(
        key.recipient(),
        Wording.subject(
            Excerpt.of(draft.snapshot()),
            occasion,
            to.when().of(terms.period()),
            terms.delivery().subjectFigures()),
        Envelope.id(terms, key, more),
        draft.snapshot().day().publishedAt());
  }
}
