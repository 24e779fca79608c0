package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** A folder of CSV files as a source. */
class CsvSourceTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private CsvSource source() {
    return Source.csv(folder, TestSource.settings());
  }

  private void write(String file, String text) {
    TestSource.write(folder.resolve(file), text);
  }

  @Test
  void readsEveryCanonicalTypeAndFillsAbsentColumns() {
    write(
        "payments.csv",
        """
        currency,amount,payment_id,user_id,status,kind,occurred_at
        USD,19.99,p1,ann,succeeded,charge,2025-01-31T23:30:00Z
        "EUR",-0.5,"p ""2"", b",bob,failed,refund,2025-02-01 01:30:00.123456+05:30
        JPY,1e3,"p
        3",cleo,succeeded,charge,1969-12-31 23:59:59.5-00
        """);
    CsvSource source = source();
    assertThat(source.checkContract()).isEmpty();
    assertThat(source.relations()).containsExactly("payments");
    assertThat(TestSource.rows(source, "payments"))
        .extracting(
            row -> row.<String>getAs("payment_id"),
            row -> row.<Instant>getAs("occurred_at").toString(),
            row -> row.<BigDecimal>getAs("amount").toPlainString(),
            row -> row.<String>getAs("subscription_id"),
            row -> row.<String>getAs("row_key"),
            row -> row.<String>getAs("row_error"))
        .containsExactly(
            Tuple.tuple(
                "p1", "2025-01-31T23:30:00Z", "19.9900000000", null, "payments.csv:2", null),
            Tuple.tuple(
                "p \"2\", b",
                "2025-01-31T20:00:00.123456Z",
                "-0.5000000000",
                null,
                "payments.csv:3",
                null),
            Tuple.tuple(
                "p\n3",
                "1969-12-31T23:59:59.500Z",
                "1000.0000000000",
                null,
                "payments.csv:4",
                null));
  }

  @Test
  void namesEveryRowThatCannotBeReadAndReadsTheOthers() {
    write(
        "payments.csv",
        """
        payment_id,user_id,occurred_at,kind,status,amount,currency
        1,ann,2025-01-01T00:00:00Z,charge,succeeded,1,USD
        2,ann,2025-01-01T00:00:00Z,charge,succeeded,1
        3,ann,2025-01-01 00:00:00,charge,succeeded,1,USD
        4,ann,2025-02-30T00:00:00Z,charge,succeeded,1,USD
        5,ann,2025-01-01T00:00:00Z,charge,succeeded,one,USD
        6,ann,2025-01-01T00:00:00Z,charge,succeeded,1e30,USD
        7,,2025-01-01T00:00:00Z,charge,succeeded,1,USD

        9,ann,2025-01-01T00:00:00Z,"cha"rge,succeeded,1,USD
        10,ann,2025-01-01T00:00:00Z,"charge,succeeded,1,USD
        11,ann,2025-01-01T00:00:00Z,charge,succeeded,1,USD
        12,"a
        nn",2025-01-01T00:00:00Z,charge,succeeded,1,USD
        """);
    String instant =
        " occurred_at can't be read (expected ISO 8601 with an offset, as in 2025-01-31T10:00:00Z)";
    String amount = " amount can't be read (expected a decimal number with a point, as in 19.99)";
    String quoting = " broken quoting (expected RFC 4180: quotes doubled inside quotes)";
    assertThat(
            TestSource.rows(
                source(),
                "payments",
                Optional.of(TestSource.range("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z")),
                1))
        .extracting(
            row -> row.<String>getAs("payment_id"),
            row ->
                row.isNullAt(row.fieldIndex("row_error"))
                    ? null
                    : row.getAs("row_key") + ": " + row.getAs("row_error"))
        .containsExactlyInAnyOrder(
            Tuple.tuple("1", null),
            Tuple.tuple(null, "payments.csv:3: expected 7 fields, found 6"),
            Tuple.tuple(null, "payments.csv:4:" + instant),
            Tuple.tuple(null, "payments.csv:5:" + instant),
            Tuple.tuple(null, "payments.csv:6:" + amount),
            Tuple.tuple(null, "payments.csv:7:" + amount),
            Tuple.tuple(null, "payments.csv:8: user_id is empty"),
            Tuple.tuple(null, "payments.csv:10:" + quoting),
            Tuple.tuple(null, "payments.csv:11:" + quoting),
            Tuple.tuple("11", null),
            Tuple.tuple("12", null));
  }

  @Test
  void doesNotDrawTheFileIntoMemoryBehindAQuoteThatIsNeverClosed() throws IOException {
    try (var out = Files.newBufferedWriter(folder.resolve("activity.csv"))) {
      out.write("user_id,occurred_at\n\"u,2025-01-01T00:00:00Z\n");
      for (int i = 0; i < 100_000; i++) {
        out.write("user" + i % 7 + ",2025-01-01T00:00:00Z\n");
      }
    }
    try (SourceSnapshot snapshot = source().snapshot(TestSource.NOW)) {
      Dataset<Row> frame = snapshot.read(TestSpark.session(), "activity", Optional.empty(), 1);
      assertThat(frame.where("row_error is null").count()).isEqualTo(100_000);
      assertThat(frame.where("row_error is not null").first().<String>getAs("row_error"))
          .startsWith("broken quoting");
    }
  }

  @Test
  void beginsWithTheFirstSubscriptionWhereNothingElseHasRows() {
    write("accounts.csv", "user_id,signed_up_at\n");
    write(
        "subscriptions.csv",
        """
        subscription_id,user_id,status,plan,started_at,updated_at
        s1,a,active,basic,2024-03-02T00:00:00Z,2024-05-01T00:00:00Z
        s2,b,canceled,basic,2024-03-01T12:00:00Z,2024-06-01T00:00:00Z
        """);
    CsvSource source = Source.csv(folder, TestSource.settings());
    assertThat(source.firstInstant()).contains(Instant.parse("2024-03-01T12:00:00Z"));

    write("accounts.csv", "user_id,signed_up_at\na,2024-04-01T00:00:00Z\n");
    assertThat(source.firstInstant()).contains(Instant.parse("2024-04-01T00:00:00Z"));
  }

  @Test
  void takesOnlyTheRangeHalfOpen() {
    write(
        "activity.csv",
        """
        user_id,occurred_at,kind
        a,2024-12-31T23:59:59.999999Z,x
        b,2025-01-01T00:00:00Z,x
        ,2025-01-01T12:00:00Z,x
        c,2025-01-02T00:00:00Z,x
        d,2025-01-01T00:00:00Z,heartbeat
        """);
    CsvSource source =
        Source.csv(folder, TestSource.activeWhere("kind <> 'heartbeat' and user_id is not null"));
    assertThat(
            TestSource.rows(
                source,
                "activity",
                Optional.of(TestSource.range("2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z")),
                4))
        .extracting(row -> row.<String>getAs("user_id"))
        .containsExactly("b");
    assertThat(source.firstInstant()).contains(Instant.parse("2024-12-31T23:59:59.999999Z"));
    assertThat(source.newest("activity", Instant.parse("2025-01-01T13:00:00Z")))
        .contains(Instant.parse("2025-01-01T12:00:00Z"));
    assertThat(source.replayedUntil(TestSource.NOW)).isEqualTo(TestSource.NOW);
  }

  @Test
  void callsListedIdsInternalWhateverTheFileSays() {
    write(
        "accounts.csv",
        """
        user_id,signed_up_at,segment_country,is_internal
        a,2025-01-01T00:00:00+00,IN,
        b,2025-01-01T00:00:00+0000,,t
        c,2025-01-01T00:00:00z,US,false
        """);
    CsvSource source =
        Source.csv(
            folder, new SourceSettings(ZoneOffset.UTC, List.of(), List.of("c"), Optional.empty()));
    assertThat(TestSource.rows(source, "accounts"))
        .extracting(
            row -> row.getAs("user_id"),
            row -> row.getAs("is_internal"),
            row -> row.getAs("segment_country"))
        .containsExactly(
            Tuple.tuple("a", false, "IN"),
            Tuple.tuple("b", true, null),
            Tuple.tuple("c", true, "US"));
  }

  @Test
  void namesEveryProblemOfTheHeaders() {
    write("accounts.csv", "\uFEFFuser_id,created\nx,y\n");
    write("activity.csv", "");
    write("events.csv", "event_id,event_id,user_id,occurred_at,event_name\n");
    write("funnels.csv", "funnel,position,step\n");
    assertFailure(
        source()::checkContract,
        ExitCode.SOURCE_CONTRACT,
        "accounts.signed_up_at is missing: expected ISO 8601 with an offset, as in"
            + " 2025-01-31T10:00:00Z, found only the columns user_id, created (accounts.csv)",
        "activity.csv: expected a header on line 1 with the columns user_id, occurred_at, found none",
        "events.event_id is given twice (events.csv)",
        "funnels needs at least one of the columns window_hours, window, found only funnel");
  }

  @Test
  void warnsOfColumnsAndFilesThatItDoesNotRead() {
    write("activity.csv", "user_id,occurred_at,page\n");
    write("activities.csv", "user_id\n");
    assertThat(source().checkContract())
        .containsExactly(
            folder.resolve("activities.csv")
                + " is no canonical relation and is not read (they are accounts, activity, events,"
                + " funnels, subscriptions, subscription_changes, payment_attempts, payments)",
            "Unknown column activity.page is not read (activity.csv)");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("activity.csv");
    Files.write(
        file,
        "user_id,occurred_at\nZoë,2025-01-01T00:00:00Z\n".getBytes(StandardCharsets.ISO_8859_1));
    CsvSource source = source();
    assertThatThrownBy(() -> TestSource.rows(source, "activity"))
        .satisfies(
            thrown -> {
              Failure failure = Source.failureIn(thrown).orElseThrow();
              assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE_CONTRACT);
              assertThat(failure.getMessage()).startsWith(file + " is not UTF-8");
            });
    Files.write(file, "usér_id,occurred_at\n".getBytes(StandardCharsets.ISO_8859_1));
    assertFailure(source::checkContract, ExitCode.SOURCE_CONTRACT, file + " is not UTF-8");
  }

  @Test
  void isAnotherSnapshotWhenAnyContentChanges() {
    write("activity.csv", "user_id,occurred_at\na,2025-01-01T00:00:00Z\n");
    String before;
    try (SourceSnapshot snapshot = source().snapshot(TestSource.NOW)) {
      before = snapshot.id();
      assertThat(before).matches("[0-9a-f]{64}");
      assertThat(snapshot.takenAt()).isEqualTo(TestSource.NOW);
      assertThat(source().snapshot(Instant.EPOCH).id()).isEqualTo(before);
      write(
          "activity.csv", "user_id,occurred_at\nb,2025-01-01T00:00:00Z\nc,2025-01-01T00:00:00Z\n");
      assertThatThrownBy(
              () ->
                  snapshot
                      .read(TestSpark.session(), "activity", Optional.empty(), 1)
                      .collectAsList())
          .satisfies(
              thrown ->
                  assertThat(Source.failureIn(thrown).orElseThrow())
                      .hasMessageContaining("activity.csv changed while it was being read")
                      .extracting(Failure::exitCode)
                      .isEqualTo(ExitCode.TRY_AGAIN));
    }
    assertThat(source().snapshot(TestSource.NOW).id()).isNotEqualTo(before);
  }

  @Test
  void saysWhichRelationItDoesNotGive() {
    write("activity.csv", "user_id,occurred_at\n");
    assertFailure(
        () -> TestSource.rows(source(), "payments"),
        ExitCode.CONFIGURATION,
        "The source gives no payments: there is no file " + folder.resolve("payments.csv"));
    assertFailure(
        () -> source().newest("funnels", TestSource.NOW),
        ExitCode.CONFIGURATION,
        "No freshness for funnels");
  }

  @Test
  void copiesSubscriptionsAsPostgresReadsThem() throws SQLException, IOException {
    write(
        "subscriptions.csv",
        """
        subscription_id,user_id,status,plan,amount,interval,quantity,started_at,cancel_at_period_end,updated_at
        s1,a,active,"gold, ""plus""\",19.99,month,2,2025-01-01T00:00:00+05:30,true,2025-02-01T00:00:00Z
        s2,b,active,gold,nineteen,month,2,2025-01-01T00:00:00Z,true,2025-02-01T00:00:00Z
        s3,c,trialing,,,,,2025-01-01T00:00:00Z,,2025-02-01T00:00:00.000001Z
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SourceSnapshot snapshot = source().snapshot(TestSource.NOW)) {
      assertThat(snapshot.copy("subscriptions", Optional.empty(), out)).isEqualTo(2);
    }
    try (Connection connection = TestDatabase.connect(TestDatabase.create())) {
      connection
          .createStatement()
          .execute(
              """
              create table copied (subscription_id text, user_id text, status text, plan text, currency text,
                amount numeric, "interval" text, interval_count bigint, quantity bigint, started_at timestamptz,
                current_period_end timestamptz, cancel_at_period_end boolean, cancel_requested_at timestamptz,
                canceled_at timestamptz, ended_at timestamptz, price_id text, cancellation_reason text,
                trial_start timestamptz, trial_end timestamptz, discount_amount numeric, updated_at timestamptz)
              """);
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy copied from stdin (format csv)", new ByteArrayInputStream(out.toByteArray()));
      try (ResultSet rows =
          connection
              .createStatement()
              .executeQuery(
                  """
                  select concat_ws('|', subscription_id, plan, amount, quantity, started_at at time zone 'UTC',
                    cancel_at_period_end, updated_at at time zone 'UTC')
                  from copied order by 1
                  """)) {
        rows.next();
        assertThat(rows.getString(1))
            .isEqualTo(
                "s1|gold, \"plus\"|19.9900000000|2|2024-12-31 18:30:00|t|2025-02-01 00:00:00");
        rows.next();
        assertThat(rows.getString(1))
            .isEqualTo("s3|2025-01-01 00:00:00|2025-02-01 00:00:00.000001");
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private static void assertFailure(ThrowingCallable call, ExitCode code, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(code);
              assertThat(failure.getMessage()).contains(parts);
            });
  }
}
