package org.businessmetrics.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Check;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Period;
import org.businessmetrics.catalog.Metric.Severity;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.ledger.CheckResult;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.RunScope;
import org.businessmetrics.ledger.StagedTable;
import org.businessmetrics.ledger.TestMetrics;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 4);
  private static final LocalDate LAST = LocalDate.of(2026, 3, 5);
  private static final Metric GAPS = TestMetrics.gaps();

  private final MigratedStore database = MigratedStore.create();
  private final UUID runId = database.startRun(FIRST, LAST);
  private final RunScope scope = new RunScope(runId, FIRST, LAST, LAST, 3);

  @Test
  void seesThePublishedRowsWithThoseOfTheRunInPlace() {
    database.execute(
        "insert into metrics.activity_gaps_daily values ('2026-03-03', 0, 1, gen_random_uuid(), true), ('2026-03-04', 7, 100, gen_random_uuid(), false)");
    stage(GAPS, "('2026-03-04', 0, 10), ('2026-03-05', 1, 20)");
    CheckReport report =
        run(
            check(
                "shows_all",
                Severity.WARN,
                "select :last_day as day, 'x' as expected, string_agg(day || ':' || users || ':' || is_final, ' ' order by day) as actual from activity_gaps_daily"));
    assertThat(result(report, "shows_all").actual())
        .contains("2026-03-03:1:true 2026-03-04:10:false 2026-03-05:20:false");
    assertThat(report.refusal()).isEmpty();
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void aFailedCheckRefusesAndSaysWhatWasExpectedAndFound() {
    stage(GAPS, "('2026-03-04', 0, -1), ('2026-03-04', 1, -2), ('2026-03-05', 0, -3)");
    CheckReport report = run(usersAreNotNegative());
    assertThat(report.refusals())
        .extracting(CheckResult::checkName, CheckResult::day, CheckResult::actual)
        .containsExactly(
            tuple("activity_gaps_daily.users_are_not_negative", FIRST, Optional.of("-1")),
            tuple("activity_gaps_daily.users_are_not_negative", LAST, Optional.of("-3")));
    assertThat(report.refusal().orElseThrow().exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(report.refusal().orElseThrow())
        .hasMessage(
            "Check activity_gaps_daily.users_are_not_negative failed for 2026-03-04: expected >= 0, found -1 (and 1 more). Users are counted. (2 rows) Nothing was published, the figures from before stand.");
    assertThat(database.ledger().checkResults(runId)).containsAll(report.results());
    assertThat(database.rows("select * from metrics.activity_gaps_daily")).isEmpty();
  }

  @Test
  void anAcceptedFailureIsPublishedAndWrittenDown() {
    stage(GAPS, "('2026-03-05', 0, -3)");
    Acceptance acceptance = new Acceptance("users_are_not_negative", LAST, "known outage");
    CheckReport report =
        new Checks(database.store())
            .run(scope, List.of(usersAreNotNegative()), Optional.empty(), List.of(acceptance));
    assertThat(report.refusal()).isEmpty();
    assertThat(report.warnings()).extracting(CheckResult::day).containsExactly(LAST);
    assertThat(
            database.rows(
                "select day, accepted_reason from pipeline.check_results where not passed"))
        .containsExactly("2026-03-05|known outage");
    Acceptance ofAnotherDay = new Acceptance("users_are_not_negative", FIRST, "known outage");
    assertThat(
            new Checks(database.store())
                .run(scope, List.of(usersAreNotNegative()), Optional.empty(), List.of(ofAnotherDay))
                .refusals())
        .hasSize(1);
  }

  @Test
  void keysAndIdentitiesCannotBeAccepted() {
    stage(GAPS, "('2026-03-05', 0, 1), ('2026-03-05', 0, 2)");
    Metric metric =
        check(
            "identity_of_users",
            Severity.FAIL,
            "select :last_day as day, 'a' as expected, 'b' as actual");
    CheckReport report =
        new Checks(database.store())
            .run(
                scope,
                List.of(metric),
                Optional.empty(),
                List.of(
                    new Acceptance("key_is_unique", LAST, "no"),
                    new Acceptance("identity_of_users", LAST, "no")));
    assertThat(report.refusals())
        .extracting(CheckResult::checkName)
        .containsExactly(
            "activity_gaps_daily.key_is_unique", "activity_gaps_daily.identity_of_users");
    assertThat(report.refusals().get(0).actual()).contains("2026-03-05, 0: 2 rows");
  }

  @Test
  void anIdentityIsKnownByItsName() {
    assertThat(Checks.canBeAccepted("sales.net_adds_up")).isFalse();
    assertThat(Checks.canBeAccepted("sales.gaps_add_up_to_dau")).isFalse();
    assertThat(Checks.canBeAccepted("sales.identity_of_users")).isFalse();
    assertThat(Checks.canBeAccepted("identity.near_last_week")).isTrue();
    assertThat(Checks.canBeAccepted("sales.no_day_is_missing")).isFalse();
  }

  @Test
  void findsUnknownKeysAndRowsOfOtherDays() {
    stage(GAPS, "('2026-03-05', null, 1), ('2026-03-09', 0, 1), (null, 1, 1)");
    assertThat(run(GAPS).refusals())
        .extracting(CheckResult::checkName, each -> each.actual().orElse(""))
        .containsExactly(
            tuple("activity_gaps_daily.key_is_known", "2026-03-05, NULL"),
            tuple("activity_gaps_daily.days_are_those_of_the_run", "NULL, 1"),
            tuple("activity_gaps_daily.days_are_those_of_the_run", "2026-03-09, 0"));
  }

  @Test
  void findsADayThatIsMissing() {
    Metric daily =
        TestMetrics.metric(
            "active_users_daily",
            List.of(
                new Column("day", "date", ""),
                new Column("segment", "text", ""),
                new Column("segment_value", "text", ""),
                new Column("dau", "bigint", "")),
            List.of("day", "segment", "segment_value"),
            new Period("day", "day"));
    database.execute(
        "insert into metrics.active_users_daily (day, segment, segment_value, run_id, is_final) values ('2026-03-01', 'all', 'all', gen_random_uuid(), true)");
    stage(daily, "('2026-03-04', 'all', 'all', 1), ('2026-03-05', 'plan', 'all', 1)");
    assertThat(run(daily).refusals())
        .extracting(CheckResult::day)
        .containsExactly(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 3), LAST);
  }

  @Test
  void aCheckThatEndsWithAnErrorHasFailedAndTheOthersStillRun() {
    stage(GAPS, "('2026-03-05', 0, -3)");
    Metric metric =
        TestMetrics.withChecks(
            GAPS,
            new Check(
                "broken",
                Severity.FAIL,
                "Broken.",
                "select no_such_column from activity_gaps_daily"),
            new Check(
                "writes",
                Severity.FAIL,
                "Writes.",
                "with w as (delete from metrics.days returning 1) select null as day, 1 as expected, 2 as actual from w"),
            usersAreNotNegative().checks().get(0));
    assertThat(run(metric).refusals())
        .extracting(CheckResult::checkName)
        .containsExactly(
            "activity_gaps_daily.broken",
            "activity_gaps_daily.writes",
            "activity_gaps_daily.users_are_not_negative");
    assertThat(result(run(metric), "broken").message())
        .contains("ended with an error", "\"no_such_column\" does not exist");
  }

  @Test
  void checksThatPassAreWrittenDownOnce() {
    stage(GAPS, "('2026-03-05', 0, 3)");
    CheckReport report = run(usersAreNotNegative());
    assertThat(report.results()).allMatch(CheckResult::passed).hasSize(4);
    assertThat(
            database.one(
                "select count(*), min(day), max(day), bool_and(passed) from pipeline.check_results"))
        .isEqualTo("4|2026-03-05|2026-03-05|t");
  }

  private CheckReport run(Metric metric) {
    return new Checks(database.store()).run(scope, List.of(metric), Optional.empty(), List.of());
  }

  private static CheckResult result(CheckReport report, String name) {
    return report.results().stream()
        .filter(result -> result.checkName().endsWith("." + name))
        .findFirst()
        .orElseThrow();
  }

  private static Metric usersAreNotNegative() {
    return TestMetrics.withChecks(
        GAPS,
        new Check(
            "users_are_not_negative",
            Severity.FAIL,
            "Users are counted.",
            "select day, '>= 0' as expected, users as actual from activity_gaps_daily where users < 0 and day between :first_day and :last_day order by users desc;"));
  }

  private static Metric check(String name, Severity severity, String sql) {
    return TestMetrics.withChecks(GAPS, new Check(name, severity, "A check.", sql));
  }

  private void stage(Metric metric, String rows) {
    StagedTable table = new StagedTable(metric, scope);
    String columns =
        String.join(
            ", ",
            metric.columns().stream().map(column -> column.name() + " " + column.type()).toList());
    database.execute("create table %s (%s)".formatted(table.staged(), columns));
    database.execute("insert into %s values %s".formatted(table.staged(), rows));
  }
}
