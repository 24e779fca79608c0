package org.businessmetrics.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class RunLockTest {
  @Test
  void aSecondRunIsRefusedWithinASecondAndTold() {
    MigratedStore database = MigratedStore.create();
    Store store = database.store();
    try (RunLock lock = RunLock.acquire(store, "nightly", "host1", 4711)) {
      database.startRun(LocalDate.of(2026, 3, 7), LocalDate.of(2026, 3, 9));
      long start = System.nanoTime();
      assertThatThrownBy(() -> RunLock.acquire(store, "backfill", "host2", 4712))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
          .hasMessageContaining("Another run is at work: nightly, pid 4711 on host1, since 20")
          .hasMessageContaining("computing 2026-03-07 to 2026-03-09");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(lock.isHeld()).isTrue();
    }
    try (RunLock next = RunLock.acquire(store, "backfill", "host2", 4712)) {
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void sendingMailKeepsNobodyFromPublishing() {
    Store store = MigratedStore.create().store();
    try (RunLock mail = RunLock.acquireDelivery(store, "nightly", "host1", 1);
        RunLock run = RunLock.acquire(store, "nightly", "host1", 2)) {
      assertThat(mail.isHeld() && run.isHeld()).isTrue();
      assertThatThrownBy(() -> RunLock.acquireDelivery(store, "nightly", "host1", 3))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
          .hasMessageContaining("Another process is sending mail: nightly, pid 1 on host1");
    }
  }

  @Test
  void worksOnAnEmptyDatabaseSoThatMigrationsAreCovered() {
    Store store = new Store(Path.of(""), TestDatabase.create());
    try (RunLock lock = RunLock.acquire(store, "nightly", "host1", 1)) {
      assertThat(lock.isHeld()).isTrue();
      assertThatThrownBy(() -> RunLock.acquire(store, "nightly", "host1", 2))
          .hasMessageContaining("nightly, pid 1 on host1");
    }
  }

  @Test
  void isFreeAsSoonAsItIsGivenUp() {
    Store store = MigratedStore.create().store();
    for (int i = 0; i < 200; i++) {
      RunLock.acquire(store, "nightly", "host1", i).close();
    }
  }

  @Test
  void isFreeAgainAfterItsHolderDied() {
    MigratedStore database = MigratedStore.create();
    RunLock lock = RunLock.acquire(database.store(), "nightly", "host1", 1);
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'metrics lock%' and datname = current_database()");
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !lock.isHeld());
    try (RunLock next = RunLock.acquire(database.store(), "nightly", "host1", 2)) {
      assertThat(next.isHeld()).isTrue();
    }
    lock.close();
  }

  @Test
  void locksOfTwoDatabasesAreIndependent() {
    Store one = new Store(Path.of(""), TestDatabase.create());
    Store other = new Store(Path.of(""), TestDatabase.create());
    try (RunLock first = RunLock.acquire(one, "nightly", "host1", 1);
        RunLock second = RunLock.acquire(other, "nightly", "host1", 1)) {
      assertThat(first.isHeld()).isTrue();
      assertThat(second.isHeld()).isTrue();
    }
  }

  @Test
  void refusesToStartBehindATransactionPooler() throws Exception {
    DatabaseAddress direct = TestDatabase.create();
    DatabaseAddress withoutPassword =
        new DatabaseAddress(direct.url(), direct.user(), Optional.empty());
    assumeThat(letsInWithoutPassword(withoutPassword))
        .as("a server that asks for no password")
        .isTrue();
    try (TransactionPooler pooler = new TransactionPooler(direct)) {
      Store store = new Store(Path.of(""), pooler.address());
      assertThatThrownBy(() -> RunLock.acquire(store, "nightly", "host1", 1))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("is behind a pooler that hands out another backend");
    }
  }

  private static boolean letsInWithoutPassword(DatabaseAddress address) {
    try (Connection connection = new Store(Path.of(""), address).connect("test")) {
      return connection.isValid(5);
    } catch (Failure | SQLException refused) {
      return false;
    }
  }
}
