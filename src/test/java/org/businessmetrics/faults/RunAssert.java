package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.run.SameTables;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.TestDatabase;

/** Sentences about a run that is killed: a process of its own, and a real SIGKILL. */
final class RunAssert {
  private static final int KILLED = 137;
  private static final int SECONDS_TO_GET_THERE = 300;

  /** A shell, to which the text of a script is to be added. */
  static final List<String> WITH_MOUNTS_OF_ITS_OWN =
      List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");

  private final Nightly nightly;

  private RunAssert(Nightly nightly) {
    this.nightly = nightly;
  }

  static RunAssert assertThatRun(Nightly nightly) {
    return new RunAssert(nightly);
  }

  /** Killed as soon as the ledger says that the step has begun. */
  RunAssert killedAt(String step) throws Exception {
    return killedWhen(
        """
        select 1 from pipeline.runs join pipeline.run_steps using (run_id)
        where runs.state = 'running' and pid = ? and step = '%s'
        """
            .formatted(step));
  }

  /** Killed inside the publish transaction, with rows written, while it waits for a lock. */
  RunAssert killedInsideThePublishTransaction() throws Exception {
    Process run = start();
    try (Connection analyst = TestDatabase.connect(nightly.pipeline().database());
        Statement statement = analyst.createStatement()) {
      analyst.setAutoCommit(false);
      statement.execute("lock table pipeline.fact_versions in access exclusive mode");
      await(
          run,
          """
          select 1 from pg_locks
          where not granted and relation = 'pipeline.fact_versions'::regclass and ? > 0
          """);
      run.destroyForcibly();
    }
    return afterItsDeath(run);
  }

  /** Killed so long after its figures stand published: it is about to draw, or at it. */
  RunAssert killedWhileItDraws(int millisAfterwards) throws Exception {
    Process run = start();
    await(run, "select 1 from pipeline.runs where state = 'published' and pid = ?");
    Thread.sleep(millisAfterwards);
    run.destroyForcibly();
    run.waitFor();
    nightly.assertNobodyIsConnected();
    return this;
  }

  /** Whether this user can have file systems that nobody else sees. */
  static boolean canMount() throws InterruptedException {
    List<String> line = new ArrayList<>(WITH_MOUNTS_OF_ITS_OWN);
    line.add("mount -t tmpfs -o size=64k disk /mnt");
    try {
      return new ProcessBuilder(line).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * With its facts on a disk that takes so many kilobytes more: it ends by itself, and says why.
   */
  RunAssert onADiskWithRoomFor(int kilobytes) throws Exception {
    Path disk = Files.createDirectories(nightly.folder().resolve("disk"));
    ProcessBuilder run = process(Map.of("METRICS_FACTS_PATH", disk.toString()));
    List<String> mounted = new ArrayList<>(WITH_MOUNTS_OF_ITS_OWN);
    mounted.addAll(
        List.of(
            """
                set -e
                mount -t tmpfs -o size=64m disk "$0"
                cp -a "$1"/. "$0"
                head -c $(($(df --output=avail -k "$0" | tail -n 1) * 1024 - $2 * 1024)) /dev/zero >"$0"/filled
                shift 2
                exec "$@"
                """,
            disk.toString(),
            nightly.pipeline().facts().toString(),
            Integer.toString(kilobytes)));
    mounted.addAll(run.command());
    assertThat(run.command(mounted).start().waitFor())
        .as(nightly.lastWords())
        .isEqualTo(ExitCode.SYSTEM.code());
    assertThat(nightly.lastWords()).contains("The disk is full").doesNotContain("\tat ");
    nightly.assertNobodyIsConnected();
    return this;
  }

  private RunAssert killedWhen(String query) throws Exception {
    Process run = start();
    await(run, query);
    run.destroyForcibly();
    return afterItsDeath(run);
  }

  private RunAssert afterItsDeath(Process run) throws InterruptedException {
    assertThat(run.waitFor()).as("killed, not ended by itself").isEqualTo(KILLED);
    nightly.assertNobodyIsConnected();
    return this;
  }

  /** Nobody sees anything of the night. */
  RunAssert leaves(Map<String, List<String>> tables) {
    assertThat(nightly.tables()).isEqualTo(tables);
    return this;
  }

  /** The next tick of cron, to its end. */
  RunAssert thenTicked() throws Exception {
    assertThat(start().waitFor()).as(nightly.lastWords()).isZero();
    return this;
  }

  /** Whoever looks for the night's report finds all of it, and nothing else. */
  RunAssert leavesTheReport() {
    String name = "business-metrics-" + Nightly.TONIGHT;
    assertThat(nightly.pipeline().output().resolve("reports").toFile().list())
        .contains(name + ".json", name + ".png", name + ".pdf", name + ".html", name + ".csv")
        .noneMatch(file -> file.endsWith(".part"));
    return this;
  }

  /** The next tick of cron: later than whatever the killed runs have recorded. */
  RunAssert thenRestarted() {
    nightly.pipeline().night(nightly.later());
    return this;
  }

  RunAssert leavesSameTablesAs(Nightly undisturbed) throws IOException {
    SameTables.assertSame(nightly.pipeline(), undisturbed.pipeline());
    nightly.assertNothingIsLeftBehind();
    Instant again = nightly.later().plus(Duration.ofHours(1));
    assertThat(nightly.pipeline().day(Nightly.TONIGHT, again).restatements()).isZero();
    return this;
  }

  private Process start() throws IOException {
    return process(Map.of()).start();
  }

  private ProcessBuilder process(Map<String, String> otherVariables) {
    Path log = nightly.folder().resolve("process.log");
    Map<String, String> variables = new HashMap<>(nightly.pipeline().variables());
    variables.putAll(otherVariables);
    return MetricsProcess.of(
            variables,
            List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"),
            "run",
            "--job",
            nightly.pipeline().jobFile().toString(),
            "--now",
            nightly.now().toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  private void await(Process run, String query) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_GET_THERE);
    try (Connection connection = TestDatabase.connect(nightly.pipeline().database());
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, run.pid());
      while (System.nanoTime() < until) {
        if (isThere(statement)) {
          return;
        }
        if (run.waitFor(2, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    run.destroyForcibly();
    throw new AssertionError("The run did not come so far: " + nightly.lastWords());
  }

  private static boolean isThere(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }
}
