package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.businessmetrics.publish.Publishing.day;
import static org.businessmetrics.publish.Publishing.row;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.RunState;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.ledger.TestMetrics;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.testing.FaultyLink;
import org.businessmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherFaultsTest {
  private static final Metric SALES = TestMetrics.sales();

  private final Publishing nights = new Publishing();

  @BeforeEach
  void makeTheTables() {
    new MetricTables(nights.database.store()).prepare(List.of(SALES));
  }

  @Test
  void twoRowsOfOneKeyLeaveTheFiguresFromBefore() {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    assertThatThrownBy(
            () -> nights.publish(SALES, 5, 6, sale(6, "Cairo", 4, "10"), sale(6, "Cairo", 5, "10")))
        .isInstanceOf(Failure.class);
    assertThat(nights.database.rows("select day, orders from metrics.sales"))
        .containsExactly("2026-03-05|3");
    assertThat(stagingTables()).isEmpty();
  }

  @Test
  void aRunThatIsOverCannotPublish() {
    UUID runId = nights.database.startRun(day(5), day(5));
    nights.database.ledger().closeDeadRuns(MigratedStore.NOON);
    RunScope scope = new RunScope(runId, day(5), day(5), day(5), 3);
    try (RunLock lock = nights.database.lock()) {
      Publisher publisher = new Publisher(nights.database.store(), lock);
      assertThatThrownBy(() -> publisher.publish(nights.publication(scope, SALES)))
          .isInstanceOfSatisfying(Failure.class, is(ExitCode.TRY_AGAIN))
          .hasMessageContaining("is abandoned (must be running to publish)");
    }
  }

  @Test
  void aRunThatLostTheLockCannotPublish() {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    UUID runId = nights.database.startRun(day(5), day(5));
    RunLock lock = nights.database.lock();
    lock.close();
    try (Staging staging = new Staging(nights.database.store(), runId)) {
      staging.copy(SALES, Collections.emptyIterator());
      RunScope scope = new RunScope(runId, day(5), day(5), day(5), 3);
      Publisher publisher = new Publisher(nights.database.store(), lock);
      assertThatThrownBy(() -> publisher.publish(nights.publication(scope, SALES)))
          .isInstanceOfSatisfying(Failure.class, is(ExitCode.TRY_AGAIN))
          .hasMessageContaining("The run lock was lost");
    }
    assertThat(nights.database.rows("select day, orders from metrics.sales"))
        .containsExactly("2026-03-05|3");
  }

  @Test
  void aSessionThatIsKilledInTheTransactionLeavesTheOldRows() throws Exception {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    List<String> before = nights.versions("metrics.sales");
    UUID runId = nights.database.startRun(day(5), day(6));
    try (RunLock lock = nights.database.lock();
        Staging staging = new Staging(nights.database.store(), runId);
        Connection analyst = TestDatabase.connect(nights.database.address());
        Statement statement = analyst.createStatement()) {
      staging.copy(SALES, List.of(sale(5, "Cairo", 9, "10"), sale(6, "Lima", 1, null)).iterator());
      analyst.setAutoCommit(false);
      statement.execute("lock table pipeline.restatements in access exclusive mode");
      var publishing =
          CompletableFuture.supplyAsync(
              () ->
                  Assertions.catchThrowable(
                      () ->
                          new Publisher(nights.database.store(), lock)
                              .publish(
                                  nights.publication(
                                      new RunScope(runId, day(5), day(6), day(6), 3), SALES))));
      Awaitility.await().until(() -> !waitingPublisher("pid").isEmpty());
      waitingPublisher("pg_terminate_backend(pid)");
      assertThat(publishing.join()).isInstanceOfSatisfying(Failure.class, is(ExitCode.TRY_AGAIN));
      analyst.rollback();
      assertThat(new Publisher(nights.database.store(), lock).wasPublished(runId)).isFalse();
    }
    assertThat(nights.versions("metrics.sales")).isEqualTo(before);
    assertThat(nights.restatements()).isEmpty();
    assertThat(stagingTables()).isEmpty();
  }

  @Test
  void anAnalystsLockIsWaitedForAndThenTriedAgain() throws SQLException {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    UUID runId = nights.database.startRun(day(5), day(5));
    try (RunLock lock = nights.database.lock();
        Staging staging = new Staging(nights.database.store(), runId);
        Connection analyst = TestDatabase.connect(nights.database.address());
        Statement statement = analyst.createStatement()) {
      staging.copy(SALES, List.<@Nullable Object[]>of(sale(5, "Cairo", 9, "10")).iterator());
      analyst.setAutoCommit(false);
      statement.execute("lock table metrics.sales in access exclusive mode");
      Publisher impatient = new Publisher(nights.database.store(), lock, Duration.ofMillis(50));
      RunScope scope = new RunScope(runId, day(5), day(5), day(5), 3);
      assertThatThrownBy(() -> impatient.publish(nights.publication(scope, SALES)))
          .isInstanceOfSatisfying(Failure.class, is(ExitCode.TRY_AGAIN))
          .hasMessageContaining("Somebody holds a lock on a table");
      analyst.rollback();
      assertThat(impatient.publish(nights.publication(scope, SALES)).changed()).isEqualTo(1);
      assertThat(impatient.wasPublished(runId)).isTrue();
    }
  }

  @Test
  void aLostReplyToCommitIsNoFailure() throws Exception {
    UUID runId = nights.database.startRun(day(5), day(5));
    try (FaultyLink link = new FaultyLink(nights.database.address());
        RunLock lock = nights.database.lock();
        Staging staging = new Staging(nights.database.store(), runId)) {
      staging.copy(SALES, List.<@Nullable Object[]>of(sale(5, "Cairo", 9, "10")).iterator());
      RunScope scope = new RunScope(runId, day(5), day(5), day(5), 3);
      Publisher publisher =
          new Publisher(new Store(Path.of(""), link.to(nights.database.address())), lock);
      link.loseReplyTo("COMMIT");
      Published published = publisher.publish(nights.publication(scope, SALES));
      assertThat(link.hasCut()).isTrue();
      assertThat(published.added()).isEqualTo(1);
    }
    assertThat(nights.database.rows("select day, orders from metrics.sales"))
        .containsExactly("2026-03-05|9");
    assertThat(nights.database.ledger().run(runId).orElseThrow().state())
        .isEqualTo(RunState.PUBLISHED);
  }

  @Test
  void aReaderInAnOlderSnapshotKeepsWhatItSees() throws SQLException {
    nights.publish(SALES, 5, 5, sale(5, "Cairo", 3, "10"));
    try (Connection reader = TestDatabase.connect(nights.database.address());
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      String query = "select string_agg(city || orders, ',') from metrics.sales";
      assertThat(Queries.texts(statement, query)).containsExactly("Cairo3");
      nights.publish(SALES, 5, 5, sale(5, "Lima", 4, "10"));
      assertThat(Queries.texts(statement, query)).containsExactly("Cairo3");
      reader.rollback();
      assertThat(Queries.texts(statement, query)).containsExactly("Lima4");
    }
  }

  private List<String> waitingPublisher(String what) {
    return nights.database.rows(
        "select %s from pg_stat_activity where datname = current_database() and application_name like '%% publish' and wait_event_type = 'Lock'"
            .formatted(what));
  }

  private List<String> stagingTables() {
    return nights.database.rows("select tablename from pg_tables where tablename like 'stage%'");
  }

  private static @Nullable Object[] sale(
      int day, String city, long orders, @Nullable String amount) {
    return row(day(day), city, orders, amount == null ? null : new BigDecimal(amount));
  }

  private static Consumer<Failure> is(ExitCode exitCode) {
    return failure -> assertThat(failure.exitCode()).isEqualTo(exitCode);
  }
}
