package org.businessmetrics.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.FxRates;
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
import org.businessmetrics.publish.Publisher;
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
    this.host = Hosts.name();
  }

  /** Publishes what the request asks for. */
  public Outcome execute(Request request, RunOptions options) {
    Optional<Delivering> delivering =
        options.ending() == Ending.DELIVER && installation.job().mail().isPresent()
            ? Optional.of(Delivering.withServer(installation))
            : Optional.empty();
    try {
      return ledger.inOneConnection(() -> publishAll(request, options, delivering));
    } catch (RuntimeException e) {
      // Whoever waits for a report is told that it is late also when nothing could be published.
      delivering.ifPresent(each -> Failures.quietly(each::deliverWhatWaits));
      throw e;
    }
  }

  private Outcome publishAll(Request request, RunOptions options, Optional<Delivering> delivering) {
    List<DayRange> published = new ArrayList<>();
    long restatements = 0;
    Request open = request;
    Instant began = Instant.now(installation.clock());
    int daysInAll = 0;
    Optional<UUID> lastRun = Optional.empty();
    while (true) {
      Optional<Done> done = lockedRange(open, options, delivering, published.isEmpty());
      if (done.isEmpty()) {
        break;
      }
      if (options.ending() == Ending.REHEARSE) {
        return rehearsed(done.get());
      }
      DayRange range = done.get().range();
      published.add(range);
      lastRun = Optional.of(done.get().runId());
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
      Outcome nothing = new Drawing(installation).afterNothing(planning.published(), options);
      return delivering.map(each -> each.after(nothing)).orElse(nothing);
    }
    Outcome drawn = new Drawing(installation).after(published, restatements, options);
    Outcome outcome = delivering.map(each -> each.after(drawn)).orElse(drawn);
    if (outcome.exitCode() != ExitCode.OK) {
      UUID runId = lastRun.orElseThrow();
      Failures.quietly(
          () ->
              ledger.end(
                  runId,
                  RunState.PUBLISHED,
                  outcome.exitCode(),
                  Optional.of(outcome.message()),
                  installation.now()));
    }
    return outcome;
  }

  private Outcome rehearsed(Done done) {
    ledger.end(
        done.runId(),
        RunState.CANCELLED,
        ExitCode.OK,
        Optional.of("A rehearsal: nothing was published."),
        installation.now());
    Published result = done.result();
    return new Outcome(
        ExitCode.OK,
        List.of(),
        result.restatements(),
        List.of(),
        result.restated(),
        "Nothing was written. %s would add %d rows, change %d, remove %d: %d published figures restated."
            .formatted(
                done.range(),
                result.added(),
                result.changed(),
                result.vanished(),
                result.restatements()));
  }

  /** Which days are due and why; writes nothing. */
  public Plan plan(Request request) {
    if (!new Migrations(installation.home(), store).hasSchema()) {
      return planning.beforeTheFirstRun(request);
    }
    return planning.plan(request);
  }

  private record Done(
      UUID runId, DayRange range, Published result, boolean isLast, int daysPlanned) {}

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

  private Optional<Done> lockedRange(
      Request request, RunOptions options, Optional<Delivering> delivering, boolean first) {
    long pid = ProcessHandle.current().pid();
    try (RunLock lock = RunLock.acquire(store, installation.job().name(), host, pid)) {
      migrate();
      LOG.debug("Holding the lock: {}", lock.isHeld());
      for (Run dead : ledger.closeDeadRuns(installation.now())) {
        LOG.warn("Closed the dead run {} of {}", dead.runId(), dead.startedAt());
      }
      LeftFiles.sweep(installation.environment().facts(), ledger.unpublished());
      if (!Engine.isRunning()) {
        LeftFiles.delete(installation.workFolder());
      }
      Plan plan = planning.plan(request);
      if (plan.isEmpty()) {
        return Optional.empty();
      }
      if (first) {
        plan.notes().forEach(progress::warning);
        options.attendance().require(plan);
      }
      return Optional.of(publish(request, plan, options, delivering, first, lock));
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

  private Done publish(
      Request request,
      Plan plan,
      RunOptions options,
      Optional<Delivering> delivering,
      boolean first,
      RunLock lock) {
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
        Steps steps = new Steps(ledger, progress, installation.clock(), runId, cancellation);
        Optional<FxRates> rates = FxRates.of(job);
        Source source = installation.source();
        try (SourceSnapshot snapshot =
            steps.run("snapshot", "one for all reads", () -> source.snapshot(installation.now()))) {
          ledger.sourceSnapshot(runId, snapshot.id());
          Optional<RuntimeException> notKept =
              first && isNewNight(plan) && options.ending() != Ending.REHEARSE
                  ? new SubscriptionCopy(installation, store, progress, steps)
                      .take(source, snapshot, options)
                  : Optional.empty();
          Freshness freshness = new Freshness(installation, source);
          freshness.requireOver(plan.lastDay(), installation.takenAt(snapshot));
          List<String> warnings =
              steps.run("contract", "the source's columns and types", source::checkContract);
          if (notKept.isPresent()) {
            throw notKept.get();
          }
          if (first) {
            new SubscriptionMerge(installation, store, progress, steps)
                .run(source, snapshot, runId);
          }
          List<Metric> metrics = computable(installation.metrics(), source, first);
          List<Definition> definitions = DefinitionGuard.of(metrics, job);
          if (first) {
            warnings.forEach(progress::warning);
            new DefinitionGuard(ledger.definitions(), planning.published())
                .check(definitions)
                .forEach(progress::warning);
          }
          new MetricTables(store).prepare(installation.catalog().metrics());
          if (request instanceof Request.Nightly) {
            steps.run("freshness", "of " + plan.lastDay(), () -> freshness.require(plan.lastDay()));
          }
          Engine engine = engine(steps);
          RangeRun.Task task =
              new RangeRun.Task(
                  range,
                  planning.sourceFirstDay(source, range),
                  through(range),
                  metrics,
                  definitions,
                  rates,
                  planning.causes(plan, options.cause()),
                  delivering.map(each -> each.toQueue(plan)).orElse(List.of()),
                  options);
          Published result =
              new RangeRun(installation, store, ledger, engine, steps, lock, runId)
                  .publish(source, snapshot, task);
          return done(runId, range, plan, result);
        }
      } catch (RuntimeException e) {
        if (isPublished(runId, lock)) {
          progress.warning("Published, but cleaning up failed: " + e.getMessage());
          LOG.warn("After the publish transaction", e);
          return done(
              runId, range, plan, new Published(0, 0, 0, 0, 0, List.of(), List.of(), List.of()));
        }
        throw ended(runId, Failures.of(e), cancellation.isCancelled());
      }
    } finally {
      MDC.remove("run_id");
    }
  }

  private static Done done(UUID runId, RunRange range, Plan plan, Published result) {
    return new Done(runId, range.publish(), result, plan.ranges().size() == 1, plan.days().size());
  }

  /** Whether the publish transaction went through, whatever was thrown afterwards. */
  private boolean isPublished(UUID runId, RunLock lock) {
    try {
      return new Publisher(store, lock).wasPublished(runId);
    } catch (Failure e) {
      LOG.warn("Could not ask whether the run was published", e);
      return false;
    }
  }

  private static boolean isNewNight(Plan plan) {
    return plan.days().stream()
        .map(DueDay::reasons)
        .anyMatch(reasons -> reasons.contains(Reason.MISSING));
  }

  /** The last day that stands published once the range is. */
  private LocalDate through(RunRange range) {
    return planning
        .published()
        .map(DayRange::last)
        .filter(published -> published.isAfter(range.lastDay()))
        .orElse(range.lastDay());
  }

  private RuntimeException ended(UUID runId, RuntimeException thrown, boolean cancelled) {
    ExitCode exitCode = Failures.exitCode(thrown);
    RunState state =
        cancelled
            ? RunState.CANCELLED
            : exitCode == ExitCode.REFUSED ? RunState.REFUSED : RunState.FAILED;
    ExitCode code = cancelled ? ExitCode.CANCELLED : exitCode;
    String cause = thrown instanceof Failure failure ? failure.getMessage() : thrown.toString();
    Failures.quietly(() -> ledger.end(runId, state, code, Optional.of(cause), installation.now()));
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
        () -> Engine.start(installation.job().zone(), installation.workFolder()));
  }

  /** The metrics whose relations the source gives; the others are named, not computed. */
  private List<Metric> computable(List<Metric> asked, Source source, boolean first) {
    List<Metric> computable = new ArrayList<>();
    for (Metric metric : asked) {
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
}
