package org.businessmetrics.run;

import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.deliver.Archive;
import org.businessmetrics.deliver.Deliverer;
import org.businessmetrics.deliver.Rehearsal;
import org.businessmetrics.deliver.Smtp;
import org.businessmetrics.deliver.Summary;
import org.businessmetrics.deliver.Terms;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.report.ReportSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails the job's report: what the outbox holds, or a rehearsal of it. */
public final class Delivering {
  private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);

  private final Installation installation;
  private final Terms terms;
  private final Store store;
  private final Outbox outbox;
  private final Archive archive;

  /**
   * @throws Failure {@link ExitCode#CONFIGURATION} when the job mails nothing, or the report's file
   *     does not say right to whom
   */
  public Delivering(Installation installation) {
    Job job = installation.job();
    if (job.mail().isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The job '%s' mails nothing. Give it the key mail, as in mail: {from: metrics@example.com, allowed_domains: [example.com]}"
              .formatted(job.name()));
    }
    this.installation = installation;
    this.terms =
        new Terms(
            installation.reportName(),
            installation.delivery().orElseThrow(),
            job.mail().get(),
            job.zone(),
            job.weekStart());
    this.store = new Store(installation.home(), installation.environment().database());
    this.outbox = new Outbox(store);
    this.archive = new Archive(installation.environment().output());
  }

  /** The same, where the server must be named too. */
  static Delivering withServer(Installation installation) {
    installation.environment().mailServer();
    return new Delivering(installation);
  }

  /** Who mails what to how many, for whoever sets it up; asks no server. */
  String describe() {
    return "%s to %d recipients through %s (metrics deliver --to ADDRESS sends a test)"
        .formatted(
            terms.report(),
            terms.delivery().recipients().size(),
            installation.environment().mailServer().display());
  }

  /**
   * Sends everything that may be sent now.
   *
   * @throws Failure {@link ExitCode#TRY_AGAIN} while another process is sending
   */
  public Summary deliver() {
    Smtp smtp = new Smtp(installation.environment().mailServer());
    try (RunLock lock =
        RunLock.acquireDelivery(
            store, installation.job().name(), Hosts.name(), ProcessHandle.current().pid())) {
      LOG.debug("Holding the delivery lock: {}", lock.isHeld());
      return new Deliverer(terms, outbox, archive, this::snapshot, smtp, installation.clock())
          .deliver(expected(), published());
    }
  }

  /**
   * Lets the newest report go to a recipient whose message failed, was held, or may not have
   * arrived, and sends it.
   *
   * @param recipient an address, or {@code all}
   * @throws Failure {@link ExitCode#USAGE} when there is no such message
   */
  public Summary resend(String recipient) {
    if (outbox.release(terms.report(), recipient, installation.now()).isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          "Nothing to send again to '%s': no message about the newest report is held, failed or unknown. --to ADDRESS sends a test."
              .formatted(recipient));
    }
    return deliver();
  }

  /** The newest report as it would be sent, as files. */
  public Rehearsal.Result rehearse() {
    return rehearsal().write(newest(), overdue());
  }

  /** Sends the newest report to one address, marked as a test; returns what the server said. */
  public String test(MailAddress to) {
    return rehearsal().send(newest(), to, new Smtp(installation.environment().mailServer()));
  }

  /** Sends what waits, if anything does: one query when nothing does. */
  Optional<Summary> deliverWhatWaits() {
    LocalDate expected = expected();
    boolean waits =
        outbox.isWaiting(terms.report(), expected, terms.deadline(expected), installation.now());
    return waits ? Optional.of(deliver()) : Optional.empty();
  }

  /** The end of a run: what was published stands, whatever becomes of the mail. */
  Outcome after(Outcome outcome) {
    try {
      return deliverWhatWaits()
          .map(
              summary ->
                  with(
                      outcome,
                      summary.isDelivered() ? outcome.exitCode() : ExitCode.UNDELIVERED,
                      summary.text()))
          .orElse(outcome);
    } catch (RuntimeException | LinkageError e) {
      if (e instanceof Failure failure && failure.exitCode() == ExitCode.TRY_AGAIN) {
        LOG.info("Nothing was mailed: {}", e.getMessage());
        return outcome;
      }
      LOG.error("The report could not be mailed", e);
      return with(
          outcome,
          ExitCode.UNDELIVERED,
          "The report could not be mailed: %s Send it: metrics deliver".formatted(e.getMessage()));
    }
  }

  private static Outcome with(Outcome outcome, ExitCode exitCode, String said) {
    return new Outcome(
        exitCode,
        outcome.published(),
        outcome.restatements(),
        outcome.reports(),
        outcome.restated(),
        outcome.message() + " " + said);
  }

  private Rehearsal rehearsal() {
    return new Rehearsal(terms, outbox, archive, this::snapshot, installation.clock());
  }

  private ReportSnapshot snapshot(LocalDate day) {
    return new Drawing(installation).snapshot(installation.job().report(), day);
  }

  private LocalDate expected() {
    Job job = installation.job();
    return job.calendar().lastEnded(installation.now(), job.settling());
  }

  private Optional<LocalDate> published() {
    NavigableMap<LocalDate, PublishedDay> days = new Ledger(store).publishedDays();
    return days.isEmpty() ? Optional.empty() : Optional.of(days.lastKey());
  }

  private LocalDate newest() {
    return published()
        .orElseThrow(
            () -> new Failure(ExitCode.USAGE, "Nothing is published yet. Run first: metrics run"));
  }

  private Optional<LocalDate> overdue() {
    LocalDate expected = expected();
    return published().filter(last -> last.isBefore(expected)).map(last -> expected);
  }
}
