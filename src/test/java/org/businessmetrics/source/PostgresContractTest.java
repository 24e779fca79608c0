package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source that breaks its contract is told. */
class PostgresContractTest {
  @SuppressWarnings("NullAway.Init")
  private static DatabaseAddress database;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.create();
    TestDatabase.execute(
        database,
        "create table logs (user_id text, at timestamptz, local_at timestamp, price float8)");
  }

  @Test
  void namesEveryProblemAtOnceWithExpectedAndFound() {
    source("activity", "select user_id, local_at as occurred_at from logs");
    source("accounts", "select user_id from logs");
    source("events", "select nowhere.id from nowhere");
    source("funnels", "select 'f'::text as funnel, 1 as position, gone as step from logs");
    PostgresSource source =
        source(
            "payments",
            """
            select 1 as payment_id, user_id, at as occurred_at, 'charge'::text as kind,
              'succeeded'::text as status, price as amount, 'USD'::text as currency
            from logs -- a comment at the end
            """);
    assertFailure(
        source::checkContract,
        ExitCode.SOURCE_CONTRACT,
        "nothing was read",
        "accounts.signed_up_at is missing: expected timestamptz, found only the columns user_id ("
            + folder.resolve("accounts.sql"),
        "activity.occurred_at: expected timestamptz, found timestamp without time zone ("
            + folder.resolve("activity.sql"),
        "events: relation \"nowhere\" does not exist (42P01, " + folder.resolve("events.sql"),
        "funnels: column \"gone\" does not exist (42703, " + folder.resolve("funnels.sql"),
        "payments.amount: expected numeric, found double precision ("
            + folder.resolve("payments.sql"));
  }

  @Test
  void wantsAnIdOfOneTypeInEveryRelation() {
    source("accounts", "select gen_random_uuid() as user_id, now() as signed_up_at");
    PostgresSource source = source("activity", "select user_id, at as occurred_at from logs");
    assertFailure(
        source::checkContract,
        ExitCode.SOURCE_CONTRACT,
        "user_id must be of the same type in every relation, found {accounts=uuid, activity=text}");
  }

  @Test
  void wantsAPriceOrAPlanOfASubscription() {
    PostgresSource source =
        source(
            "subscriptions",
            """
            select 's'::text as subscription_id, user_id, 'active'::text as status,
              at as started_at, at as updated_at
            from logs;
            """);
    assertFailure(
        source::checkContract,
        ExitCode.SOURCE_CONTRACT,
        "subscriptions needs at least one of the columns plan, price_id, amount");
  }

  @Test
  void namesAColumnGivenTwiceAndSqlThatDoesNotParse() {
    source("accounts", "select user_id, user_id, at as signed_up_at from logs");
    PostgresSource source = source("activity", "select user_id, at as occurred_at fro logs");
    assertFailure(
        source::checkContract,
        ExitCode.SOURCE_CONTRACT,
        "accounts.user_id is given twice",
        "activity: syntax error at or near \"fro\" (42601");
  }

  @Test
  void warnsOfUnknownColumnsAndFilesAndReadsNeither() {
    TestSource.write(folder.resolve("acounts.sql"), "select 1");
    PostgresSource source =
        source("activity", "select user_id, at as occurred_at, price from logs");
    assertThat(source.checkContract())
        .hasSize(2)
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith(folder.resolve("acounts.sql") + " is no canonical relation"))
        .anySatisfy(
            warning -> assertThat(warning).startsWith("Unknown column activity.price is not read"));
  }

  @Test
  void saysWhatAnEmptyFolderNeeds() {
    PostgresSource source = Source.postgres(folder, database, TestSource.settings());
    assertFailure(
        source::checkContract,
        ExitCode.CONFIGURATION,
        "No source in " + folder,
        "expected files such as activity.sql");
  }

  @Test
  void refusesAPredicateThatDoesNotParseOrAsksForAnotherColumn() {
    source("activity", "select user_id, at as occurred_at from logs");
    for (String predicate : List.of("kind <>", "kind = 'x' and page = 'y'")) {
      PostgresSource source = Source.postgres(folder, database, TestSource.activeWhere(predicate));
      assertFailure(source::checkContract, ExitCode.CONFIGURATION, "Invalid activity_where: ");
    }
  }

  @Test
  void refusesSettingsThatNoLiteralCanHold() {
    assertFailure(
        () ->
            new SourceSettings(ZoneOffset.UTC, List.of("x.example'"), List.of(), Optional.empty()),
        ExitCode.CONFIGURATION,
        "Invalid internal.email_domains: 'x.example''");
    assertFailure(
        () -> new SourceSettings(ZoneOffset.UTC, List.of(), List.of("a\\"), Optional.empty()),
        ExitCode.CONFIGURATION,
        "Invalid internal.user_ids: 'a\\'");
  }

  @Test
  void putsTheJobsValuesIntoTheSqlButLeavesCastsAlone() {
    write(
        "accounts",
        """
        select user_id::text, at as signed_up_at, user_id = any (:internal_user_ids) as is_internal
        from (values ('o k'::text, now()), ('other', now())) as v (user_id, at)
        where :zone = 'UTC' and cardinality(:internal_email_domains) = 0;
        """);
    PostgresSource source =
        Source.postgres(
            folder,
            database,
            new SourceSettings(ZoneId.of("UTC"), List.of(), List.of("o k"), Optional.empty()));
    assertThat(TestSource.rows(source, "accounts"))
        .extracting(row -> row.getAs("user_id") + " " + row.getAs("is_internal"))
        .containsExactly("o k true", "other false");
  }

  @Test
  void saysThatThePasswordIsWrongWithoutPrintingIt() {
    String role = "locked_" + ProcessHandle.current().pid();
    TestDatabase.execute(database, "create role %s login password 'right'".formatted(role));
    requirePassword(role);
    source("activity", "select user_id, at as occurred_at from logs");
    PostgresSource source =
        Source.postgres(folder, TestDatabase.as(database, role, "hunter2"), TestSource.settings());
    Awaitility.await()
        .untilAsserted(
            () ->
                assertFailure(
                    source::firstInstant,
                    ExitCode.CONFIGURATION,
                    "refuses user '" + role + "': wrong password, or not let in (28P01)",
                    "METRICS_SOURCE_USER and METRICS_SOURCE_PASSWORD"));
    assertFailure(source::checkContract, ExitCode.CONFIGURATION, "28P01");
  }

  /** An embedded server trusts everybody; from now on it wants this role's password. */
  private static void requirePassword(String role) {
    TestDatabase.execute(
        database,
        """
        do $$
        declare
          file text := current_setting('hba_file');
          rules text := replace(pg_read_file(file), e'\\t', ' ');
        begin
          execute format(
            'copy (select %%L union all select unnest(string_to_array(%%L, e''\\n''))) to %%L',
            'host all %s all scram-sha-256', rules, file);
        end $$;
        select pg_reload_conf();
        """
            .formatted(role));
  }

  @Test
  void saysThatTheDatabaseDoesNotExist() {
    source("activity", "select user_id, at as occurred_at from logs");
    PostgresSource source =
        Source.postgres(
            folder,
            new DatabaseAddress(
                database.url().replaceAll("/[^/]*$", "/missing_database"),
                database.user(),
                database.password()),
            TestSource.settings());
    assertFailure(
        source::checkContract, ExitCode.CONFIGURATION, "missing_database", "METRICS_SOURCE_URL");
  }

  @Test
  void saysThatAnUnreachableServerMayBeThereLater() {
    source("activity", "select user_id, at as occurred_at from logs");
    PostgresSource source =
        Source.postgres(
            folder,
            TestDatabase.as(
                new DatabaseAddress(
                    "jdbc:postgresql://localhost:1/app", Optional.empty(), Optional.empty()),
                "u",
                "hunter2"),
            TestSource.settings());
    ThrowingCallable snapshot = () -> source.snapshot(TestSource.NOW);
    for (ThrowingCallable call : List.of(source::checkContract, source::firstInstant, snapshot)) {
      assertFailure(
          call,
          ExitCode.TRY_AGAIN,
          "The source //localhost:1/app can't be reached",
          "METRICS_SOURCE_URL");
    }
  }

  private PostgresSource source(String relation, String sql) {
    return TestSource.withSql(folder, database, relation, sql);
  }

  private void write(String relation, String sql) {
    TestSource.write(folder.resolve(relation + ".sql"), sql);
  }

  private static void assertFailure(ThrowingCallable call, ExitCode code, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(code);
              assertThat(failure.getMessage()).contains(parts).doesNotContain("hunter2");
            });
  }
}
