package org.businessmetrics.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.NewRun;
import org.businessmetrics.ledger.Run;
import org.businessmetrics.ledger.RunState;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.plan.DueDay;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.plan.Reason;
import org.businessmetrics.plan.Request;
import org.businessmetrics.plan.RunRange;
import org.businessmetrics.publish.MetricTables;
import org.businessmetrics.publish.Published;
import org.businessmetrics.publish.Snapshot;
import org.businessmetrics.publish.SubscriptionHistory;
import org.businessmetrics.source.Source;
import org.businessmetrics.source.SourceSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The nightly job and everything like it: takes the lock, finds out what is due, and publishes it
 * range by range. The lock is given up between ranges, so that a long backfill never locks a night
 * out.
 */
public final class NightlyRun {
  private static final Logger LOG = LoggerFactory.getLogger(NightlyRun.class);

  private final Installation installation;
  private final Progress progress;
  private final Store store;
  private final Ledger ledger;
  private final Planning planning;
  private final String host;

  public NightlyRun(Installation installation, Progress progress) {
    this.installation = installation;
    this.progress = progress;
    this.store = new Store(installation.home(), installation.environment().database());
    this.ledger = new Ledger(store);
    this.planning = new Planning(installation, ledger);
    this.host = hostName();
  }

  /** Publishes what the request asks for. */
  public Outcome execute(Request request, RunOptions options) {
    List<DayRange> published = new ArrayList<>();
    long restatements = 0;
    Request open = request;
    Instant began = Instant.now(installation.clock());
    int daysInAll = 0;
    while (true) {
      Optional<Done> done = lockedRange(open, options, published.isEmpty());
      if (done.isEmpty()) {
        break;
      }
      DayRange range = done.get().range();
      published.add(range);
      restatements += done.get().result().restatements();
      daysInAll = Math.max(daysInAll, done.get().daysPlanned());
      Optional<Request> rest = rest(open, done.get());
      if (rest.isEmpty()) {
        break;
      }
      progress.advanced(
          published.stream().mapToInt(DayRange::length).sum(),
          daysInAll,
          Duration.between(began, installation.now()));
      open = rest.get();
    }
    if (published.isEmpty()) {
      return new Outcome(ExitCode.OK, published, 0, List.of(), "Nothing is due.");
    }
    return new Drawing(installation).after(published, restatements, options);
  }

  /** Which days are due and why; writes nothing. */
  public Plan plan(Request request) {
    if (!new Migrations(installation.home(), store).hasSchema()) {
      return planning.beforeTheFirstRun(request);
    }
    return planning.plan(request);
  }

  private record Done(DayRange range, Published result, boolean isLast, int daysPlanned) {}

  /** What is left of a request after its first range is published. */
  private static Optional<Request> rest(Request request, Done done) {
    if (done.isLast()) {
      return Optional.empty();
    }
    if (request instanceof Request.Backfill backfill) {
      return Optional.of(new Request.Backfill(done.range().last().plusDays(1), backfill.to()));
    }
    return Optional.of(request);
  }

  private Optional<Done> lockedRange(Request request, RunOptions options, boolean first) {
    long pid = ProcessHandle.current().pid();
    try (RunLock lock = RunLock.acquire(store, installation.job().name(), host, pid)) {
      migrate();
      LOG.debug("Holding the lock: {}", lock.isHeld());
      for (Run dead : ledger.closeDeadRuns(installation.now())) {
        LOG.warn("Closed the dead run {} of {}", dead.runId(), dead.startedAt());
      }
      Plan plan = planning.plan(request);
      if (plan.isEmpty()) {
        return Optional.empty();
      }
      if (first) {
        plan.notes().forEach(progress::warning);
      }
      return Optional.of(publish(request, plan, options, first));
    }
  }

  private void migrate() {
    Migrations migrations = new Migrations(installation.home(), store);
    if (!migrations.isCurrent()) {
      Migrations.Result result = migrations.migrate();
      result
          .forTheAdministrator()
          .ifPresent(sql -> progress.warning("For the administrator of the database: " + sql));
      LOG.info("Migrated the schema: {}", result.applied());
    }
    ledger.claim(installation.job().zone(), installation.sourceIdentity(), installation.now());
  }

  private Done publish(Request request, Plan plan, RunOptions options, boolean first) {
    Job job = installation.job();
    RunRange range = plan.ranges().get(0);
    UUID runId = UUID.randomUUID();
    MDC.put("run_id", runId.toString());
    ledger.start(
        new NewRun(
            runId,
            job.name(),
            range.firstDay(),
            range.lastDay(),
            installation.now(),
            host,
            ProcessHandle.current().pid(),
            installation.version()));
    try (Cancellation cancellation = new Cancellation(this::cancel)) {
      try {
        Steps steps = new Steps(ledger, progress, installation.clock(), runId);
        Source source = installation.source();
        List<String> warnings =
            steps.run("contract", "the source's columns and types", source::checkContract);
        List<Metric> metrics = computable(source, first);
        List<Definition> definitions = DefinitionGuard.of(metrics, job);
        if (first) {
          warnings.forEach(progress::warning);
          new DefinitionGuard(ledger.definitions(), planning.published())
              .check(definitions)
              .forEach(progress::warning);
        }
        new MetricTables(store).prepare(installation.catalog().metrics());
        try (SourceSnapshot snapshot = source.snapshot(installation.now())) {
          ledger.sourceSnapshot(runId, snapshot.id());
          keepSubscriptions(source, snapshot, plan, range, steps);
          if (request instanceof Request.Nightly) {
            steps.run("freshness", "of " + plan.lastDay(), () -> requireFresh(source, plan));
          }
          Engine engine = engine(steps);
          RangeRun.Task task =
              new RangeRun.Task(
                  range,
                  planning.sourceFirstDay(source),
                  through(plan),
                  metrics,
                  definitions,
                  planning.causes(plan, metrics, definitions, options.cause()),
                  options);
          Published result =
              new RangeRun(installation, store, ledger, engine, steps, runId)
                  .publish(source, snapshot, task);
          return new Done(range.publish(), result, plan.ranges().size() == 1, plan.days().size());
        }
      } catch (RuntimeException e) {
        throw ended(runId, Failures.of(e), cancellation.isCancelled());
      }
    } finally {
      MDC.remove("run_id");
    }
  }

  /** The last day that stands published once the whole plan is done. */
  private LocalDate through(Plan plan) {
    LocalDate last = plan.lastDay();
    return planning
        .published()
        .map(DayRange::last)
        .filter(published -> published.isAfter(last))
        .orElse(last);
  }

  private RuntimeException ended(UUID runId, RuntimeException thrown, boolean cancelled) {
    ExitCode exitCode = thrown instanceof Failure failure ? failure.exitCode() : ExitCode.INTERNAL;
    RunState state =
        cancelled
            ? RunState.CANCELLED
            : exitCode == ExitCode.REFUSED ? RunState.REFUSED : RunState.FAILED;
    ExitCode code = cancelled ? ExitCode.CANCELLED : exitCode;
    Failures.quietly(
        () -> ledger.end(runId, state, code, Optional.of(thrown.toString()), installation.now()));
    return thrown;
  }

  private void cancel() {
    store.cancelStatements();
    Engine.cancel();
  }

  private Engine engine(Steps steps) {
    return steps.run(
        "engine",
        "Spark in this process",
        () -> Engine.start(installation.job().zone(), workFolder()));
  }

  /** The metrics whose relations the source gives; the others are named, not computed. */
  private List<Metric> computable(Source source, boolean first) {
    List<Metric> computable = new ArrayList<>();
    for (Metric metric : installation.metrics()) {
      List<String> missing =
          metric.requires().stream().filter(r -> !source.relations().contains(r)).toList();
      if (missing.isEmpty()) {
        computable.add(metric);
      } else if (first) {
        progress.warning(
            "%s is not computed: the source does not give %s"
                .formatted(metric.name(), String.join(", ", missing)));
      }
    }
    if (computable.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "No metric can be computed: the source gives only %s. See sql/metrics/*/metric.yaml for what each requires."
              .formatted(source.relations()));
    }
    return computable;
  }

  /**
   * The mutable subscriptions as they are now: what can't be made up later comes before everything
   * that may fail, and is committed at once.
   */
  private void keepSubscriptions(
      Source source, SourceSnapshot snapshot, Plan plan, RunRange range, Steps steps) {
    boolean newDay =
        plan.days().stream().map(DueDay::reasons).anyMatch(r -> r.contains(Reason.MISSING));
    if (!newDay || !source.relations().contains("subscriptions")) {
      return;
    }
    Instant takenAt = installation.replay() ? installation.now() : snapshot.takenAt();
    steps.run(
        "subscriptions",
        "kept before anything is computed",
        () ->
            SubscriptionCopy.take(
                snapshot, new SubscriptionHistory(store), takenAt, range.lastDay(), workFolder()),
        Snapshot::rows,
        kept -> kept.added() + kept.changed() + kept.vanished(),
        kept -> "");
  }

  /** A day that the clock asks for is published only when the source has all of it. */
  private Boolean requireFresh(Source source, Plan plan) {
    BusinessCalendar calendar = installation.job().calendar();
    Instant end = calendar.endOf(plan.lastDay());
    Instant replayed = source.replayedUntil(installation.now());
    if (replayed.isBefore(end)) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "The source has replayed up to %s, %s ends at %s. Nothing was published; the next tick tries again."
              .formatted(replayed, plan.lastDay(), end));
    }
    for (Map.Entry<String, Duration> rule : installation.job().freshness().entrySet()) {
      Instant earliest = end.minus(rule.getValue());
      Optional<Instant> newest = source.newest(rule.getKey(), installation.now());
      if (newest.isEmpty() || newest.get().isBefore(earliest)) {
        throw new Failure(
            ExitCode.TRY_AGAIN,
            "The newest row of %s is of %s, for %s there must be one of %s or later. Nothing was published; the next tick tries again."
                .formatted(
                    rule.getKey(),
                    newest.map(Instant::toString).orElse("never"),
                    plan.lastDay(),
                    earliest));
      }
    }
    return true;
  }

  private Path workFolder() {
    return installation.environment().facts().resolve("work");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
