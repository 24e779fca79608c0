package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.groups.Tuple;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.postgres.Grants;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application's own source, read by a role with exactly the documented grants. */
class NumeraiSourceTest {
  private static final String READER = "numerai_reader_" + ProcessHandle.current().pid();

  @SuppressWarnings("NullAway.Init")
  private static DatabaseAddress application;

  @SuppressWarnings("NullAway.Init")
  private static PostgresSource source;

  @BeforeAll
  static void createTheRoleWithTheDocumentedGrants() {
    application = TestSource.application();
    TestDatabase.execute(application, "create role %s login password 'reader'".formatted(READER));
    List<String> grants = new Grants(TestSource.NUMERAI).statements(READER);
    TestDatabase.execute(application, grants.toArray(new String[0]));
    source =
        Source.postgres(
            TestSource.NUMERAI,
            TestDatabase.as(application, READER, "reader"),
            new SourceSettings(
                ZoneOffset.UTC,
                List.of("Ours.example"),
                List.of("FFFFFFFF-ffff-4fff-bfff-fffffffffff6"),
                Optional.empty()));
  }

  @Test
  void keepsItsContractWithoutAWarning() {
    assertThat(source.checkContract()).isEmpty();
    assertThat(source.relations())
        .containsExactly(
            "accounts",
            "activity",
            "events",
            "funnels",
            "payment_attempts",
            "payments",
            "subscription_changes",
            "subscriptions");
  }

  @Test
  void givesEveryRelationInCanonicalOrder() {
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      for (String relation : source.relations()) {
        Dataset<Row> frame = snapshot.read(TestSpark.session(), relation, Optional.empty(), 1);
        List<String> expected =
            new ArrayList<>(
                Canonical.relation(relation).columns().stream()
                    .map(CanonicalColumn::name)
                    .toList());
        expected.addAll(List.of("row_key", "row_error"));
        assertThat(frame.columns()).as(relation).containsExactlyElementsOf(expected);
        assertThat(frame.where("row_error is not null").collectAsList()).as(relation).isEmpty();
        assertThat(frame.count()).as(relation).isPositive();
      }
    }
  }

  @Test
  void callsStaffSuperusersDomainsAndListedIdsInternal() {
    assertThat(TestSource.rows(source, "accounts"))
        .extracting(row -> row.getAs("row_key"), row -> row.getAs("is_internal"))
        .containsExactly(
            Tuple.tuple("00000000-0000-4000-8000-000000000001", false),
            Tuple.tuple("00000000-0000-4000-8000-000000000002", true),
            Tuple.tuple("00000000-0000-4000-8000-000000000003", true),
            Tuple.tuple("00000000-0000-4000-8000-000000000004", true),
            Tuple.tuple("00000000-0000-4000-8000-000000000005", false),
            Tuple.tuple("ffffffff-ffff-4fff-bfff-fffffffffff6", true));
  }

  @Test
  void takesActivityFromBothLogsAndAnonymousVisitorsToo() {
    List<Row> rows =
        TestSource.rows(
            source,
            "activity",
            Optional.of(TestSource.range("2025-02-01T00:00:00Z", "2025-02-03T10:00:00.000001Z")),
            3);
    assertThat(rows)
        .extracting(
            row -> row.getAs("row_key"), row -> row.getAs("feature"), row -> row.getAs("kind"))
        .containsExactlyInAnyOrder(
            Tuple.tuple("00000000-0000-4000-8000-000000000001", "chat", "feature_used"),
            Tuple.tuple("00000000-0000-4000-8000-000000000001", null, "consultation_booked"),
            Tuple.tuple("ffffffff-ffff-4fff-bfff-fffffffffff6", null, "page_view"),
            Tuple.tuple(null, null, "page_view"));
  }

  @Test
  void countsEveryChargeAndEveryRefundOnce() {
    assertThat(TestSource.rows(source, "payments"))
        .extracting(
            row -> row.<String>getAs("row_key"),
            row -> row.<String>getAs("kind"),
            row -> row.<Instant>getAs("occurred_at").toString(),
            row -> plain(row.getAs("amount")),
            row -> row.<String>getAs("currency"),
            row -> row.getAs("subscription_id") != null)
        .containsExactly(
            // the rest of the yen payment, which says refunded, and the one without any event
            refund("20000000", 2, "2025-02-21T00:00:00Z", "30", "USD", false),
            // partially refunded, nobody knows how much
            refund("20000000", 3, "2025-02-22T00:00:00Z", "unknown", "USD", false),
            refund("20000000", 5, "2025-02-23T00:00:00Z", "600", "JPY", false),
            charge(1, "2025-02-01T00:00:05Z", "50", "USD", false),
            charge(2, "2025-02-02T00:00:05Z", "30", "USD", false),
            charge(3, "2025-02-03T00:00:05Z", "8", "USD", false),
            charge(5, "2025-02-05T00:00:05Z", "900", "JPY", false),
            charge(9, "2025-02-01T00:00:00Z", "19.99", "USD", true),
            refund("40000000", 1, "2025-02-14T12:00:00Z", "5", "USD", false),
            refund("40000000", 2, "2025-02-15T12:00:00Z", "10", "USD", false),
            refund("40000000", 4, "2025-02-16T12:00:00Z", "19.99", "USD", true),
            refund("40000000", 6, "2025-02-17T12:00:00Z", "300", "JPY", false));
  }

  private static String plain(@Nullable BigDecimal amount) {
    return amount == null ? "unknown" : amount.stripTrailingZeros().toPlainString();
  }

  private static Tuple charge(
      int id, String at, String amount, String currency, boolean subscription) {
    return Tuple.tuple(id("30000000", id), "charge", at, amount, currency, subscription);
  }

  private static Tuple refund(
      String prefix, int id, String at, String amount, String currency, boolean subscription) {
    return Tuple.tuple(id(prefix, id), "refund", at, amount, currency, subscription);
  }

  private static String id(String prefix, int id) {
    return "%s-0000-4000-8000-%012d".formatted(prefix, id);
  }

  @Test
  void countsAnInvoiceAsPaidOnceAndAnInvoiceOfZeroNever() {
    assertThat(TestSource.rows(source, "payment_attempts"))
        .extracting(
            row -> row.<String>getAs("origin"),
            row -> row.<String>getAs("status"),
            row -> row.<String>getAs("invoice_id"),
            row -> row.<BigDecimal>getAs("amount").stripTrailingZeros().toPlainString())
        .containsExactlyInAnyOrder(
            Tuple.tuple("payment", "succeeded", null, "50"),
            Tuple.tuple("payment", "succeeded", null, "30"),
            Tuple.tuple("payment", "succeeded", null, "8"),
            Tuple.tuple("payment", "failed", null, "7"),
            Tuple.tuple("payment", "succeeded", null, "900"),
            Tuple.tuple("invoice", "failed", "in_1", "19.99"),
            Tuple.tuple("invoice", "succeeded", "in_1", "19.99"));
  }

  @Test
  void numbersTheStepsOfActiveFunnels() {
    assertThat(TestSource.rows(source, "funnels"))
        .extracting(
            row -> row.getAs("funnel"),
            row -> row.getAs("position"),
            row -> row.getAs("step"),
            row -> row.getAs("window_hours"))
        .containsExactly(
            Tuple.tuple("booking", 1L, "viewed", 24L), Tuple.tuple("booking", 2L, "booked", 24L));
  }

  @Test
  void copiesTheWholeCanonicalSubscription() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      assertThat(snapshot.copy("subscriptions", Optional.empty(), out)).isEqualTo(2);
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "10000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000001,active,premium,,,,,,"
                + "2025-01-10 00:00:00+00,2025-03-01 00:00:00+00,f,,,,,,,,,2025-02-01 00:00:00+00",
            "10000000-0000-4000-8000-000000000005,00000000-0000-4000-8000-000000000005,trialing,basic,,,,,,"
                + "2025-02-10 00:00:00+00,,f,,,,,,2025-02-10 00:00:00+00,2025-02-24 00:00:00+00,,"
                + "2025-02-10 00:00:00+00");
  }

  @Test
  void knowsItsFirstAndNewestInstants() {
    assertThat(source.firstInstant()).contains(Instant.parse("2025-01-01T08:00:00Z"));
    assertThat(source.newest("activity", Instant.parse("2025-02-02T23:00:00Z")))
        .contains(Instant.parse("2025-02-02T11:00:00Z"));
    assertThat(source.newest("activity", Instant.parse("2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(source.replayedUntil(TestSource.NOW)).isEqualTo(TestSource.NOW);
  }

  @Test
  void mayReadNoPersonalColumn() {
    DatabaseAddress reader = TestDatabase.as(application, READER, "reader");
    for (String column :
        List.of(
            "users.phone",
            "users.full_name",
            "user_activity_log.ip_address",
            "user_activity_log.user_agent",
            "payments.description")) {
      String[] parts = column.split("\\.");
      assertThatThrownBy(
              () -> TestDatabase.execute(reader, "select %s from %s".formatted(parts[1], parts[0])))
          .as(column)
          .hasMessageContaining("permission denied for table " + parts[0]);
    }
  }

  @Test
  void documentsExactlyTheGrantsThatItNeeds() throws IOException {
    assertThat(Files.readString(TestSource.NUMERAI.resolve("README.md")))
        .contains(
            new Grants(TestSource.NUMERAI)
                .statements("metrics_source").stream()
                    .map(statement -> statement.replace("\"", "") + ";\n")
                    .toList());
  }

  @Test
  void namesTheGrantThatIsMissing() {
    String role = "half_reader_" + ProcessHandle.current().pid();
    TestDatabase.execute(
        application,
        "create role %s login password 'half'".formatted(role),
        "grant select (user_id, created_at, feature_name, activity_type) on user_activity_log to "
            + role);
    PostgresSource half =
        Source.postgres(
            TestSource.NUMERAI, TestDatabase.as(application, role, "half"), TestSource.settings());
    assertThatThrownBy(half::checkContract)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(failure.getMessage())
                  .contains(
                      "lacks a grant for sql/sources/numerai/accounts.sql: permission denied for table users.",
                      "run: grant select (id, created_at, email, is_staff, is_superuser) on users to \"%s\";"
                          .formatted(role),
                      "on event_tracking to \"%s\";".formatted(role))
                  .doesNotContain("half'");
            });
  }
}
