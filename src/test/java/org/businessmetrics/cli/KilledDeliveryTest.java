package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.businessmetrics.cli.Terminal.Answer;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.ScriptedServer;
import org.businessmetrics.testing.ScriptedServer.Behaviour;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night that is killed after the mail server took a message, and before it answered. */
@Tag("faults")
class KilledDeliveryTest {
  private static final String ANN = "ann@example.com";
  private static final String NIGHT = "2026-01-06T06:00:00Z";
  private static final String NEXT_TICK = "2026-01-06T07:00:00Z";
  private static final int KILLED = 137;

  private final DatabaseAddress database = TestDatabase.create();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void nobodyIsSentTwiceWhatMayHaveArrivedUnlessSomebodyAsks() throws Exception {
    try (ScriptedServer server = ScriptedServer.inPlainText().to(ANN, Behaviour.HANG_AFTER_DATA)) {
      Terminal terminal = terminal(server.port());
      Path log = folder.resolve("process.log");
      Process night =
          MetricsProcess.of(
                  terminal.variables(),
                  List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"),
                  "run",
                  "--job",
                  terminal.job().toString(),
                  "--now",
                  NIGHT)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean isTaken = server.awaitUnanswered(Duration.ofMinutes(5));
      night.destroyForcibly();
      assertThat(night.waitFor()).as(Files.readString(log)).isEqualTo(KILLED);
      assertThat(isTaken).isTrue();
      assertThat(states())
          .containsExactly("ann@example.com|report|sending", "bob@example.com|report|pending");
      Awaitility.await("the server notices that the process is gone")
          .atMost(Duration.ofSeconds(30))
          .until(() -> sessions().isEmpty());

      Answer tick = terminal.job("run", "--quiet", "--now", NEXT_TICK);
      assertThat(tick.code()).as(tick.err()).isEqualTo(ExitCode.UNDELIVERED.code());
      assertThat(tick.err()).contains("report to ann@example.com is unknown");
      assertThat(states())
          .containsExactly(
              "ann@example.com|report|unknown",
              "bob@example.com|report|sent",
              "owner@example.com|problem|sent");
      assertThat(server.received())
          .last()
          .asString()
          .contains("To: owner@example.com", "ann@example.com: may or may not have arrived");
      assertThat(terminal.job("deliver", "--now", NEXT_TICK).out().strip())
          .isEqualTo("Nothing is to be mailed.");
      assertThat(timesSentToAnn(server)).isEqualTo(1);

      Answer resent = terminal.job("deliver", "--resend", ANN, "--now", NEXT_TICK);
      assertThat(resent.code()).as(resent.err()).isZero();
      assertThat(timesSentToAnn(server)).isEqualTo(2);
      assertThat(server.received()).last().asString().contains("To: " + ANN);
      assertThat(states()).contains("ann@example.com|report|sent");
    }
  }

  private Terminal terminal(int port) throws Exception {
    Path csv = folder.resolve("csv");
    Shop.write(csv);
    Path page = folder.resolve("daily.yaml");
    Files.writeString(
        page,
        """
        version: 1
        pages: [{tiles: [{metric: dau}]}]
        delivery:
          owner: owner@example.com
          recipients: [ann@example.com, bob@example.com]
        """);
    return new Terminal(
            Path.of(""),
            folder,
            """
            name: test
            metrics: [active_users_daily]
            source: {kind: csv, path: '%s'}
            report: '%s'
            mail: {from: metrics@example.com, allowed_domains: [example.com]}
            """
                .formatted(csv, page))
        .database(database)
        .mailServer(port);
  }

  private static long timesSentToAnn(ScriptedServer server) {
    return server.commands().stream().filter("RCPT TO:<%s>".formatted(ANN)::equals).count();
  }

  private List<String> states() {
    return TestDatabase.rows(
        database, "select recipient, kind, state from pipeline.deliveries order by 1, 2");
  }

  private List<String> sessions() {
    return TestDatabase.rows(
        database,
        "select application_name from pg_stat_activity where datname = current_database() and application_name like 'metrics%'");
  }
}
