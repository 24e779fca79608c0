package org.businessmetrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.businessmetrics.catalog.Metric.Severity;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 9);
  private static final Instant LATER = MigratedStore.NOON.plusSeconds(60);

  private final MigratedStore database = MigratedStore.create();
  private final Ledger ledger = database.ledger();

  @Test
  void aDatabaseHoldsOneZoneAndOneSource() {
    ZoneId cairo = ZoneId.of("Africa/Cairo");
    ledger.claim(cairo, "postgresql://shop/app", MigratedStore.NOON);
    ledger.claim(cairo, "postgresql://shop/app", LATER);
    assertThatThrownBy(() -> ledger.claim(ZoneOffset.UTC, "postgresql://shop/app", LATER))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("zone Africa/Cairo and source postgresql://shop/app, not of zone Z");
    assertThatThrownBy(() -> ledger.claim(cairo, "csv:/data", LATER))
        .hasMessageContaining("source csv:/data");
  }

  @Test
  void tellsARunFromItsStartToItsEnd() {
    UUID runId = database.startRun(DAY, DAY.plusDays(2));
    ledger.sourceSnapshot(runId, "00000003-0000001B-1");
    ledger.startStep(runId, "extract", MigratedStore.NOON);
    ledger.endStep(
        runId,
        new Step(
            "extract",
            MigratedStore.NOON,
            Optional.of(LATER),
            StepState.DONE,
            OptionalLong.of(20),
            OptionalLong.empty(),
            Optional.of("20 rows")));
    ledger.end(runId, RunState.REFUSED, ExitCode.REFUSED, Optional.of("a check failed"), LATER);

    Run run = ledger.run(runId).orElseThrow();
    assertThat(run.state()).isEqualTo(RunState.REFUSED);
    assertThat(run.startedAt()).isEqualTo(MigratedStore.NOON);
    assertThat(run.endedAt()).contains(LATER);
    assertThat(run.exitCode()).contains(3);
    assertThat(run.cause()).contains("a check failed");
    assertThat(run.sourceSnapshot()).contains("00000003-0000001B-1");
    assertThat(run.rowsPublished()).isEmpty();
    assertThat(ledger.lastRuns(5)).containsExactly(run);
    assertThat(ledger.steps(runId))
        .containsExactly(
            new Step(
                "extract",
                MigratedStore.NOON,
                Optional.of(LATER),
                StepState.DONE,
                OptionalLong.of(20),
                OptionalLong.empty(),
                Optional.of("20 rows")));
  }

  @Test
  void aPublishedRunStaysPublishedWhateverFailsAfterwards() {
    UUID runId = database.startRun(DAY, DAY);
    database.execute("update pipeline.runs set state = 'published', exit_code = 0");
    ledger.end(runId, RunState.FAILED, ExitCode.UNDELIVERED, Optional.of("no report"), LATER);
    Run run = ledger.run(runId).orElseThrow();
    assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(run.exitCode()).contains(6);
  }

  @Test
  void closesADeadRunWithItsStepsItsStagingAndItsSessions() throws SQLException {
    UUID dead = database.startRun(DAY, DAY);
    ledger.startStep(dead, "stage", MigratedStore.NOON);
    database.execute(
        "create unlogged table pipeline." + StagingTables.name(dead, "sales") + " (day date)");
    UUID done = database.startRun(DAY, DAY);
    ledger.end(done, RunState.FAILED, ExitCode.INTERNAL, Optional.of("x"), LATER);

    try (Connection left = database.store().connect("metrics %s publish".formatted(dead))) {
      assertThat(ledger.closeDeadRuns(LATER)).extracting(Run::runId).containsExactly(dead);
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !left.isValid(1));
    }
    Run run = ledger.run(dead).orElseThrow();
    assertThat(run.state()).isEqualTo(RunState.ABANDONED);
    assertThat(run.endedAt()).contains(LATER);
    assertThat(ledger.steps(dead)).extracting(Step::state).containsExactly(StepState.FAILED);
    assertThat(database.rows("select tablename from pg_tables where tablename like 'stage%'"))
        .isEmpty();
    assertThat(ledger.run(done).orElseThrow().state()).isEqualTo(RunState.FAILED);
    assertThat(ledger.closeDeadRuns(LATER)).isEmpty();
  }

  @Test
  void keepsCheckResultsAndQuarantinedRows() {
    UUID runId = database.startRun(DAY, DAY);
    CheckResult passed = result("sales.a", true, Severity.WARN);
    CheckResult failed = result("sales.b", false, Severity.FAIL);
    ledger.checkResults(runId, List.of(passed));
    ledger.checkResults(runId, List.of(passed, failed));
    assertThat(ledger.checkResults(runId)).containsExactly(failed, passed);
    assertThat(failed.refuses()).isTrue();
    assertThat(failed.accepted("known outage").refuses()).isFalse();

    List<QuarantinedRow> rows =
        List.of(
            new QuarantinedRow("payments", "p1", "negative amount", Optional.of(DAY)),
            new QuarantinedRow("payments", "payments.csv:7", "not a date", Optional.empty()));
    ledger.quarantine(runId, rows);
    ledger.quarantine(runId, List.of());
    assertThat(ledger.quarantined(runId)).isEqualTo(rows);
  }

  @Test
  void knowsNothingBeforeTheFirstRun() {
    assertThat(ledger.publishedDays()).isEmpty();
    assertThat(ledger.definitions()).isEmpty();
    assertThat(ledger.lastRuns(3)).isEmpty();
    assertThat(ledger.currentFacts("user_day", DAY, DAY)).isEmpty();
    assertThat(ledger.run(UUID.randomUUID())).isEmpty();
  }

  private static CheckResult result(String name, boolean passed, Severity severity) {
    return new CheckResult(
        name,
        DAY,
        severity,
        passed,
        Optional.of("1"),
        Optional.of("2"),
        "One is one.",
        Optional.empty());
  }
}
