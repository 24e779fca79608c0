package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that get lost or change on the way from the source: the night is refused. */
class SourceCountsTest {
  private static final String READING = "current_setting('application_name') like '%reader%'";
  private static final String VISITS = "select who as user_id, at as occurred_at from visits";
  private static final String SALES =
      "select id as payment_id, who as user_id, at as occurred_at, 'charge'::text as kind,"
          + " 'succeeded'::text as status, paid as amount, 'USD'::text as currency from sales";

  private final Path sql;
  private final Pipeline pipeline;

  SourceCountsTest(@TempDir Path folder) throws IOException {
    this.sql = Files.createDirectories(folder.resolve("sql"));
    DatabaseAddress source = TestDatabase.create();
    TestDatabase.execute(
        source,
        "create table visits (who text, at timestamptz)",
        "create table sales (id text, who text, at timestamptz, paid numeric)",
        """
        insert into visits
        select 'user ' || i, timestamptz '2026-03-01' + i * interval '1 hour'
        from generate_series(1, 100) i
        """,
        """
        insert into sales
        select 'sale ' || i, 'user ' || i, timestamptz '2026-03-01' + i * interval '3 hours', i + 0.01
        from generate_series(1, 30) i
        """);
    this.pipeline =
        new Pipeline(
            Path.of(""),
            folder.resolve("pipeline"),
            """
            name: test
            source: {kind: postgresql, path: '%s'}
            lookback_days: 1
            metrics: [active_users_daily, revenue_daily]
            """
                .formatted(sql),
            Optional.of(source));
    write(VISITS, SALES);
    pipeline.night(Instant.parse("2026-03-03T01:00:00Z"));
  }

  @Test
  void refusesANightThatReadFewerRowsThanTheSourceCounts() throws IOException {
    Map<String, List<String>> yesterday = pipeline.tables();
    write(VISITS + " where who <> 'user 60' or not " + READING, SALES);

    Failure failure = refused();

    assertThat(failure)
        .hasMessageStartingWith(
            "The source counts 48 rows of activity from 2026-03-02T00:00:00Z until"
                + " 2026-03-04T00:00:00Z, but 47 came when they were read.")
        .hasMessageContaining("Nothing was published");
    assertThat(pipeline.tables()).isEqualTo(yesterday);

    write(VISITS, SALES);
    pipeline.night(Instant.parse("2026-03-04T01:00:00Z"));
    assertThat(pipeline.rows("select max(day) from metrics.days")).containsExactly("2026-03-03");
  }

  @Test
  void refusesANightThatReadOtherAmountsThanTheSourceAddsUp() throws IOException {
    Map<String, List<String>> yesterday = pipeline.tables();
    write(VISITS, SALES.replace("paid", "paid + case when " + READING + " then 0.01 else 0 end"));

    assertThat(refused())
        .hasMessageContaining("as the sum of amount of payments")
        .hasMessageContaining("look for now(), random()");
    assertThat(pipeline.tables()).isEqualTo(yesterday);
  }

  @Test
  void doesNotCompareAmountsThatCanNotBeRead() throws IOException {
    write(
        VISITS,
        SALES.replace(
            "paid",
            "case id when 'sale 20' then numeric 'NaN' when 'sale 21' then 1e30 else paid end"));
    pipeline.night(Instant.parse("2026-03-04T01:00:00Z"));
    assertThat(
            pipeline.rows(
                "select row_key from pipeline.quarantine where source_table = 'payments' order by 1"))
        .containsExactly("sale 20", "sale 21");
  }

  private Failure refused() {
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> pipeline.night(Instant.parse("2026-03-04T01:00:00Z")));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    return failure;
  }

  private void write(String visits, String sales) throws IOException {
    Files.writeString(sql.resolve("activity.sql"), visits);
    Files.writeString(sql.resolve("payments.sql"), sales);
  }
}
