package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotReaderTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  private static final Marks MARKS = marks(Optional.empty());
  private static final String RUN = "0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11";

  /** The published tables as analysts see them, cut down to what a page reads. */
  private static final String TABLES =
      """
      create schema metrics;
      create schema pipeline;
      create table metrics.days (day date primary key, zone text, starts_at timestamptz,
        ends_at timestamptz, published_at timestamptz, data_version bigint, is_final boolean);
      create table metrics.metric_values (metric text, grain text, day date, period_start date,
        segment text, segment_value text, currency char(3), value numeric, unit text,
        is_complete boolean, is_final boolean);
      create table pipeline.day_versions (day date, data_version bigint, run_id uuid,
        published_at timestamptz);
      create table pipeline.check_results (run_id uuid, check_name text, day date, severity text,
        passed boolean, expected text, actual text, message text);
      create table pipeline.restatements (table_name text, key jsonb, column_name text,
        old_value text, new_value text, cause text);
      insert into metrics.days
        select day, 'Europe/London', day::timestamp at time zone 'Europe/London',
          (day + 1)::timestamp at time zone 'Europe/London', timestamptz '2026-11-23 01:07:00Z',
          2, day < '2026-11-20'
        from generate_series(date '2025-01-01', '2026-11-22', interval '1 day') as d(t),
          lateral (select t::date as day) as days;
      insert into metrics.metric_values
        select 'dau', 'day', day, day, 'all', 'all', null, day - date '2025-01-01', 'users', true,
          is_final
        from metrics.days;
      insert into metrics.metric_values values
        ('dau', 'day', '2026-11-22', '2026-11-22', 'plan', 'free', null, 1, 'users', true, false),
        ('dau', 'week', '2026-11-22', '2026-11-16', 'all', 'all', null, 2, 'users', true, false),
        ('arpu', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'JPY', 20000, 'currency', true, false),
        ('arpu', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'USD', 1.500000, 'currency', true, false),
        ('arpu', 'day', '2026-11-21', '2026-11-21', 'all', 'all', 'USD', null, 'currency', true, false),
        ('arpu_reporting', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'JPY', 300, 'currency', true, false),
        ('arpu_reporting', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'CHF', 2, 'currency', true, false),
        ('payers_30d', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'JPY', 10, 'users', true, false),
        ('payers_30d', 'day', '2026-11-22', '2026-11-22', 'all', 'all', 'USD', 900, 'users', true, false),
        ('active_users_month', 'month', '2026-10-31', '2026-10-01', 'all', 'all', null, 70, 'users', true, true),
        ('active_users_month', 'month', '2026-11-30', '2026-11-01', 'all', 'all', null, 50, 'users', false, false);
      insert into pipeline.day_versions values
        ('2026-11-22', 1, gen_random_uuid(), now()),
        ('2026-11-22', 2, '0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11', now());
      insert into pipeline.check_results values
        ('0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11', 'band', '2026-11-21', 'warn', false, '10', '8', 'low'),
        ('0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11', 'band', '2026-11-22', 'warn', false, '10', '7', null),
        ('0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11', 'old', '2026-11-01', 'warn', false, '1', '0', 'old'),
        ('0192f3a4-7c1e-7b7a-9d53-0a5c1f6f2b11', 'sums', '2026-11-22', 'fail', true, '1', '1', 'fine');
      """;

  private final Path folder;
  private final Connection connection;

  SnapshotReaderTest(@TempDir Path folder) throws SQLException {
    this.folder = folder;
    this.connection = TestDatabase.connect(TestDatabase.create());
  }

  @BeforeAll
  void publish() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
    }
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void readsEverythingThatThePageShowsAndNothingElse() throws Exception {
    ReportSnapshot snapshot = read(DAY, "{metric: dau}", "{metric: arpu}");
    assertThat(snapshot.day().zone()).isEqualTo("Europe/London");
    assertThat(snapshot.day().endsAt()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(snapshot.day().dataVersion()).isEqualTo(2);
    assertThat(snapshot.day().isFinal()).isFalse();
    assertThat(snapshot.runId()).contains(RUN);
    assertThat(snapshot.notice()).contains("Sample data");
    assertThat(snapshot.notComputed()).containsOnlyKeys("arpu");
    assertThat(snapshot.series())
        .extracting(series -> series.key().metric() + series.currency().orElse(""))
        .containsExactly("arpuJPY", "arpuUSD", "dau");
    List<Point> dau = points(snapshot, "dau");
    assertThat(dau).hasSize(62);
    assertThat(dau.get(61).day()).isEqualTo(DAY);
    assertThat(dau.get(61).value()).isEqualByComparingTo("690");
    assertThat(dau.get(61).isFinal()).isFalse();
    assertThat(dau.get(0).isFinal()).isTrue();
  }

  @Test
  void takesTheCurrencyThatMostPeoplePaidInNotTheLargestNumber() throws Exception {
    ReportSnapshot snapshot = read(DAY, "{metric: arpu}");
    assertThat(snapshot.currency()).contains("USD");
    assertThat(points(snapshot, "arpu").get(0).value()).isNull();
    assertThat(Figures.of(snapshot).get(0).value()).isEqualTo("$1.50");
  }

  @Test
  void showsMoneyConvertedWhereTheJobReportsInACurrency() throws Exception {
    ReportSnapshot snapshot = read(marks(Optional.of("JPY")), DAY, "", "{metric: arpu}");
    assertThat(snapshot.currency()).contains("JPY");
    assertThat(snapshot.converted()).isTrue();
    assertThat(snapshot.series())
        .extracting(series -> series.key().metric() + series.currency().orElse(""))
        .containsExactlyInAnyOrder("arpuJPY", "arpuUSD");
    assertThat(Figures.of(snapshot).get(0).value()).isEqualTo("¥300");
    assertThat(Words.footnote(snapshot))
        .contains("Money in JPY, that of USD converted at the rates of each day.");
    assertThat(SnapshotJson.write(snapshot)).contains("\"converted\":true");
  }

  @Test
  void staysInTheCurrencyThatTheReportNames() throws Exception {
    ReportSnapshot snapshot =
        read(marks(Optional.of("JPY")), DAY, "currency: USD\n", "{metric: arpu}");
    assertThat(snapshot.converted()).isFalse();
    assertThat(Figures.of(snapshot).get(0).value()).isEqualTo("$1.50");
    assertThat(Words.footnote(snapshot)).contains("Money in USD; 1 more currency in the CSV file.");
  }

  @Test
  void staysAsItIsWhereNothingIsConvertedYet() throws Exception {
    ReportSnapshot snapshot = read(marks(Optional.of("SEK")), DAY, "", "{metric: arpu}");
    assertThat(snapshot.converted()).isFalse();
    assertThat(snapshot.currency()).contains("USD");
  }

  @Test
  void namesEachCheckThatDidNotPassOnceWithItsNewestDay() throws Exception {
    assertThat(read(DAY, "{metric: dau}").warnings())
        .containsExactly(new Warning("band", DAY, "expected 10, found 7"));
  }

  @Test
  void showsAnOpenMonthOnTheNewestPageOnly() throws Exception {
    assertThat(points(read(DAY, "{metric: active_users_month}"), "active_users_month"))
        .extracting(Point::isComplete)
        .containsExactly(true, false);
    assertThat(points(read(DAY.minusDays(1), "{metric: active_users_month}"), "active_users_month"))
        .extracting(Point::isComplete)
        .containsExactly(true);
  }

  @Test
  void drawsAnOldDayWithoutKnowingWhatCameAfter() throws Exception {
    ReportSnapshot snapshot = read(DAY.minusDays(30), "{metric: dau}");
    List<Point> dau = points(snapshot, "dau");
    assertThat(dau.get(dau.size() - 1).day()).isEqualTo(DAY.minusDays(30));
    assertThat(snapshot.runId()).isEmpty();
    assertThat(snapshot.day().isFinal()).isTrue();
  }

  @Test
  void namesTheFirstAndTheLastDayWhenADayIsNotPublished() {
    Failure failure =
        catchThrowableOfType(Failure.class, () -> read(DAY.plusDays(1), "{metric: dau}"));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.getMessage())
        .contains("2026-11-23", "(published: 2025-01-01 to 2026-11-22)");
  }

  @Test
  void leavesTheConnectionOpenAndWritable() throws Exception {
    read(DAY, "{metric: dau}");
    try (Statement statement = connection.createStatement()) {
      statement.execute("create temp table still_writable (a int)");
    }
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
  }

  private static List<Point> points(ReportSnapshot snapshot, String metric) {
    return snapshot.report().measures().stream()
        .filter(measure -> measure.metric().equals(metric))
        .findFirst()
        .map(snapshot::points)
        .orElseThrow();
  }

  private static Marks marks(Optional<String> reportingCurrency) {
    return new Marks(
        "nightly",
        Optional.of("Sample data"),
        Map.of("arpu", "no payments relation", "mau", "x"),
        reportingCurrency,
        Headlines.ALL);
  }

  private ReportSnapshot read(LocalDate day, String... tiles) throws IOException {
    return read(MARKS, day, "", tiles);
  }

  private ReportSnapshot read(Marks marks, LocalDate day, String keys, String... tiles)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("page.yaml"),
            "version: 1\n" + keys + "pages:\n- tiles:\n  - " + String.join("\n  - ", tiles) + "\n");
    ReportConfig page = ReportConfig.load(file, Headlines.ALL);
    return new SnapshotReader(Path.of("")).read(connection, page, day, marks);
  }
}
