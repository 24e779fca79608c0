package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad nights of one company, told in order: a check that fails, rows that can't be read, a
 * definition that somebody edited. Whatever happens, yesterday's figures stand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusedNightTest {
  private static final Path CHECKS = Path.of("sql", "metrics", "active_users_daily", "checks.sql");
  private static final Path QUERY = Path.of("sql", "metrics", "active_users_daily", "query.sql");
  private static final Path YAML = Path.of("sql", "metrics", "active_users_daily", "metric.yaml");

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path home;
  private final Path source;
  private final Pipeline pipeline;

  RefusedNightTest(@TempDir Path folder) {
    this.home = Pipeline.copyOfHome(folder.resolve("home"));
    this.source = folder.resolve("source");
    this.pipeline =
        Pipeline.overCsv(
            home,
            folder.resolve("pipeline"),
            source,
            "lookback_days: 1\nmetrics: [active_users_daily, revenue_daily]\n");
  }

  private static LocalDate day(int n) {
    return LocalDate.of(2026, 3, n);
  }

  private Instant nightOf(int n) {
    company.write(source, day(n));
    return company.nightOf(day(n));
  }

  @BeforeAll
  void fiveDaysArePublished() {
    for (String user : List.of("ann", "bob", "cem")) {
      company.account(user, day(1)).active(user, day(1));
    }
    for (int n = 2; n <= 20; n++) {
      company.active("ann", day(n));
    }
    company.charge("ann", day(2), "10.00");
    company.subscriptions("s1,ann,active,basic", "s2,bob,trialing,basic");
    pipeline.night(nightOf(5));
  }

  @Test
  @Order(1)
  void keepsYesterdayWhenACheckFails() throws IOException {
    Map<String, List<String>> yesterday = pipeline.tables();
    List<String> facts = factFolders();
    Files.writeString(
        home.resolve(CHECKS),
        """

        -- check: nobody_is_active_on_the_sixth
        -- severity: fail
        -- meaning: On the sixth everybody is away.
        select day, 0 as expected, dau as actual from active_users_daily
        where day = date '2026-03-06' and dau > 0
        """,
        StandardOpenOption.APPEND);
    company.subscriptions("s1,ann,active,premium", "s2,bob,trialing,basic");

    Failure failure = refused(6);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(failure.exitCode().code()).isEqualTo(3);
    assertThat(failure)
        .hasMessageContaining("nobody_is_active_on_the_sixth")
        .hasMessageContaining("2026-03-06");
    assertThat(pipeline.tables()).isEqualTo(yesterday);
    assertThat(lastRun("state, exit_code")).isEqualTo("refused|3");
    assertThat(
            pipeline.rows(
                "select day, expected, actual from pipeline.check_results where not passed"))
        .containsExactly("2026-03-06|0|1");
    assertNothingIsLeft();
    assertThat(factFolders()).isEqualTo(facts);
  }

  @Test
  @Order(2)
  void keepsTheSubscriptionsAlsoWhenTheNightIsRefused() {
    assertThat(
            pipeline.rows(
                "select taken_at, day, rows, added, changed, vanished"
                    + " from pipeline.subscription_snapshots order by 1"))
        .containsExactly(
            "2026-03-06 01:00:00+00|2026-03-05|2|2|0|0",
            "2026-03-07 01:00:00+00|2026-03-06|2|0|1|0");
    assertThat(
            pipeline.rows(
                "select step, state from pipeline.run_steps where run_id ="
                    + " (select run_id from pipeline.runs order by started_at desc limit 1)"
                    + " and step in ('subscriptions', 'check') order by 1"))
        .containsExactly("check|failed", "subscriptions|done");
  }

  @Test
  @Order(3)
  void publishesBothDaysOnceItIsRepaired() throws IOException {
    Files.copy(CHECKS, home.resolve(CHECKS), StandardCopyOption.REPLACE_EXISTING);
    company.subscriptions("s1,ann,active,premium");

    Outcome outcome = pipeline.night(nightOf(7));

    assertThat(outcome.published()).containsExactly(new DayRange(day(5), day(7)));
    assertThat(
            pipeline.rows(
                "select day, dau from metrics.active_users_daily_total where day > '2026-03-05'"))
        .containsExactly("2026-03-06|1", "2026-03-07|1");
    assertThat(lastRun("state, exit_code")).isEqualTo("published|0");
    assertThat(
            pipeline.rows(
                "select subscription_id, plan, valid_from, valid_to, source"
                    + " from metrics.subscription_history order by 1, 3"))
        .containsExactly(
            "s1|basic|2024-01-01 00:00:00+00|2026-03-05 00:00:00+00|assumed",
            "s1|basic|2026-03-05 00:00:00+00|2026-03-07 01:00:00+00|observed",
            "s1|premium|2026-03-07 01:00:00+00|null|observed",
            "s2|basic|2024-01-01 00:00:00+00|2026-03-05 00:00:00+00|assumed",
            "s2|basic|2026-03-05 00:00:00+00|2026-03-08 01:00:00+00|observed");
  }

  @Test
  @Order(4)
  void setsAsideARowThatCantBeReadAndSaysWhereItStands() throws IOException {
    company.brokenVisit("ann,yesterday,visit,");
    pipeline.night(nightOf(8));

    int line =
        Files.readAllLines(source.resolve("activity.csv")).indexOf("ann,yesterday,visit,") + 1;
    assertThat(
            pipeline.rows(
                "select source_table, row_key, reason from pipeline.quarantine"
                    + " where source_table = 'activity' and run_id ="
                    + " (select run_id from pipeline.runs where state = 'published'"
                    + " order by started_at desc limit 1)"))
        .singleElement()
        .asString()
        .startsWith("activity|")
        .contains("activity.csv:" + line)
        .contains("occurred_at can't be read");
    assertThat(
            pipeline.rows(
                "select message from pipeline.run_steps where step = 'read'"
                    + " order by started_at desc limit 1"))
        .singleElement()
        .asString()
        .contains("1 rows in quarantine (activity: 1 ")
        .contains("occurred_at can't be read");
    assertThat(pipeline.rows("select max(day) from metrics.days")).containsExactly("2026-03-08");
  }

  @Test
  @Order(5)
  void refusesANightWithMoreUnreadableRowsThanTheJobBears() throws IOException {
    Map<String, List<String>> yesterday = pipeline.tables();
    List<String> facts = factFolders();
    for (int i = 0; i < 10; i++) {
      company.brokenVisit("ann,yesterday,visit,");
    }

    Failure failure = refused(9);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(failure)
        .hasMessageContaining("11 of ")
        .hasMessageContaining("rows of activity can't be used (allowed: 10)")
        .hasMessageContaining("activity.csv:");
    assertThat(pipeline.tables()).isEqualTo(yesterday);
    assertThat(lastRun("state, exit_code")).isEqualTo("refused|3");
    assertNothingIsLeft();
    assertThat(factFolders()).isEqualTo(facts);
  }

  @Test
  @Order(6)
  void refusesADefinitionThatWasEditedUnderTheSameVersion() throws IOException {
    Map<String, List<String>> yesterday = pipeline.tables();
    edit(QUERY, "nullif(days.wau, 0), 10)", "nullif(days.wau, 0), 1)");

    Failure failure = refused(9);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(failure.exitCode().code()).isEqualTo(78);
    assertThat(failure)
        .hasMessageContaining("sql/metrics/active_users_daily/metric.yaml")
        .hasMessageContaining("Raise the version");
    assertThat(pipeline.tables()).isEqualTo(yesterday);
    assertNothingIsLeft();
  }

  @Test
  @Order(7)
  void publishesNewDaysUnderARaisedVersionAndLeavesTheOldOnes() throws IOException {
    company.withoutBrokenVisits();
    List<String> old = dailyThrough("2026-03-07");
    edit(YAML, "version: 1", "version: 2");
    pipeline.warnings().clear();

    pipeline.night(nightOf(9));

    assertThat(pipeline.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("active_users_daily is published under version 2 from now on")
                    .contains("metrics backfill --from 2026-03-01 --to 2026-03-08"));
    assertThat(dailyThrough("2026-03-07")).isEqualTo(old);
    assertThat(
            pipeline.rows(
                "select dau_wau from metrics.active_users_daily_total where day = '2026-03-02'"))
        .containsExactly("0.3333333333");
    assertThat(
            pipeline.rows(
                "select version from pipeline.definitions where metric = 'active_users_daily' order by 1"))
        .containsExactly("1", "2");
    assertThat(
            pipeline.rows(
                "select distinct version from metrics.active_users_daily"
                    + " join pipeline.run_definitions using (run_id)"
                    + " where metric = 'active_users_daily' and day = '2026-03-09'"))
        .containsExactly("2");
  }

  @Test
  @Order(8)
  void restatesTheOldDaysUnderTheNewDefinitionWhenSomebodyAsks() {
    Outcome outcome = pipeline.backfill(day(2), day(3), nightOf(9));

    assertThat(outcome.restatements()).isPositive();
    assertThat(
            pipeline.rows(
                "select key ->> 'day', column_name, old_value, new_value, cause"
                    + " from pipeline.restatements where key ->> 'day' = '2026-03-02'"))
        .containsExactly("2026-03-02|dau_wau|0.3333333333|0.3000000000|definition_change");
  }

  private List<String> dailyThrough(String day) {
    return pipeline.rows(
        "select t::text from metrics.active_users_daily t where day <= '%s' order by day"
            .formatted(day));
  }

  private Failure refused(int n) {
    Instant now = nightOf(n);
    Failure failure = catchThrowableOfType(Failure.class, () -> pipeline.night(now));
    assertThat(failure).isNotNull();
    return failure;
  }

  private String lastRun(String columns) {
    return pipeline
        .rows("select %s from pipeline.runs order by started_at desc limit 1".formatted(columns))
        .get(0);
  }

  private void assertNothingIsLeft() {
    assertThat(
            pipeline.rows(
                "select tablename from pg_tables where schemaname = 'pipeline' and tablename like 'stage%'"))
        .isEmpty();
    assertThat(pipeline.rows("select run_id from pipeline.runs where state = 'running'")).isEmpty();
    assertThat(
            pipeline.rows(
                "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"))
        .isEmpty();
  }

  /** What of facts there is on disk, by run, and whatever else lies beside them. */
  private List<String> factFolders() throws IOException {
    try (Stream<Path> files = Files.walk(pipeline.facts())) {
      return files
          .filter(Files::isDirectory)
          .map(folder -> pipeline.facts().relativize(folder).toString())
          .filter(name -> name.contains("run=") || name.startsWith("landing/"))
          .sorted()
          .toList();
    }
  }

  private void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(home.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(home.resolve(file), text.replace(from, to));
  }
}
