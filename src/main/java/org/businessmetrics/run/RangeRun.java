package org.businessmetrics.run;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.businessmetrics.audit.CheckReport;
import org.businessmetrics.audit.Checks;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.compute.FunnelCohort;
import org.businessmetrics.compute.Landed;
import org.businessmetrics.compute.Quarantine;
import org.businessmetrics.compute.RangeComputation;
import org.businessmetrics.compute.RangeRequest;
import org.businessmetrics.compute.SubscriptionSpans;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.FxRates;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.QuarantinedRow;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedRates;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.plan.RunRange;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.publish.CauseOfDays;
import org.businessmetrics.publish.Publication;
import org.businessmetrics.publish.Published;
import org.businessmetrics.publish.PublishedFunnels;
import org.businessmetrics.publish.Publisher;
import org.businessmetrics.publish.QueuedReport;
import org.businessmetrics.publish.Staging;
import org.businessmetrics.source.Source;
import org.businessmetrics.source.SourceSnapshot;
import org.businessmetrics.source.canonical.Canonical;

/** One range of days from the snapshot to the publish transaction; all of it or nothing. */
final class RangeRun {
  private final Installation installation;
  private final Store store;
  private final Ledger ledger;
  private final Engine engine;
  private final Steps steps;
  private final RunLock lock;
  private final UUID runId;

  RangeRun(
      Installation installation,
      Store store,
      Ledger ledger,
      Engine engine,
      Steps steps,
      RunLock lock,
      UUID runId) {
    this.installation = installation;
    this.store = store;
    this.ledger = ledger;
    this.engine = engine;
    this.steps = steps;
    this.lock = lock;
    this.runId = runId;
  }

  /**
   * What the range is computed by.
   *
   * @param through the last day that will stand published after it
   * @param rates what amounts are converted by; empty where the job reports in no currency
   * @param causes why a figure that stands may change
   * @param mail the reports that are queued with the figures
   */
  record Task(
      RunRange range,
      LocalDate sourceFirstDay,
      LocalDate through,
      List<Metric> metrics,
      List<Definition> definitions,
      Optional<FxRates> rates,
      List<CauseOfDays> causes,
      List<QueuedReport> mail,
      RunOptions options) {}

  /** Publishes the range. */
  Published publish(Source source, SourceSnapshot snapshot, Task task) {
    RunRange range = task.range();
    LocalDate factsFrom =
        range.read().first().isBefore(range.firstDay()) ? range.read().first() : range.firstDay();
    Instant takenAt = installation.takenAt(snapshot);
    RangeRequest request =
        new RangeRequest(
            runId,
            factsFrom,
            range.firstDay(),
            range.lastDay(),
            range.read().last(),
            task.through(),
            task.sourceFirstDay(),
            installation.job().lookbackDays(),
            takenAt,
            installation.replay(),
            range
                .read()
                .last()
                .equals(installation.job().calendar().lastEnded(takenAt, Duration.ZERO)));
    Path factsPath = installation.environment().facts();
    try (Staging staging = new Staging(store, runId);
        RangeComputation computation =
            new RangeComputation(
                engine,
                installation.home(),
                factsPath.toString(),
                installation.job().calendar(),
                installation.job().keyEvent(),
                installation.job().margin(),
                installation.job().segments(),
                new LedgerFacts(ledger),
                request,
                task.metrics(),
                installation.catalog().metrics(),
                installation.job().funnels(),
                standingFunnels(task))) {
      boolean published = false;
      try {
        Files.createDirectories(factsPath);
        Landed landed =
            steps.run(
                "read",
                "%s from the source".formatted(range.read()),
                () -> computation.land(snapshot, source.relations()),
                Landed::rowsRead,
                rows -> rows.rowsRead() - unusable(rows),
                RangeRun::summary);
        snapshot.close();
        quarantine(landed.quarantine());
        subscriptions(computation, source.relations(), landed, task);
        List<FactVersion> facts =
            steps.run(
                "facts",
                "user-days, sign-ups, payments, MRR, state",
                () -> computation.facts(landed),
                versions -> landed.rowsRead(),
                versions -> versions.stream().mapToLong(FactVersion::rows).sum(),
                versions -> "");
        Map<String, Map<LocalDate, Long>> before = standing(facts, range);
        if (!task.options().acceptLoss()) {
          refuseLoss(facts, before);
        }
        List<CauseOfDays> causes = new ArrayList<>(corrections(facts, before));
        causes.addAll(task.causes());
        for (Metric metric : task.metrics()) {
          steps.run(
              "compute " + metric.name(),
              metric.title(),
              () -> staging.copy(metric, computation.query(metric, landed).iterator()),
              rows -> 0,
              rows -> rows,
              rows -> "");
        }
        Optional<StagedRates> rates =
            task.rates().map(each -> RateStaging.stage(each, scope(task), staging, steps));
        steps.run("check", "before anything is published", () -> check(task, rates));
        boolean rehearsal = task.options().ending() == Ending.REHEARSE;
        Publication publication = publication(task, rates, facts, causes, landed);
        Published result =
            steps.run(
                rehearsal ? "rehearse" : "publish",
                range.publish().toString(),
                () ->
                    rehearsal
                        ? publisher().rehearse(publication)
                        : publisher().publish(publication),
                Published::rows,
                done -> done.added() + done.changed() + done.vanished(),
                done -> "");
        published = !rehearsal;
        warnOfRestatedDays(result, range);
        return result;
      } catch (Exception e) {
        throw Failures.of(e);
      } finally {
        if (!published) {
          Failures.quietly(
              () -> {
                if (!publisher().wasPublished(runId)) {
                  computation.discard();
                }
              });
        }
      }
    }
  }

  /** The subscriptions' spans; a state without a price is named, and too many refuse the night. */
  private void subscriptions(
      RangeComputation computation, Set<String> relations, Landed landed, Task task) {
    boolean hasChanges = relations.contains(Canonical.SUBSCRIPTION_CHANGES);
    boolean hasAny = hasChanges || relations.contains(Canonical.SUBSCRIPTIONS);
    if (!hasAny) {
      computation.subscriptions(Optional.empty(), landed);
      return;
    }
    SubscriptionSpans spans =
        new SubscriptionSpans(
            store,
            installation.job().zone(),
            installation.replay() ? Optional.of(installation.now()) : Optional.empty(),
            hasChanges);
    steps.run(
        "subscription spans",
        "runs of days in one state",
        () -> computation.subscriptions(Optional.of(spans), landed),
        count -> 0,
        count -> count,
        count -> "");
    quarantine(List.of(spans.unpriced(task.range().firstDay(), task.range().lastDay())));
  }

  /** What the entry days before the range were published with; they go on asking that. */
  private List<FunnelCohort> standingFunnels(Task task) {
    LocalDate firstDay = task.range().firstDay();
    return RangeComputation.readsFunnels(task.metrics())
        ? new PublishedFunnels(store)
            .between(
                RangeComputation.funnelsBack(firstDay), firstDay.minusDays(1), FunnelCohort::new)
        : List.of();
  }

  private void warnOfRestatedDays(Published result, RunRange range) {
    List<LocalDate> days = result.restatedDays();
    if (!days.isEmpty()) {
      steps.warn(
          "Recurring revenue of days that are final is known otherwise now: %d from %s to %s. They stay as published; the correction is restatement_mrr of %s, and metrics.restated_days tells what it is about."
              .formatted(days.size(), days.get(0), days.get(days.size() - 1), range.firstDay()));
    }
  }

  private Publisher publisher() {
    return new Publisher(store, lock);
  }

  private Publication publication(
      Task task,
      Optional<StagedRates> rates,
      List<FactVersion> facts,
      List<CauseOfDays> causes,
      Landed landed) {
    return new Publication(
        scope(task),
        installation.job().zone(),
        installation.now(),
        task.metrics(),
        rates,
        facts,
        task.definitions(),
        causes,
        task.options().cause(),
        landed.rowsRead(),
        task.mail());
  }

  private RunScope scope(Task task) {
    return new RunScope(
        runId,
        task.range().firstDay(),
        task.range().lastDay(),
        task.through(),
        installation.job().lookbackDays());
  }

  private CheckReport check(Task task, Optional<StagedRates> rates) {
    CheckReport report =
        new Checks(store).run(scope(task), task.metrics(), rates, task.options().accepted());
    report
        .refusal()
        .ifPresent(
            failure -> {
              // A server that was restarted has emptied what was staged.
              lock.requireHeld();
              throw failure;
            });
    return report;
  }

  /** More rows aside than the job bears: something is wrong with the source, not with a row. */
  private void quarantine(List<Quarantine> reports) {
    List<QuarantinedRow> rows = new ArrayList<>();
    for (Quarantine report : reports) {
      report
          .examples()
          .forEach(
              e ->
                  rows.add(
                      new QuarantinedRow(
                          report.relation(),
                          e.rowKey(),
                          e.reason(),
                          Optional.ofNullable(e.day()))));
    }
    ledger.quarantine(runId, rows);
    for (Quarantine report : reports) {
      if (report.unknownRefunds() > 0) {
        steps.warn(
            "Nobody knows how much %d refunds gave back: they are in no figure, and net revenue is too high by them. They are named in pipeline.quarantine, run %s."
                .formatted(report.unknownRefunds(), runId));
      }
      BigDecimal most = installation.job().quarantine().most(report.rowsRead());
      long unusable = report.rows() - report.unknownRefunds();
      if (BigDecimal.valueOf(unusable).compareTo(most) > 0) {
        Quarantine.Example first =
            report.examples().stream()
                .filter(example -> !example.reason().equals(Quarantine.UNKNOWN_REFUND))
                .findFirst()
                .orElseThrow();
        throw new Failure(
            ExitCode.REFUSED,
            "%d of %d rows of %s can't be used (allowed: %s), the first: %s: %s. Nothing was published; see pipeline.quarantine, run %s."
                .formatted(
                    unusable,
                    report.rowsRead(),
                    report.relation(),
                    most.toBigInteger(),
                    first.rowKey(),
                    first.reason(),
                    runId));
      }
    }
  }

  /** A final day that would lose rows is the source's loss, not a correction: ask first. */
  private void refuseLoss(List<FactVersion> facts, Map<String, Map<LocalDate, Long>> before) {
    NavigableMap<LocalDate, PublishedDay> days = ledger.publishedDays();
    for (FactVersion fact : facts) {
      PublishedDay day = days.get(fact.day());
      if (day != null && day.isFinal() && fact.rows() < rows(fact, before)) {
        throw new Failure(
            ExitCode.REFUSED,
            "The source has %d rows of %s for %s, which is final; the facts have %d. Nothing was published. If the rows are gone for good: --accept-loss"
                .formatted(fact.rows(), fact.fact(), fact.day(), rows(fact, before)));
      }
    }
  }

  /** Days for which the source has fewer rows than before: not late rows, a correction. */
  private static List<CauseOfDays> corrections(
      List<FactVersion> facts, Map<String, Map<LocalDate, Long>> before) {
    return facts.stream()
        .filter(fact -> fact.rows() < rows(fact, before))
        .map(FactVersion::day)
        .distinct()
        .map(day -> new CauseOfDays(Optional.empty(), day, day, Cause.SOURCE_CORRECTION))
        .toList();
  }

  private static long rows(FactVersion fact, Map<String, Map<LocalDate, Long>> before) {
    return before.getOrDefault(fact.fact(), Map.of()).getOrDefault(fact.day(), 0L);
  }

  /** How many rows the facts of these days have that stand so far. */
  private Map<String, Map<LocalDate, Long>> standing(List<FactVersion> facts, RunRange range) {
    Map<String, Map<LocalDate, Long>> rows = new HashMap<>();
    for (String fact : facts.stream().map(FactVersion::fact).distinct().toList()) {
      if (RangeComputation.countsSourceRows(fact)) {
        Map<LocalDate, Long> byDay = new HashMap<>();
        ledger
            .currentFacts(fact, range.firstDay(), range.lastDay())
            .forEach(version -> byDay.put(version.day(), version.rows()));
        rows.put(fact, byDay);
      }
    }
    return rows;
  }

  private static long unusable(Landed landed) {
    return landed.quarantine().stream().mapToLong(Quarantine::rows).sum();
  }

  private static String summary(Landed landed) {
    return "%d anonymous rows, %d rows of internal accounts left out, %d rows in quarantine%s"
        .formatted(
            landed.anonymousRows(), landed.internalRows(), unusable(landed), reasons(landed));
  }

  private static String reasons(Landed landed) {
    String reasons =
        landed.quarantine().stream()
            .filter(report -> report.rows() > 0)
            .map(Quarantine::reasons)
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }
}
