package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.businessmetrics.cli.Terminal.Answer;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.testing.MailServers;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A night whose mail server is away, and what follows; the order is that of the story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliverCommandTest {
  private static final String NIGHT = "2026-01-06T06:00:00Z";
  private static final String NEXT_TICK = "2026-01-06T07:00:00Z";
  private static final String STATES =
      "select recipient, kind, state from pipeline.deliveries order by 1, 2";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static DatabaseAddress database;

  @SuppressWarnings("NullAway.Init")
  private static Terminal terminal;

  @SuppressWarnings("NullAway.Init")
  private static GreenMail greenMail;

  @BeforeAll
  static void setUp() throws Exception {
    Path csv = folder.resolve("csv");
    Shop.write(csv);
    Path page = folder.resolve("daily.yaml");
    Shop.writeReport(page, "business-metrics", "ann@example.com, bob@example.com");
    database = TestDatabase.create();
    terminal =
        new Terminal(
                Path.of(""),
                folder,
                """
                name: test
                source: {kind: csv, path: '%s'}
                report: '%s'
                mail: {from: metrics@example.com, allowed_domains: [example.com]}
                """
                    .formatted(csv, page))
            .database(database);
    greenMail = MailServers.start("smtp");
  }

  @AfterAll
  static void stop() {
    greenMail.stop();
  }

  @Test
  @Order(1)
  void refusesToRunWithoutTheServersAddress() {
    Answer answer = terminal.job("run", "--quiet", "--now", NIGHT);
    assertThat(answer.code()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(answer.err()).contains("SMTP_URL is not set");
  }

  @Test
  @Order(2)
  void publishesAlthoughTheMailServerIsAway() {
    terminal.mailServer(1);
    Answer answer = terminal.job("run", "--quiet", "--now", NIGHT);
    assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.UNDELIVERED.code());
    assertThat(answer.err()).contains("Published 2026-01-01 … 2026-01-05.", "localhost:1");
    assertThat(rows("select count(*) from metrics.days")).containsExactly("5");
    assertThat(rows("select exit_code from pipeline.runs")).containsExactly("6");
    assertThat(rows(STATES))
        .containsExactly("ann@example.com|report|pending", "bob@example.com|report|pending");
  }

  @Test
  @Order(3)
  void theNextTickSendsWhatIsPendingThoughNothingIsDue() throws Exception {
    terminal.mailServer(greenMail.getSmtp().getPort());
    Answer answer = terminal.job("run", "--now", NEXT_TICK);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out().lines()).containsExactly("Nothing is due. Mail: 2 sent.");
    assertThat(rows(STATES))
        .containsExactly("ann@example.com|report|sent", "bob@example.com|report|sent");
    MimeMessage[] received = greenMail.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received[0].getSubject()).startsWith("[Daily metrics] Mon 5 Jan · ");
    Answer again = terminal.job("run", "--now", NEXT_TICK);
    assertThat(again.out().lines()).containsExactly("Nothing is due.");
    assertThat(terminal.job("deliver", "--now", NEXT_TICK).out().strip())
        .isEqualTo("Nothing is to be mailed.");
    assertThat(greenMail.getReceivedMessages()).hasSize(2);
  }

  @Test
  @Order(4)
  void aDryRunWritesFilesAndSendsNothing() {
    Answer answer = terminal.job("deliver", "--dry-run", "--now", NEXT_TICK);
    assertThat(answer.code()).as(answer.err()).isZero();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines.get(0)).startsWith("It would be sent");
    assertThat(lines).hasSize(3);
    assertThat(Path.of(lines.get(1))).isRegularFile().hasExtension("eml");
    assertThat(greenMail.getReceivedMessages()).hasSize(2);
  }

  @Test
  @Order(5)
  void aTestGoesToOneAddressThatIsAllowed() throws Exception {
    Answer refused = terminal.job("deliver", "--to", "eve@elsewhere.org", "--now", NEXT_TICK);
    assertThat(refused.code()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(refused.err()).contains("No mail may go to eve@elsewhere.org (allowed: example.com");
    Answer answer = terminal.job("deliver", "--to", "me@example.com", "--now", NEXT_TICK);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("Sent to me@example.com: 250");
    MimeMessage test =
        Arrays.stream(greenMail.getReceivedMessages()).skip(2).findFirst().orElseThrow();
    assertThat(test.getSubject()).startsWith("TEST [Daily metrics]");
    assertThat(rows(STATES)).hasSize(2);
  }

  @Test
  @Order(6)
  void saysWhatCannotBeSentAgain() {
    Answer answer = terminal.job("deliver", "--resend", "ann@example.com", "--now", NEXT_TICK);
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(answer.err()).contains("Nothing to send again to 'ann@example.com'");
    assertThat(terminal.job("deliver", "--dry-run", "--to", "me@example.com").code())
        .isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  @Order(7)
  void aBackfillMailsNothing() {
    Answer answer =
        terminal.job(
            "backfill",
            "--from",
            "2026-01-05",
            "--to",
            "2026-01-05",
            "--quiet",
            "--now",
            NEXT_TICK);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(rows(STATES)).hasSize(2);
  }

  @Test
  @Order(8)
  void aDayThatIsLateIsToldByItsDeadlineAlsoWhenTheNightFails() throws Exception {
    Files.delete(folder.resolve("csv").resolve("activity.csv"));
    Answer answer = terminal.job("run", "--quiet", "--now", "2026-01-07T09:17:00Z");
    assertThat(answer.code()).isNotZero();
    assertThat(rows(STATES))
        .contains(
            "ann@example.com|delay|sent",
            "bob@example.com|delay|sent",
            "owner@example.com|problem|sent");
  }

  private static List<String> rows(String sql) {
    return TestDatabase.rows(database, sql);
  }
}
