package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.ExplainMode;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.postgres.SnapshotProbe;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All partitions and relations of a run are of one instant. */
class PostgresSnapshotTest {
  private static final Optional<TimeRange> JANUARY =
      Optional.of(TestSource.range("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private DatabaseAddress database;

  @SuppressWarnings("NullAway.Init")
  private PostgresSource source;

  @BeforeEach
  void createLogs() {
    database = TestDatabase.create();
    TestDatabase.execute(
        database,
        "create table logs (user_id text, at timestamptz, kind text)",
        """
        insert into logs select 'user ' || i % 100, timestamptz '2025-01-01' + i * interval '10 minutes', 'view'
        from generate_series(0, 4463) i
        """);
    source =
        TestSource.withSql(
            folder, database, "activity", "select user_id, at as occurred_at, kind from logs");
  }

  @Test
  void seesTheSameRowsInEveryPartitionWhileOthersWrite() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try (Connection connection = TestDatabase.connect(database);
                  Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                  statement.execute(
                      "insert into logs select 'late', at, kind from logs order by random() limit 100");
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      writer.start();
      Dataset<Row> frame = snapshot.read(TestSpark.session(), "activity", JANUARY, 9);
      assertThat(frame.rdd().getNumPartitions()).isEqualTo(10);
      for (int i = 0; i < 3; i++) {
        assertThat(frame.count()).isEqualTo(4464);
        assertThat(frame.where("user_id = 'late'").count()).isZero();
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    try (SourceSnapshot later = source.snapshot(TestSource.NOW)) {
      assertThat(later.read(TestSpark.session(), "activity", JANUARY, 2).count())
          .isGreaterThan(4464);
    }
  }

  @Test
  void cutsARangeHalfOpenAndOnce() {
    for (int partitions : List.of(1, 2, 7)) {
      List<Row> rows =
          TestSource.rows(
              source,
              "activity",
              Optional.of(TestSource.range("2025-01-02T00:00:00Z", "2025-01-02T00:30:00Z")),
              partitions);
      assertThat(rows)
          .extracting(row -> row.<Instant>getAs("occurred_at").toString())
          .containsExactlyInAnyOrder(
              "2025-01-02T00:00:00Z", "2025-01-02T00:10:00Z", "2025-01-02T00:20:00Z");
    }
  }

  @Test
  void expectsTheRowsThatAreRankedAndNotTheFewThatComeOut() {
    TestDatabase.execute(database, "analyze logs");
    PostgresSource lastOfEach =
        TestSource.withSql(
            folder,
            database,
            "activity",
            """
            select user_id, at as occurred_at, kind
            from (select *, row_number() over (partition by user_id order by at desc) as place from logs) as ranked
            where place = 1
            """);
    assertThat(TestSource.rows(lastOfEach, "activity", JANUARY, 1)).hasSize(100);
    try (SourceSnapshot snapshot = lastOfEach.snapshot(TestSource.NOW)) {
      assertThat(snapshot.about("activity", JANUARY)).isBetween(4_000L, 5_000L);
    }
  }

  @Test
  void bringsRowsWithoutAFiniteTimeAsErrors() {
    TestDatabase.execute(
        database,
        "insert into logs values ('a', 'infinity', 'x'), ('b', '-infinity', 'x'), ('c', null, 'x'),"
            + " (null, '2025-01-31 23:59:59.999999+00', 'x')");
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      Dataset<Row> frame =
          snapshot.read(TestSpark.session(), "activity", JANUARY, 3).where("kind = 'x'");
      assertThat(frame.orderBy("row_key").collectAsList())
          .extracting(
              row -> row.getAs("row_key"),
              row -> row.getAs("row_error"),
              row -> row.isNullAt(row.fieldIndex("occurred_at")))
          .containsExactly(
              Tuple.tuple(null, null, false),
              Tuple.tuple("a", "occurred_at is infinite", true),
              Tuple.tuple("b", "occurred_at is infinite", true),
              Tuple.tuple("c", "occurred_at is NULL", true));
      assertThat(frame.select("row_error").where("row_error is not null").count()).isEqualTo(3);
    }
  }

  @Test
  void namesAmountsThatDoNotFit() {
    source =
        TestSource.withSql(
            folder,
            database,
            "payments",
            """
            select id as payment_id, 'u'::text as user_id, now() as occurred_at, 'charge'::text as kind,
              'succeeded'::text as status, amount, 'USD'::text as currency
            from (values (1, 'NaN'::numeric), (2, 1e30), (3, 0.00000000001), (4, 1e20), (5, null),
              (6, 0.1000000000000), (7, 0), (8, -12345678.9), (9, 1e1000), (10, 1e-1000)) as v (id, amount)
            """);
    String doesNotFit =
        "amount is NaN, infinite or has more than 28 digits before or 10 after the point";
    assertThat(TestSource.rows(source, "payments"))
        .extracting(
            row -> row.<String>getAs("row_key"),
            row -> row.<String>getAs("row_error"),
            row -> String.valueOf(row.<Object>getAs("amount")))
        .containsExactly(
            Tuple.tuple("1", doesNotFit, "null"),
            Tuple.tuple("10", doesNotFit, "null"),
            Tuple.tuple("2", doesNotFit, "null"),
            Tuple.tuple("3", doesNotFit, "null"),
            Tuple.tuple("4", null, "100000000000000000000.0000000000"),
            Tuple.tuple("5", null, "null"),
            Tuple.tuple("6", null, "0.1000000000"),
            Tuple.tuple("7", null, "0E-10"),
            Tuple.tuple("8", null, "-12345678.9000000000"),
            Tuple.tuple("9", doesNotFit, "null"));
  }

  @Test
  void letsOnlyTheQualifyingActivityThrough() {
    TestDatabase.execute(
        database, "insert into logs values ('u', '2025-01-05', 'heartbeat'), ('u', null, 'view')");
    PostgresSource qualified =
        Source.postgres(folder, database, TestSource.activeWhere("kind <> 'view'"));
    assertThat(qualified.checkContract()).isEmpty();
    assertThat(TestSource.rows(qualified, "activity", JANUARY, 2))
        .extracting(row -> row.getAs("kind") + " " + row.getAs("row_error"))
        .containsExactlyInAnyOrder("heartbeat null", "view occurred_at is NULL");
  }

  @Test
  void refusesAPredicateOfAnotherType() {
    PostgresSource wrong =
        Source.postgres(folder, database, TestSource.activeWhere("length(kind)"));
    assertThatThrownBy(() -> TestSource.rows(wrong, "activity"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(failure.getMessage()).startsWith("Invalid activity_where: 'length(kind)'");
            });
  }

  @Test
  void takesItsInstantFromTheServersClock() throws SQLException {
    try (Connection connection = TestDatabase.connect(database)) {
      Instant before = clock(connection);
      try (SourceSnapshot snapshot = source.snapshot(Instant.EPOCH)) {
        assertThat(snapshot.takenAt()).isBetween(before, clock(connection));
        assertThat(snapshot.id()).matches("[0-9]+:[0-9]+:[0-9,]*");
      }
    }
  }

  private static Instant clock(Connection connection) throws SQLException {
    try (ResultSet rows = connection.createStatement().executeQuery("select clock_timestamp()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  @Test
  void refusesASecondConnectionThatSeesAnotherInstant() throws SQLException {
    try (Connection exporter = TestDatabase.connect(database)) {
      exporter.setAutoCommit(false);
      String exported;
      try (ResultSet rows =
          exporter.createStatement().executeQuery("select pg_export_snapshot()")) {
        rows.next();
        exported = rows.getString(1);
      }
      String seen = SnapshotProbe.seenBy(exporter);
      SnapshotProbe.prove(exported, seen, database);
      assertNotShared(exported, "1:2:", database, "it sees " + seen + " instead of 1:2:");
      // Another database stands for another server behind the same address.
      assertNotShared(exported, seen, TestDatabase.create(), "the server knows no such snapshot");
    }
    assertNotShared("00000000-00000000-1", "1:1:", database, "the server knows no such snapshot");
  }

  private static void assertNotShared(
      String exported, String seen, DatabaseAddress address, String why) {
    assertThatThrownBy(() -> SnapshotProbe.prove(exported, seen, address))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(failure.getMessage())
                  .contains("does not share the first one's snapshot: " + why)
                  .contains("not at a transaction pooler or a load balancer");
            });
  }

  @Test
  void keepsThePasswordOutOfPlansAndMessages() {
    String role = "secretive_" + ProcessHandle.current().pid();
    TestDatabase.execute(
        database, "create role %s superuser login password 'hunter2'".formatted(role));
    DatabaseAddress secret = TestDatabase.as(database, role, "hunter2");
    try (SourceSnapshot snapshot =
        Source.postgres(folder, secret, TestSource.settings()).snapshot(TestSource.NOW)) {
      Dataset<Row> frame = snapshot.read(TestSpark.session(), "activity", JANUARY, 2);
      assertThat(frame.count()).isEqualTo(4464);
      assertThat(frame.queryExecution().explainString(ExplainMode.fromString("formatted")))
          .contains("COPY activity")
          .doesNotContain("hunter2");
      assertThat(frame.queryExecution().toString()).doesNotContain("hunter2");
      assertThat(frame.queryExecution().logical().treeString()).doesNotContain("hunter2");
    }
  }

  @Test
  void asksTheServerOnlyForTheColumnsThatAQueryNeeds() {
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      Dataset<Row> users =
          snapshot.read(TestSpark.session(), "activity", JANUARY, 2).select("user_id").distinct();
      assertThat(users.queryExecution().explainString(ExplainMode.fromString("formatted")))
          .contains("COPY activity user_id\n");
      assertThat(users.count()).isEqualTo(100);
    }
  }

  @Test
  void endsItsStatementsWhenARunStopsHalfway() {
    TestSource.write(
        folder.resolve("activity.sql"),
        """
        select user_id, at as occurred_at, kind
        from logs cross join generate_series(1, 100000) a cross join generate_series(1, 100000) b
        """);
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      assertThat(
              snapshot.read(TestSpark.session(), "activity", JANUARY, 1).limit(10).collectAsList())
          .hasSize(10);
    }
    Awaitility.await().untilAsserted(() -> assertThat(sessions()).isZero());
  }

  private long sessions() throws SQLException {
    try (Connection connection = TestDatabase.connect(database);
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "select count(*) from pg_stat_activity where datname = current_database()"
                        + " and application_name like 'business-metrics%'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void carriesTheFailureThroughSpark() {
    TestSource.write(
        folder.resolve("activity.sql"),
        "select user_id, at as occurred_at, (10 / (length(kind) - 4))::text as kind from logs");
    assertThatThrownBy(() -> TestSource.rows(source, "activity"))
        .satisfies(
            thrown ->
                assertThat(Source.failureIn(thrown))
                    .hasValueSatisfying(
                        failure -> {
                          assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE_CONTRACT);
                          assertThat(failure.getMessage())
                              .startsWith(
                                  "The source's SQL fails on a value while reading activity")
                              .contains("22012");
                        }));
    assertThat(Source.failureIn(new IllegalStateException("other"))).isEmpty();
  }

  @Test
  void writesIdsAsTheirText() {
    TestSource.withSql(
        folder,
        database,
        "accounts",
        """
        select id as user_id, now() as signed_up_at, 'x'::text as segment_b, null::text as segment_a
        from (values ('00000000-0000-0000-0000-00000000000a'::uuid),
          ('fedcba98-7654-4321-8000-0123456789ab'), (null)) as v (id)
        """);
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      Dataset<Row> accounts = snapshot.read(TestSpark.session(), "accounts", Optional.empty(), 1);
      assertThat(accounts.columns())
          .containsExactly(
              "user_id",
              "signed_up_at",
              "is_internal",
              "segment_a",
              "segment_b",
              "row_key",
              "row_error");
      assertThat(
              accounts
                  .select(Ids.text(accounts, "user_id"), accounts.col("row_error"))
                  .collectAsList())
          .extracting(row -> row.get(0), row -> row.get(1))
          .containsExactlyInAnyOrder(
              Tuple.tuple("00000000-0000-0000-0000-00000000000a", null),
              Tuple.tuple("fedcba98-7654-4321-8000-0123456789ab", null),
              Tuple.tuple(null, "user_id is NULL"));
      Dataset<Row> activity = snapshot.read(TestSpark.session(), "activity", Optional.empty(), 1);
      assertThat(activity.select(Ids.text(activity, "user_id")).distinct().count()).isEqualTo(100);
    }
  }
}
