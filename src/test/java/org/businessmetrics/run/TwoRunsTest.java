package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run beside a run that works, and a run after a run that was killed. */
class TwoRunsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 27);
  private static final int SECONDS_TO_PUBLISH = 240;
  private static final String KEYS =
      "lookback_days: 2\nmetrics: [active_users_daily, revenue_daily]\n";

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path folder;
  private final Path source;
  private final Pipeline pipeline;

  TwoRunsTest(@TempDir Path folder) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, KEYS);
    for (String user : List.of("ann", "bob", "cem")) {
      company.account(user, FIRST).active(user, FIRST);
    }
    company.active("ann", FIRST.plusDays(1), FIRST.plusDays(4), FIRST.plusDays(5));
    company.activeLate("bob", FIRST.plusDays(4), 1);
    company.charge("ann", FIRST.plusDays(1), "10.00");
  }

  private Instant nightOf(LocalDate day) {
    company.write(source, day);
    return company.nightOf(day);
  }

  @Test
  void theSecondIsTurnedAwayAndAKilledOneIsFinishedByTheNext() throws Exception {
    theSecondOfTwoRunsNamesTheFirst();
    killedInsideItsPublishTransaction(FIRST.plusDays(5));
    Map<String, List<String>> yesterday = pipeline.tables();
    String dead = pipeline.rows("select run_id from pipeline.runs where state = 'running'").get(0);
    assertThat(stagingTables()).isNotEmpty();
    assertThat(foldersOf(dead)).isNotEmpty();
    assertThat(yesterday.get("days")).hasSize(5);

    Instant now = nightOf(FIRST.plusDays(5));
    pipeline.night(now);

    Pipeline undisturbed = Pipeline.overCsv(folder.resolve("undisturbed"), source, KEYS);
    undisturbed.backfill(FIRST, FIRST.plusDays(5), now);
    SameTables.assertSame(pipeline, undisturbed);
    assertThat(
            pipeline.rows(
                "select state, exit_code, cause from pipeline.runs where run_id = '%s'"
                    .formatted(dead)))
        .containsExactly("abandoned|null|the process died");
    assertThat(stagingTables()).isEmpty();
    assertThat(pipeline.rows("select run_id from pipeline.runs where state = 'running'")).isEmpty();
    assertThat(foldersOf(dead)).isEmpty();
    assertThat(foldersOf("_temporary")).isEmpty();
    assertThat(pipeline.day(FIRST.plusDays(5), now).restatements()).isZero();
  }

  /** While one is about to check its figures, another begins. */
  private void theSecondOfTwoRunsNamesTheFirst() {
    Instant now = nightOf(FIRST.plusDays(4));
    AtomicReference<@Nullable Failure> second = new AtomicReference<>();
    AtomicReference<List<String>> runs = new AtomicReference<>(List.of());
    pipeline.before(
        "check",
        () -> {
          second.set(catchThrowableOfType(Failure.class, () -> pipeline.night(now)));
          runs.set(pipeline.rows("select state from pipeline.runs"));
        });
    Outcome first = pipeline.night(now);

    assertThat(second.get()).isNotNull();
    assertThat(second.get().exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
    assertThat(second.get().exitCode().code()).isEqualTo(75);
    assertThat(second.get())
        .hasMessageStartingWith(
            "Another run is at work: test, pid " + ProcessHandle.current().pid())
        .hasMessageContaining("Nothing was written");
    assertThat(runs.get()).containsExactly("running");
    assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(pipeline.rows("select state from pipeline.runs")).containsExactly("published");
  }

  /**
   * A process of its own, killed when it has half published: it waits for a lock on the log of
   * restatements, with its first table written.
   */
  private void killedInsideItsPublishTransaction(LocalDate night) throws Exception {
    Instant now = nightOf(night);
    Process run;
    try (Connection analyst = TestDatabase.connect(pipeline.database());
        Statement statement = analyst.createStatement()) {
      analyst.setAutoCommit(false);
      statement.execute("lock table pipeline.restatements in exclusive mode");
      run = process("run", "--job", pipeline.jobFile().toString(), "--now", now.toString());
      awaitThatItWaits(run);
      run.destroyForcibly().waitFor();
    }
    assertThat(run.exitValue()).isEqualTo(137);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!sessions().isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(sessions()).as("the server notices that the process is gone").isEmpty();
  }

  private void awaitThatItWaits(Process run) throws Exception {
    String waiting =
        "select 1 from pg_locks where not granted and relation = 'pipeline.restatements'::regclass";
    for (int tenths = 0; tenths < SECONDS_TO_PUBLISH * 10; tenths++) {
      if (!pipeline.rows(waiting).isEmpty()) {
        return;
      }
      if (run.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    assertThat(Files.readString(folder.resolve("child.log"))).as("came to publish").isNull();
  }

  private Process process(String... arguments) throws IOException {
    return MetricsProcess.of(
            pipeline.variables(),
            List.of("-Dmetrics.log.path=" + folder.resolve("child-metrics.log")),
            arguments)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }

  private List<String> sessions() {
    return pipeline.rows(
        "select application_name from pg_stat_activity where datname = current_database()"
            + " and application_name like 'metrics%'");
  }

  private List<String> stagingTables() {
    return pipeline.rows(
        "select tablename from pg_tables where schemaname = 'pipeline' and tablename like 'stage%'");
  }

  private List<Path> foldersOf(String name) throws IOException {
    try (Stream<Path> files = Files.walk(pipeline.facts())) {
      return files
          .filter(Files::isDirectory)
          .filter(file -> file.getFileName().toString().endsWith(name))
          .toList();
    }
  }
}
