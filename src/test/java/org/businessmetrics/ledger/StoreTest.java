package org.businessmetrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.assertj.core.util.Throwables;
import org.awaitility.Awaitility;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Secret;
import org.businessmetrics.source.postgres.SourceConnections;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final Path HOME = Path.of("");

  private final DatabaseAddress address = TestDatabase.create();

  @Test
  void aDatabaseThatIsNotThereIsConfiguration() {
    assertThatThrownBy(() -> store(address.url() + "_gone").connect("test"))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION))
        .hasMessageContaining("There is no database")
        .hasMessageContaining("METRICS_DATABASE_URL");
  }

  @Test
  void anUnreachableServerIsTriedAgain() {
    assertThatThrownBy(() -> store("jdbc:postgresql://localhost:1/none").connect("test"))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.TRY_AGAIN))
        .hasMessageContaining("//localhost:1/none");
  }

  @Test
  void theServerNoticesWithinTwoMinutesThatAMachineIsGone() throws SQLException {
    try (Connection ledger = new Store(HOME, address).connect("test");
        Connection source = SourceConnections.open(address, "test")) {
      for (Connection connection : List.of(ledger, source)) {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery(
                    """
                    select current_setting('tcp_keepalives_idle')::int
                      + current_setting('tcp_keepalives_interval')::int
                      * current_setting('tcp_keepalives_count')::int
                    """)) {
          row.next();
          assertThat(row.getInt(1)).isBetween(1, 120);
        }
      }
    }
  }

  @Test
  void aRoleThatIsNotLetInIsConfigurationAndItsPasswordIsNotPrinted() {
    DatabaseAddress wrong =
        new DatabaseAddress(
            address.url(), Optional.of("nobody_here"), Optional.of(new Secret("s3cret")));
    assertThatThrownBy(() -> new Store(HOME, wrong).connect("test"))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION))
        .hasMessageContaining("does not let 'nobody_here' in")
        .satisfies(
            failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret"));
  }

  @Test
  void aWrongPasswordIsConfigurationAndNotPrinted() throws SQLException {
    DatabaseAddress wrong =
        new DatabaseAddress(address.url(), address.user(), Optional.of(new Secret("s3cret")));
    assumeThat(letsIn(wrong)).as("a server that looks at passwords").isFalse();
    assertThatThrownBy(() -> new Store(HOME, wrong).connect("test"))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION))
        .hasMessageContaining("METRICS_DATABASE_PASSWORD")
        .satisfies(
            failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret"));
    DatabaseAddress none = new DatabaseAddress(address.url(), address.user(), Optional.empty());
    assertThatThrownBy(() -> new Store(HOME, none).connect("test"))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION));
  }

  private static boolean letsIn(DatabaseAddress address) throws SQLException {
    try (Connection connection = new Store(HOME, address).connect("test")) {
      return connection.isValid(5);
    } catch (Failure refused) {
      return false;
    }
  }

  @Test
  void aMissingGrantIsConfiguration() {
    MigratedStore database = MigratedStore.create();
    String role = "pauper_" + database.address().url().replaceAll(".*/", "");
    database.execute("create role %s login password 'x'".formatted(role));
    DatabaseAddress pauper =
        new DatabaseAddress(
            database.address().url(), Optional.of(role), Optional.of(new Secret("x")));
    Ledger ledger = new Ledger(new Store(HOME, pauper));
    assertThatThrownBy(() -> ledger.lastRuns(1))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.CONFIGURATION))
        .hasMessageContaining("lacks a grant")
        .hasMessageContaining("permission denied for schema pipeline");
  }

  @Test
  void cancelsWhatTheServerIsDoing() throws SQLException {
    Store store = new Store(HOME, address);
    try (Connection connection = store.connect("metrics long statement");
        Statement statement = connection.createStatement()) {
      CompletableFuture<Throwable> outcome =
          CompletableFuture.supplyAsync(
              () -> Assertions.catchThrowable(() -> statement.execute("select pg_sleep(600)")));
      MigratedStore database = new MigratedStore(store);
      Awaitility.await()
          .until(
              () ->
                  !database
                      .rows(
                          "select 1 from pg_stat_activity where application_name = 'metrics long statement' and state = 'active'")
                      .isEmpty());
      store.cancelStatements();
      assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join())
          .isInstanceOfSatisfying(
              SQLException.class,
              error -> assertThat(store.failure(error).exitCode()).isEqualTo(ExitCode.TRY_AGAIN));
    }
  }

  @Test
  void everyPlaceholderOfAStatementMustBeGiven() {
    Store store = new Store(HOME, address);
    assertThat(store.sql("lock_holder", Map.of("key", "42"))).contains("42 >> 32");
    assertThatThrownBy(() -> store.sql("lock_holder", Map.of("other", "42")))
        .hasMessage("No value for {key}");
  }

  @Test
  void namesAndTextsAreQuoted() {
    assertThat(Sql.name("a\"b")).isEqualTo("\"a\"\"b\"");
    MigratedStore database = new MigratedStore(new Store(HOME, address));
    assertThat(database.one("select " + Sql.text("O'Neil \\ 100%"))).isEqualTo("O'Neil \\ 100%");
  }

  private Store store(String url) {
    return new Store(HOME, new DatabaseAddress(url, address.user(), address.password()));
  }

  private static Consumer<Failure> is(ExitCode exitCode) {
    return failure -> assertThat(failure.exitCode()).isEqualTo(exitCode);
  }
}
