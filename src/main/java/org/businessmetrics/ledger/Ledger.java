package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What is written down about runs, days, facts and definitions (schema {@code pipeline}). Every
 * call is a transaction of its own: what it wrote stays, whatever becomes of the run. Errors of the
 * database are {@link Failure}s.
 */
public final class Ledger {
  private final Store store;
  private final Session session;

  public Ledger(Store store) {
    this.store = store;
    this.session = new Session(store);
  }

  /** Does work whose questions share one connection, which is opened again when it breaks. */
  public <T> T inOneConnection(Supplier<T> work) {
    return session.inOneConnection(work);
  }

  /**
   * Makes the database that of this zone and source, or finds that it already is.
   *
   * @param source what identifies the source, without secrets
   * @throws Failure 78 where it holds the figures of another zone or source
   */
  public void claim(ZoneId zone, String source, Instant at) {
    session.tell(
        handle -> {
          handle
              .createUpdate(
                  "insert into pipeline.installation (zone, source, created_at)"
                      + " values (:zone, :source, :at) on conflict do nothing")
              .bind("zone", zone.getId())
              .bind("source", source)
              .bind("at", Session.utc(at))
              .execute();
          handle
              .createQuery("select zone, source from pipeline.installation")
              .map(
                  (row, context) ->
                      new Installation(row.getString("zone"), row.getString("source")))
              .one()
              .requireSame(new Installation(zone.getId(), source), store);
        });
  }

  private record Installation(String zone, String source) {
    void requireSame(Installation asked, Store store) {
      if (!equals(asked)) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "The database %s holds the figures of zone %s and source %s, not of zone %s and source %s. One database holds one of each: give METRICS_DATABASE_URL another database, or correct the job."
                .formatted(store.address().display(), zone, source, asked.zone(), asked.source()));
      }
    }
  }

  /** Writes down that a run begins. */
  public void start(NewRun run) {
    session.tell(
        handle ->
            handle
                .createUpdate(store.sql("start_run"))
                .bind("run_id", run.runId())
                .bind("job", run.job())
                .bind("first_day", run.firstDay())
                .bind("last_day", run.lastDay())
                .bind("started_at", Session.utc(run.startedAt()))
                .bind("host", run.host())
                .bind("pid", run.pid())
                .bind("version", run.version())
                .execute());
  }

  /** Writes down which snapshot of the source the run reads. */
  public void sourceSnapshot(UUID runId, String snapshot) {
    session.tell(
        handle ->
            handle.execute(
                "update pipeline.runs set source_snapshot = ? where run_id = ?", snapshot, runId));
  }

  /** Writes down that a step begins; a step that is tried again starts afresh. */
  public void startStep(UUID runId, String step, Instant at) {
    session.tell(
        handle ->
            handle
                .createUpdate(store.sql("start_step"))
                .bind("run_id", runId)
                .bind("step", step)
                .bind("started_at", Session.utc(at))
                .execute());
  }

  /** Writes down how a step ended. */
  public void endStep(UUID runId, Step step) {
    session.tell(
        handle ->
            handle
                .createUpdate(store.sql("end_step"))
                .bind("run_id", runId)
                .bind("step", step.step())
                .bind("started_at", Session.utc(step.startedAt()))
                .bind("ended_at", step.endedAt().map(Session::utc))
                .bind("state", step.state().word())
                .bind("rows_in", step.rowsIn())
                .bind("rows_out", step.rowsOut())
                .bind("message", step.message())
                .execute());
  }

  /**
   * Writes down how a run ended. A run that is published already stays so: only its publish
   * transaction says that.
   */
  public void end(
      UUID runId, RunState state, ExitCode exitCode, Optional<String> cause, Instant at) {
    session.tell(
        handle ->
            handle
                .createUpdate(store.sql("end_run"))
                .bind("run_id", runId)
                .bind("state", state.word())
                .bind("exit_code", exitCode.code())
                .bind("cause", cause)
                .bind("ended_at", Session.utc(at))
                .execute());
  }

  /**
   * Closes every run that is still {@code running} as abandoned: ends what its sessions still do
   * and drops its staging tables. Whoever calls this holds the run lock, so that such a run is dead
   * for certain.
   *
   * @return the runs that were closed
   */
  public List<Run> closeDeadRuns(Instant at) {
    return session.ask(
        handle -> {
          handle.createQuery(store.sql("end_sessions_of_dead_runs")).mapTo(Boolean.class).list();
          List<Run> closed =
              handle
                  .createQuery(store.sql("close_dead_runs"))
                  .bind("ended_at", Session.utc(at))
                  .map((row, context) -> Rows.run(row))
                  .list();
          dropStaging(handle, store.sql("staging_tables"));
          return closed;
        });
  }

  private static void dropStaging(Handle handle, String namesOfStagingTables) {
    handle
        .createQuery(namesOfStagingTables)
        .mapTo(String.class)
        .forEach(table -> handle.execute("drop table " + table));
  }

  /** The runs that ended without publishing anything. */
  public Set<UUID> unpublished() {
    return session.ask(
        handle ->
            handle
                .createQuery(
                    "select run_id from pipeline.runs where state not in ('running', 'published')")
                .mapTo(UUID.class)
                .set());
  }

  /** The run of this id. */
  public Optional<Run> run(UUID runId) {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from pipeline.runs where run_id = :run_id")
                .bind("run_id", runId)
                .map((row, context) -> Rows.run(row))
                .findOne());
  }

  /** The last runs, newest first. */
  public List<Run> lastRuns(int limit) {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from pipeline.runs order by started_at desc limit :limit")
                .bind("limit", limit)
                .map((row, context) -> Rows.run(row))
                .list());
  }

  /** The steps of a run in the order in which they began. */
  public List<Step> steps(UUID runId) {
    return session.ask(
        handle ->
            handle
                .createQuery(
                    "select * from pipeline.run_steps where run_id = :run_id order by started_at, step")
                .bind("run_id", runId)
                .map((row, context) -> Rows.step(row))
                .list());
  }

  /** Every published day, oldest first; empty before the first run. */
  public NavigableMap<LocalDate, PublishedDay> publishedDays() {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from metrics.days order by day")
                .map((row, context) -> Rows.publishedDay(row))
                .collect(
                    Collectors.toMap(
                        PublishedDay::day,
                        Function.identity(),
                        (one, other) -> one,
                        TreeMap::new)));
  }

  /** Where the current files of a fact are, for the days from first to last that have any. */
  public List<FactVersion> currentFacts(String fact, LocalDate first, LocalDate last) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("current_facts"))
                .bind("fact", fact)
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> Rows.fact(row))
                .list());
  }

  /** Where the current files of all facts are. */
  public List<FactVersion> currentFacts() {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from pipeline.fact_versions where is_current order by day")
                .map((row, context) -> Rows.fact(row))
                .list());
  }

  /** The folders of facts that were current once, and hold nothing that is. */
  public Set<String> supersededFolders() {
    return session.ask(
        handle ->
            handle
                .createQuery(
                    "select path from pipeline.fact_versions group by path having not bool_or(is_current)")
                .mapTo(String.class)
                .set());
  }

  /** The first day that any fact has; empty before the first run. */
  public Optional<LocalDate> firstFactDay() {
    return session.ask(
        handle ->
            handle
                .createQuery("select min(day) from pipeline.fact_versions where is_current")
                .mapTo(LocalDate.class)
                .findOne());
  }

  /** How much space the schemas {@code metrics} and {@code pipeline} take. */
  public long bytes() {
    return session.ask(handle -> handle.createQuery(store.sql("bytes")).mapTo(Long.class).one());
  }

  /** The newest definition of each metric under which anything was published, by metric. */
  public Map<String, Definition> definitions() {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("newest_definitions"))
                .map((row, context) -> Rows.definition(row))
                .collect(Collectors.toMap(Definition::metric, Function.identity())));
  }

  /** The definitions that a run published under, by metric. */
  public Map<String, Definition> definitionsOf(UUID runId) {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from pipeline.run_definitions where run_id = :run_id")
                .bind("run_id", runId)
                .map((row, context) -> Rows.definition(row))
                .collect(Collectors.toMap(Definition::metric, Function.identity())));
  }

  /** Keeps rows that can't be used, with the reason. */
  public void quarantine(UUID runId, List<QuarantinedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    session.tell(
        handle -> {
          PreparedBatch batch = handle.prepareBatch(store.sql("quarantine_row"));
          for (QuarantinedRow row : rows) {
            batch
                .bind("run_id", runId)
                .bind("source_table", row.sourceTable())
                .bind("row_key", row.rowKey())
                .bind("reason", row.reason())
                .bind("day", row.day())
                .add();
          }
          batch.execute();
        });
  }

  /** The rows that a run put aside. */
  public List<QuarantinedRow> quarantined(UUID runId) {
    return session.ask(
        handle ->
            handle
                .createQuery("select * from pipeline.quarantine where run_id = :run_id order by id")
                .bind("run_id", runId)
                .map((row, context) -> Rows.quarantined(row))
                .list());
  }

  /** Replaces the check results of a run. */
  public void checkResults(UUID runId, List<CheckResult> results) {
    session.tell(
        handle -> {
          handle.execute("delete from pipeline.check_results where run_id = ?", runId);
          if (results.isEmpty()) {
            return;
          }
          PreparedBatch batch = handle.prepareBatch(store.sql("check_result"));
          for (CheckResult result : results) {
            batch
                .bind("run_id", runId)
                .bind("check_name", result.checkName())
                .bind("day", result.day())
                .bind("severity", result.severity().name().toLowerCase(Locale.ROOT))
                .bind("passed", result.passed())
                .bind("expected", result.expected())
                .bind("actual", result.actual())
                .bind("message", result.message())
                .bind("accepted_reason", result.acceptedReason())
                .add();
          }
          batch.execute();
        });
  }

  /** The check results of a run, failures first. */
  public List<CheckResult> checkResults(UUID runId) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("check_results_of_run"))
                .bind("run_id", runId)
                .map((row, context) -> Rows.check(row))
                .list());
  }
}
