package org.businessmetrics.run;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.ReportFile;
import org.businessmetrics.config.Suggestion;
import org.businessmetrics.deliver.Archive;
import org.businessmetrics.deliver.Deliverer;
import org.businessmetrics.deliver.Rehearsal;
import org.businessmetrics.deliver.Smtp;
import org.businessmetrics.deliver.Snapshots;
import org.businessmetrics.deliver.Summary;
import org.businessmetrics.deliver.Terms;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.plan.DueDay;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.plan.Reason;
import org.businessmetrics.publish.QueuedReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails the job's reports: what the outbox holds, or a rehearsal of it. */
public final class Delivering {
  private static final Logger LOG = LoggerFactory.getLogger(Delivering.class);
  private static final Set<Reason> TOLD = EnumSet.of(Reason.MISSING, Reason.REQUESTED);

  private final Installation installation;
  private final List<Mailed> reports;
  private final Store store;
  private final Outbox outbox;
  private final Archive archive;

  /** A report's file, and how it is mailed. */
  private record Mailed(Path file, Terms terms) {}

  /**
   * @throws Failure {@link ExitCode#CONFIGURATION} when the job mails nothing, or its reports'
   *     files do not say right to whom
   */
  public Delivering(Installation installation) {
    this(installation, mailed(installation));
  }

  private Delivering(Installation installation, List<Mailed> reports) {
    this.installation = installation;
    this.reports = reports;
    this.store = new Store(installation.home(), installation.environment().database());
    this.outbox = new Outbox(store);
    this.archive = new Archive(installation.environment().output());
  }

  private static List<Mailed> mailed(Installation installation) {
    Job job = installation.job();
    if (job.mail().isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "The job '%s' mails nothing. Give it the key mail, as in mail: {from: metrics@example.com, allowed_domains: [example.com]}"
              .formatted(job.name()));
    }
    List<Mailed> mailed = new ArrayList<>();
    for (ReportFile report : installation.reports()) {
      report
          .delivery()
          .map(
              delivery ->
                  new Terms(
                      report.outboxName(),
                      report.period(),
                      delivery,
                      job.mail().get(),
                      job.calendar()))
          .ifPresent(terms -> mailed.add(new Mailed(report.path(), terms)));
    }
    if (mailed.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s: delivery is missing, and the job has the key mail (as in {owner: ann@example.com, recipients: [bob@example.com]})"
              .formatted(job.report().get(0)));
    }
    return List.copyOf(mailed);
  }

  /**
   * Only one of the job's reports.
   *
   * @param file its path, or its name without the ending
   * @throws Failure {@link ExitCode#USAGE} when the job mails no such report
   */
  public Delivering only(String file) {
    List<Mailed> one =
        reports.stream()
            .filter(
                report ->
                    report.terms().report().equals(file)
                        || report.file().equals(Path.of(file).toAbsolutePath().normalize()))
            .toList();
    if (one.isEmpty()) {
      List<String> names = reports.stream().map(report -> report.terms().report()).toList();
      throw new Failure(
          ExitCode.USAGE,
          "Unknown --report: '%s' (the job mails %s)%s"
              .formatted(file, String.join(", ", names), Suggestion.hint(file, names)));
    }
    return new Delivering(installation, one);
  }

  /** The same, where the server must be named too. */
  static Delivering withServer(Installation installation) {
    installation.environment().mailServer();
    return new Delivering(installation);
  }

  /** Who mails what to how many, for whoever sets it up; asks no server. */
  String describe() {
    return "%s through %s (metrics deliver --to ADDRESS sends a test)"
        .formatted(
            reports.stream()
                .map(Mailed::terms)
                .map(
                    terms ->
                        "%s to %d recipients"
                            .formatted(terms.report(), terms.delivery().recipients().size()))
                .collect(Collectors.joining(", ")),
            installation.environment().mailServer().display());
  }

  /**
   * What a run queues. A report goes out about its newest day only: to each recipient about the
   * last day of what he wants, by the run that publishes it, when that day is new, or asked for, or
   * the last of all.
   */
  List<QueuedReport> toQueue(Plan plan) {
    Set<LocalDate> told =
        plan.days().stream()
            .filter(due -> TOLD.stream().anyMatch(due.reasons()::contains) || isLast(plan, due))
            .map(DueDay::day)
            .filter(plan.ranges().get(0).publish()::contains)
            .collect(Collectors.toSet());
    List<QueuedReport> queued = new ArrayList<>();
    for (Mailed report : reports) {
      Map<LocalDate, List<String>> recipients = new TreeMap<>();
      for (Recipient to : report.terms().delivery().recipients()) {
        LocalDate day = report.terms().newest(to.when(), plan.lastDay());
        recipients.computeIfAbsent(day, each -> new ArrayList<>()).add(to.to().toString());
      }
      recipients.keySet().retainAll(told);
      recipients.forEach(
          (day, to) -> queued.add(new QueuedReport(report.terms().report(), day, to)));
    }
    return queued;
  }

  private static boolean isLast(Plan plan, DueDay due) {
    return due.day().equals(plan.lastDay());
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
      LocalDate ended = ended();
      Optional<LocalDate> published = published();
      List<Summary.Line> lines = new ArrayList<>();
      for (Mailed report : reports) {
        Deliverer deliverer =
            new Deliverer(
                report.terms(), outbox, archive, snapshots(report), smtp, installation.clock());
        lines.addAll(deliverer.deliver(ended, published).lines());
      }
      return new Summary(lines);
    }
  }

  /**
   * Lets the newest of each report go to a recipient whose message failed, was held, or may not
   * have arrived, and sends it.
   *
   * @param recipient an address, or {@code all}
   * @throws Failure {@link ExitCode#USAGE} when there is no such message
   */
  public Summary resend(String recipient) {
    long released =
        reports.stream()
            .mapToLong(
                report ->
                    outbox.release(report.terms().report(), recipient, installation.now()).size())
            .sum();
    if (released == 0) {
      throw new Failure(
          ExitCode.USAGE,
          "Nothing to send again to '%s': no message about the newest report is held, failed or unknown. --to ADDRESS sends a test."
              .formatted(recipient));
    }
    return deliver();
  }

  /** The newest of each report as it would be sent, as files. */
  public Rehearsal.Result rehearse() {
    List<Path> files = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    for (Map.Entry<Mailed, LocalDate> newest : newest().entrySet()) {
      Mailed report = newest.getKey();
      Rehearsal.Result result =
          rehearsal(report).write(newest.getValue(), overdue(report, newest.getValue()));
      files.addAll(result.files());
      verdicts.add(
          reports.size() == 1
              ? result.verdict()
              : "%s: %s".formatted(report.terms().report(), result.verdict()));
    }
    return new Rehearsal.Result(files, String.join(System.lineSeparator(), verdicts));
  }

  /** Sends the newest of each report to one address, as a test; returns what the server said. */
  public List<String> test(MailAddress to) {
    Smtp smtp = new Smtp(installation.environment().mailServer());
    return newest().entrySet().stream()
        .map(newest -> rehearsal(newest.getKey()).send(newest.getValue(), to, smtp))
        .toList();
  }

  /** Sends what waits, if anything does: one query a report when nothing does. */
  Optional<Summary> deliverWhatWaits() {
    return reports.stream().map(Mailed::terms).anyMatch(this::isWaiting)
        ? Optional.of(deliver())
        : Optional.empty();
  }

  private boolean isWaiting(Terms terms) {
    LocalDate expected = terms.newest(ended());
    return outbox.isWaiting(terms.report(), expected, terms.deadline(expected), installation.now());
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

  private Rehearsal rehearsal(Mailed report) {
    return new Rehearsal(report.terms(), outbox, archive, snapshots(report), installation.clock());
  }

  private Snapshots snapshots(Mailed report) {
    return day -> new Drawing(installation).snapshot(report.file(), day);
  }

  private LocalDate ended() {
    Job job = installation.job();
    return job.calendar().lastEnded(installation.now(), job.settling());
  }

  private Optional<LocalDate> published() {
    NavigableMap<LocalDate, PublishedDay> days = new Ledger(store).publishedDays();
    return days.isEmpty() ? Optional.empty() : Optional.of(days.lastKey());
  }

  /** Each report that there is one of yet, and the day of the newest. */
  private Map<Mailed, LocalDate> newest() {
    NavigableMap<LocalDate, PublishedDay> days = new Ledger(store).publishedDays();
    Map<Mailed, LocalDate> newest = new LinkedHashMap<>();
    for (Mailed report : reports) {
      if (!days.isEmpty() && days.containsKey(report.terms().newest(days.lastKey()))) {
        newest.put(report, report.terms().newest(days.lastKey()));
      }
    }
    if (newest.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          days.isEmpty()
              ? "Nothing is published yet. Run first: metrics run"
              : "No day is published yet that such a report is about: the last of a week or a month. The newest is %s."
                  .formatted(days.lastKey()));
    }
    return newest;
  }

  private Optional<LocalDate> overdue(Mailed report, LocalDate newest) {
    LocalDate expected = report.terms().newest(ended());
    return newest.isBefore(expected) ? Optional.of(expected) : Optional.empty();
  }
}
