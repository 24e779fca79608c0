package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's id is in many files and tables; afterwards it is in none, and every figure stands. */
class ForgettingTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 26);
  private static final String TABLES =
      """
      select 'active_users_daily', t::text from metrics.active_users_daily t
      union all select 'active_users_calendar', t::text from metrics.active_users_calendar t
      union all select 'revenue_daily', t::text from metrics.revenue_daily t
      union all select 'days', t::text from metrics.days t
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;

  ForgettingTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline =
        Pipeline.overCsv(
            folder.resolve("pipeline"),
            source,
            "segments: [segment_country]\nmetrics: [active_users_daily, active_users_calendar, revenue_daily]\n");
  }

  @Test
  void takesTheIdOutOfFactsStateAndHistoryAndLeavesTheFigures() {
    company.account("ann", FIRST).account("bob", FIRST);
    for (int day = 0; day < 8; day++) {
      company.active("ann", FIRST.plusDays(day)).active("bob", FIRST.plusDays(day));
    }
    company.charge("ann", FIRST, "5.00").charge("bob", FIRST.plusDays(1), "7.00");
    company.subscriptions("s1,ann,active,basic", "s2,bob,active,basic");
    for (int day = 4; day < 7; day++) {
      night(day);
    }
    List<String> standing = pipeline.rows(TABLES);
    Map<String, Long> annBefore = rowsOf("ann");
    Map<String, Long> bobBefore = rowsOf("bob");
    assertThat(annBefore)
        .containsKeys("user_day", "signup", "charge", "user_state", "segment_change");
    assertThat(
            pipeline.rows(
                "select source from metrics.subscription_history where user_id = 'ann' order by valid_from"))
        .containsExactly("assumed", "observed");

    Map<String, Long> counted = forgetting(7).forget("ann", true);
    assertThat(counted).containsKeys("user_day", "user_state", "metrics.subscription_history");
    assertThat(rowsOf("ann")).isEqualTo(annBefore);

    Map<String, Long> forgotten = forgetting(7).forget("ann", false);
    assertThat(forgotten).isEqualTo(counted);
    assertThat(rowsOf("ann")).isEmpty();
    assertThat(rowsOf("bob").keySet()).isEqualTo(bobBefore.keySet());
    assertThat(
            pipeline.rows(
                "select user_id from metrics.subscription_history"
                    + " union select user_id from pipeline.subscription_observations"))
        .containsExactly("bob");
    assertThat(pipeline.rows(TABLES)).isEqualTo(standing);
    assertThat(forgetting(7).forget("ann", false)).isEmpty();

    company.remove("ann");
    night(7);
    assertThat(
            pipeline.rows(
                "select day, dau, new_users, returning_users from metrics.active_users_daily"
                    + " where segment = 'all' order by day"))
        .as("what was final counts her still, what is read again does not")
        .containsExactly(
            "2026-02-26|2|2|0",
            "2026-02-27|2|0|2",
            "2026-02-28|2|0|2",
            "2026-03-01|2|0|2",
            "2026-03-02|1|0|1",
            "2026-03-03|1|0|1",
            "2026-03-04|1|0|1",
            "2026-03-05|1|0|1");
  }

  private void night(int day) {
    company.write(source, FIRST.plusDays(day));
    pipeline.night(company.nightOf(FIRST.plusDays(day)));
  }

  private Forgetting forgetting(int day) {
    return new Forgetting(pipeline.at(company.nightOf(FIRST.plusDays(day)).minusSeconds(3600)));
  }

  /** How many rows of the user each fact has, in whatever files lie there. */
  private Map<String, Long> rowsOf(String user) {
    Map<String, Long> rows = new TreeMap<>();
    try (Stream<Path> facts = Files.list(pipeline.facts())) {
      for (Path fact : facts.filter(path -> !path.endsWith("work")).toList()) {
        try (Stream<Path> files = Files.walk(fact)) {
          String[] parquet =
              files
                  .map(Path::toString)
                  .filter(path -> path.endsWith(".parquet"))
                  .toArray(String[]::new);
          if (parquet.length > 0) {
            Dataset<Row> content = TestSpark.session().read().parquet(parquet);
            if (List.of(content.columns()).contains("user_id")) {
              long found = content.where("user_id = '%s'".formatted(user)).count();
              if (found > 0) {
                rows.put(fact.getFileName().toString(), found);
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
