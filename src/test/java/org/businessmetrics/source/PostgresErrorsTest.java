package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an error of the server, in the middle of a run, asks of the operator. */
class PostgresErrorsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private DatabaseAddress database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @Test
  void triesAgainAfterAConflictWithRecovery() {
    assertFailure(
        raising("40001"),
        ExitCode.TRY_AGAIN,
        "conflict with recovery (40001)",
        "hot_standby_feedback",
        "max_standby_streaming_delay");
  }

  @Test
  void triesAgainWhenTheServerShutsDownOrHasNoConnectionLeft() {
    for (String state : new String[] {"57P01", "53300"}) {
      assertFailure(raising(state), ExitCode.TRY_AGAIN, "can't serve now", state);
    }
  }

  @Test
  void namesTheStatementTimeOut() {
    TestDatabase.execute(
        database,
        "do $$ begin execute format('alter database %I set statement_timeout to 300', current_database()); end $$");
    PostgresSource source =
        TestSource.withSql(
            folder,
            database,
            "activity",
            "select 'u'::text as user_id, now() + random() * interval '1 s' as occurred_at"
                + " from generate_series(1, 100000) a, generate_series(1, 100000) b");
    assertFailure(
        source, ExitCode.TRY_AGAIN, "(57014): a statement time-out", "set statement_timeout = 0");
  }

  @Test
  void repeatsNoValueOfARow() {
    PostgresSource source =
        TestSource.withSql(
            folder,
            database,
            "activity",
            "select 'u'::text as user_id, v::timestamptz as occurred_at"
                + " from (values ('ada@customer.example')) as t (v)"
                + " where v <> random()::text");
    assertThatThrownBy(source::firstInstant)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE_CONTRACT);
              assertThat(failure.getMessage())
                  .contains("fails on a value", "22007")
                  .doesNotContain("ada");
              assertThat(failure.getCause()).isNull();
            });
  }

  private PostgresSource raising(String state) {
    TestDatabase.execute(
        database,
        """
        create or replace function broken() returns timestamptz language plpgsql as
        $$ begin raise exception 'told to' using errcode = '%s'; end $$
        """
            .formatted(state));
    return TestSource.withSql(
        folder, database, "activity", "select 'u'::text as user_id, broken() as occurred_at");
  }

  private static void assertFailure(PostgresSource source, ExitCode code, String... parts) {
    assertThatThrownBy(source::firstInstant)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(code);
              assertThat(failure.getMessage()).contains(parts);
            });
  }
}
