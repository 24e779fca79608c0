package org.businessmetrics.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.Sql;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;

/**
 * Makes a run's rows current, all tables of all its days in one transaction. Rows are compared by
 * key: what is the same is not written, what changed in a published figure is written down as a
 * restatement. Readers in older snapshots keep what they see; nothing is truncated or dropped.
 */
public final class Publisher {
  private static final Duration PATIENCE_WITH_LOCKS = Duration.ofMinutes(1);

  private final Store store;
  private final RunLock lock;
  private final Duration patienceWithLocks;

  /**
   * @param lock of the run, without which nothing is published
   */
  public Publisher(Store store, RunLock lock) {
    this(store, lock, PATIENCE_WITH_LOCKS);
  }

  /**
   * @param patienceWithLocks how long an analyst's lock on a table is waited for
   */
  Publisher(Store store, RunLock lock, Duration patienceWithLocks) {
    this.store = store;
    this.lock = lock;
    this.patienceWithLocks = patienceWithLocks;
  }

  /**
   * Publishes. The run must be {@code running}; afterwards it is {@code published}. When the
   * connection is lost on the way, the ledger is asked what became of it.
   *
   * @throws Failure with nothing changed
   */
  public Published publish(Publication publication) {
    RunScope scope = publication.scope();
    try (Connection connection = store.connect("metrics %s publish".formatted(scope.runId()))) {
      connection.setAutoCommit(false);
      Published published = write(connection, publication);
      commit(connection, scope.runId());
      return published;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Does all that {@link #publish} does, tells what came of it, and takes it back. Readers see
   * nothing of it.
   *
   * @throws Failure as publishing would
   */
  public Published rehearse(Publication publication) {
    RunScope scope = publication.scope();
    try (Connection connection = store.connect("metrics %s rehearse".formatted(scope.runId()));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Published published = write(connection, publication);
      List<Restatement> restated =
          restated(
              statement, store.sql("publish/restated", Map.of("run_id", Sql.uuid(scope.runId()))));
      connection.rollback();
      return new Published(
          published.rows(),
          published.added(),
          published.changed(),
          published.vanished(),
          published.restatements(),
          published.changedDays(),
          published.restatedDays(),
          restated);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static List<Restatement> restated(Statement statement, String sql) throws SQLException {
    List<Restatement> restated = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        restated.add(
            new Restatement(
                rows.getString("table_name"),
                rows.getString("key"),
                rows.getString("column_name"),
                rows.getString("old_value"),
                rows.getString("new_value"),
                rows.getString("cause")));
      }
    }
    return restated;
  }

  /**
   * Whether the run's publish transaction was committed. Waits for one that is still in flight, so
   * that the answer is final.
   */
  public boolean wasPublished(UUID runId) {
    try (Connection connection = store.connect("metrics publish outcome");
        Statement statement = connection.createStatement()) {
      List<String> states =
          Queries.texts(
              statement,
              "select state from pipeline.runs where run_id = %s for share"
                  .formatted(Sql.uuid(runId)));
      return states.contains("published");
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private void commit(Connection connection, UUID runId) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException lostReply) {
      if (!wasPublished(runId)) {
        throw lostReply;
      }
    }
  }

  private Published write(Connection connection, Publication publication) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = " + patienceWithLocks.toMillis());
      statement.execute("set local work_mem = '64MB'");
      requireRunning(statement, publication.scope());
      // A server that was restarted has emptied what was staged; to publish that is to delete.
      lock.requireHeld();
      statement.execute("create temp table touched_day (day date not null) on commit drop");
      RowCounts counts = new RowCounts();
      for (Metric metric : publication.metrics()) {
        StagedTable table = new StagedTable(metric, publication.scope());
        new TablePublication(store, statement, publication, table).write(counts);
      }
      if (publication.rates().isPresent()) {
        new RatesPublication(store, statement, publication, publication.rates().get())
            .write(counts);
      }
      LedgerPublication ledger = new LedgerPublication(store, statement, publication);
      List<LocalDate> changedDays = ledger.writeDays();
      List<LocalDate> restatedDays =
          booksCorrections(publication) ? ledger.writeRestatedDays() : List.of();
      ledger.writeFacts();
      ledger.writeDefinitions();
      ledger.queueMail();
      ledger.closeRun(counts.rows);
      return counts.published(changedDays, restatedDays);
    }
  }

  /** Whether the run books what it learns about final days. */
  private static boolean booksCorrections(Publication publication) {
    return publication.metrics().stream()
        .flatMap(metric -> metric.reads().stream())
        .anyMatch(read -> read.relation().equals("mrr_change"));
  }

  /** Also keeps a later run from closing this one as dead while it is publishing. */
  private void requireRunning(Statement statement, RunScope scope) throws SQLException {
    List<String> states =
        Queries.texts(
            statement,
            "select state from pipeline.runs where run_id = %s for update"
                .formatted(Sql.uuid(scope.runId())));
    if (!states.equals(List.of("running"))) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "Run %s is %s (must be running to publish). Nothing was published; run again."
              .formatted(scope.runId(), states.isEmpty() ? "not known" : states.get(0)));
    }
  }
}
