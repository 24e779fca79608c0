package org.businessmetrics.deliver;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.Delivery.When;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Message;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.ledger.Outbox.Kind;
import org.businessmetrics.ledger.Outbox.State;
import org.businessmetrics.report.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds, at most once a message: {@code sending} is committed before the
 * server is asked, and what was being sent when its process died is called unknown and not sent
 * again. The caller holds the delivery lock.
 */
public final class Deliverer {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private final Terms terms;
  private final Outbox outbox;
  private final Archive archive;
  private final Snapshots snapshots;
  private final Sender sender;
  private final Clock clock;

  public Deliverer(
      Terms terms,
      Outbox outbox,
      Archive archive,
      Snapshots snapshots,
      Transport transport,
      Clock clock) {
    this(
        terms,
        outbox,
        archive,
        snapshots,
        new Sender(terms, outbox, transport, Pause.REAL, clock),
        clock);
  }

  Deliverer(
      Terms terms,
      Outbox outbox,
      Archive archive,
      Snapshots snapshots,
      Sender sender,
      Clock clock) {
    this.terms = terms;
    this.outbox = outbox;
    this.archive = archive;
    this.snapshots = snapshots;
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Sends everything that may be sent now.
   *
   * @param ended the last day that should be published
   * @param published the last day that is; empty before the first
   */
  public Summary deliver(LocalDate ended, Optional<LocalDate> published) {
    LocalDate expected = terms.newest(ended);
    Composer composer = new Composer(terms, outbox, archive, snapshots);
    Summary.Builder summary = new Summary.Builder();
    Optional<LocalDate> overdue =
        published.filter(last -> last.isBefore(expected)).map(last -> expected);
    for (Message interrupted : outbox.closeInterrupted(terms.report(), clock.instant())) {
      summary.add(interrupted.key(), State.UNKNOWN, interrupted.reply().orElse(""));
    }
    if (overdue.isPresent() && !clock.instant().isBefore(terms.deadline(expected))) {
      queueLateness(expected, published.orElseThrow());
    }
    for (Message message : outbox.open(terms.report(), clock.instant())) {
      if (message.key().kind() == Kind.REPORT) {
        report(composer, message, overdue, summary);
      }
    }
    tellTheOwner(summary);
    for (Message notice : outbox.open(terms.report(), clock.instant())) {
      if (notice.key().kind() != Kind.REPORT) {
        notice(notice, summary);
      }
    }
    return summary.build();
  }

  private void notice(Message notice, Summary.Builder summary) {
    MessageKey key = notice.key();
    boolean isOutrun =
        key.kind() == Kind.DELAY
            && outbox.ofVersion(key.report(), key.day(), key.dataVersion()).stream()
                .filter(report -> report.key().recipient().equals(key.recipient()))
                .anyMatch(report -> report.state() == State.SENT);
    if (isOutrun) {
      setAside(key, State.SUPERSEDED, "the report was sent after all", summary);
      return;
    }
    byte[] bytes = Notice.write(terms, notice);
    archive.write(Archive.name(key), bytes);
    sender.send(notice, Notice.id(terms, notice), bytes, summary);
  }

  private void report(
      Composer composer, Message message, Optional<LocalDate> overdue, Summary.Builder summary) {
    MessageKey key = message.key();
    Optional<Recipient> recipient =
        terms.delivery().recipients().stream()
            .filter(one -> one.to().toString().equals(key.recipient()))
            .findFirst();
    if (recipient.isEmpty()) {
      setAside(key, State.SKIPPED, "no longer a recipient", summary);
      return;
    }
    When when = recipient.get().when();
    if (!terms.isFor(when, key.day()) && !message.isReleased()) {
      String over = when == When.MONTHLY ? "monthly: the month" : "weekly: the week";
      setAside(key, State.SKIPPED, over + " is not over", summary);
      return;
    }
    Optional<byte[]> written = keptBytes(message);
    if (written.isPresent()) {
      sender.send(message, Envelope.id(terms, key, ""), written.get(), summary);
      return;
    }
    try {
      Composer.Draft draft = composer.draft(key.day(), overdue);
      judge(composer, message, recipient.get(), draft, summary);
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.TRY_AGAIN || e.exitCode() == ExitCode.SYSTEM) {
        throw e;
      }
      LOG.error("The report can't be mailed", e);
      hold(key, List.of("It could not be drawn: " + e.getMessage()), summary);
    }
  }

  /**
   * The bytes of an earlier attempt. One that may have arrived goes again as it was; others are
   * written anew after the deadline, because then they are late.
   */
  private Optional<byte[]> keptBytes(Message message) {
    boolean isLate = clock.instant().isAfter(terms.deadline(message.key().day()));
    return message.archive().isPresent() && (message.isReleased() || !isLate)
        ? archive.find(message.key())
        : Optional.empty();
  }

  private void judge(
      Composer composer,
      Message message,
      Recipient recipient,
      Composer.Draft draft,
      Summary.Builder summary) {
    MessageKey key = message.key();
    Gate.Decision decision = Gate.decide(terms.delivery().gate(), draft.conditions());
    if (decision instanceof Gate.Hold && !message.isReleased()) {
      hold(key, decision.words(), summary);
      return;
    }
    Optional<Comparison> moved = composer.moved(key, draft.snapshot());
    Occasion occasion = composer.occasion(draft, moved, decision.words(), clock.instant(), false);
    Optional<String> needless =
        message.isReleased() ? Optional.empty() : needless(recipient, key, moved, occasion);
    if (needless.isPresent()) {
      setAside(key, State.SKIPPED, needless.get(), summary);
      return;
    }
    byte[] bytes = composer.write(key, recipient, draft, occasion, "");
    archive.keep(key, bytes, draft.snapshot());
    sender.send(message, Envelope.id(terms, key, ""), bytes, summary);
  }

  /** Why a recipient does not want this report. */
  private Optional<String> needless(
      Recipient recipient, MessageKey key, Optional<Comparison> moved, Occasion occasion) {
    Optional<Comparison> sameDay = moved.filter(one -> one.day().equals(key.day()));
    if (sameDay.isPresent()) {
      if (sameDay.get().isEmpty()) {
        return Optional.of("the same figures were sent before");
      }
      return sameDay.get().isCorrection(terms.delivery().correctionAbove())
          ? Optional.empty()
          : Optional.of("what moved is below correction_above: a line in the next mail");
    }
    return recipient.when() == When.EXCEPTIONS && occasion.toLookAt() == 0
        ? Optional.of("exceptions only: nothing to look at")
        : Optional.empty();
  }

  private void hold(MessageKey key, List<String> reasons, Summary.Builder summary) {
    Instant now = clock.instant();
    setAside(key, State.HELD, String.join("; ", reasons), summary);
    queue(
        key, Kind.HOLD, terms.delivery().owner().toString(), Notice.held(terms, key, reasons), now);
    Instant deadline = terms.deadline(key.day());
    queue(
        key,
        Kind.DELAY,
        key.recipient(),
        Notice.delayed(terms, key),
        deadline.isAfter(now) ? deadline : now);
  }

  private void setAside(MessageKey key, State state, String why, Summary.Builder summary) {
    outbox.setAside(key, state, why, clock.instant());
    summary.add(key, state, why);
  }

  private void queueLateness(LocalDate expected, LocalDate published) {
    Instant now = clock.instant();
    String words =
        "The figures of %s are not published yet. The last that are: those of %s."
            .formatted(Excerpt.brief(expected), Excerpt.brief(published));
    MessageKey day = new MessageKey(terms.report(), expected, 0, Kind.DELAY, "");
    for (Recipient recipient : terms.delivery().recipients()) {
      if (terms.isFor(recipient.when(), expected)) {
        queue(day, Kind.DELAY, recipient.to().toString(), words, now);
      }
    }
    queue(
        day,
        Kind.PROBLEM,
        terms.delivery().owner().toString(),
        words + " The recipients are told so. metrics status says what the last run ended with.",
        now);
  }

  /** Whose message failed, and whose may not have arrived. */
  private void tellTheOwner(Summary.Builder summary) {
    Set<MessageKey> versions = new LinkedHashSet<>();
    for (MessageKey key : summary.undelivered()) {
      versions.add(
          new MessageKey(
              key.report(),
              key.day(),
              key.dataVersion(),
              Kind.PROBLEM,
              terms.delivery().owner().toString()));
    }
    for (MessageKey problem : versions) {
      List<String> lines = new ArrayList<>();
      for (Message each :
          outbox.ofVersion(problem.report(), problem.day(), problem.dataVersion())) {
        if (each.state() == State.FAILED || each.state() == State.UNKNOWN) {
          lines.add(
              "%s: %s (%s)"
                  .formatted(
                      each.key().recipient(),
                      each.state() == State.FAILED ? "not sent" : "may or may not have arrived",
                      each.reply().orElse("no reply")));
        }
      }
      String words =
          lines.stream()
              .collect(
                  Collectors.joining(
                      "\n- ",
                      "The report of %s, version %d, did not reach everybody:\n- "
                          .formatted(Excerpt.brief(problem.day()), problem.dataVersion()),
                      "\n\nNothing is sent again by itself. To send it again:\n  metrics deliver --resend ADDRESS"));
      queue(problem, Kind.PROBLEM, problem.recipient(), words, clock.instant());
    }
  }

  private void queue(MessageKey about, Kind kind, String to, String words, Instant notBefore) {
    outbox.queueNotice(
        new MessageKey(about.report(), about.day(), about.dataVersion(), kind, to),
        words,
        notBefore,
        clock.instant());
  }
}
