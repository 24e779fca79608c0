package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

/** A job with a report a day, one a week and one a month; the order is that of the story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralReportsTest {
  /** The first night is that of a Sunday, 4 January. */
  private static final String SUNDAYS = "2026-01-05T06:00:00Z";

  private static final String MONDAYS = "2026-01-06T06:00:00Z";

  private static final String SENT =
      "select report, day, recipient, kind, state from pipeline.deliveries order by 1, 2, 3, 4";

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
    Shop.write(folder.resolve("csv"));
    Shop.writeReport(
        folder.resolve("daily.yaml"),
        "business-metrics",
        "ann@example.com, {to: eve@example.com, when: monthly}");
    Shop.writeReport(folder.resolve("weekly.yaml"), "weekly-leadership", "bob@example.com");
    Shop.writeReport(folder.resolve("monthly.yaml"), "monthly-board", "cem@example.com");
    database = TestDatabase.create();
    greenMail = MailServers.start("smtp");
    terminal =
        new Terminal(
                Path.of(""),
                folder,
                """
                name: test
                source: {kind: csv, path: '%1$s/csv'}
                report: ['%1$s/daily.yaml', '%1$s/weekly.yaml', '%1$s/monthly.yaml']
                mail: {from: metrics@example.com, allowed_domains: [example.com]}
                """
                    .formatted(folder))
            .database(database)
            .mailServer(greenMail.getSmtp().getPort());
  }

  @AfterAll
  static void stop() {
    greenMail.stop();
  }

  @Test
  @Order(1)
  void drawsAndMailsEachAboutTheLastDayOfItsPeriod() throws Exception {
    Answer answer = terminal.job("run", "--quiet", "--now", SUNDAYS);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(drawn())
        .containsExactly("business-metrics-2026-01-04.csv", "weekly-leadership-2026-01-04.csv");
    assertThat(TestDatabase.rows(database, SENT))
        .containsExactly(
            "daily|2026-01-04|ann@example.com|report|sent",
            "weekly|2026-01-04|bob@example.com|report|sent");
    assertThat(subjects())
        .containsExactly("[Daily metrics] Sun 4 Jan", "[Weekly metrics] Sun 4 Jan");
  }

  @Test
  @Order(2)
  void mailsNoWeekAgainBecauseADayOfItIsReadAgain() {
    Answer answer = terminal.job("run", "--now", MONDAYS);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("Mail: 1 sent.");
    assertThat(TestDatabase.rows(database, SENT))
        .containsExactly(
            "daily|2026-01-04|ann@example.com|report|sent",
            "daily|2026-01-05|ann@example.com|report|sent",
            "weekly|2026-01-04|bob@example.com|report|sent");
  }

  @Test
  @Order(3)
  void correctsTheWeekWhenItsLastDayIsAskedForAgain() throws Exception {
    append("accounts.csv", "dan,2026-01-04T08:00:00Z\n");
    append("activity.csv", "dan,2026-01-04T09:00:00Z\n");
    greenMail.purgeEmailFromAllMailboxes();
    Answer answer =
        terminal.job(
            "backfill",
            "--from",
            "2026-01-04",
            "--to",
            "2026-01-04",
            "--deliver",
            "--quiet",
            "--now",
            MONDAYS);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(subjects())
        .containsExactly(
            "CORRECTION [Daily metrics] Mon 5 Jan", "CORRECTION [Weekly metrics] Sun 4 Jan");
  }

  @Test
  @Order(4)
  void drawsTheOneThatIsMissing() throws Exception {
    Files.delete(folder.resolve("output/reports/weekly-leadership-2026-01-04.csv"));
    Answer answer = terminal.job("run", "--now", "2026-01-06T07:00:00Z");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("Nothing is due, but the report of 2026-01-04 was missing.");
    assertThat(drawn()).contains("weekly-leadership-2026-01-04.csv");
  }

  @Test
  @Order(5)
  void rehearsesAndTestsAllOrOne() {
    Answer all = terminal.job("deliver", "--dry-run", "--now", "2026-01-06T07:00:00Z");
    assertThat(all.out().lines().limit(2))
        .allMatch(line -> line.matches("(daily|weekly): It would be sent.*"));
    assertThat(all.out().lines()).hasSize(5);
    Answer one =
        terminal.job("deliver", "--report", "weekly", "--to", "me@example.com", "--now", MONDAYS);
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out().lines()).hasSize(1);
    Answer none = terminal.job("deliver", "--report", "weekli", "--dry-run");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(none.err()).contains("Unknown --report: 'weekli'", "did you mean 'weekly'?");
    Answer early = terminal.job("deliver", "--report", "monthly", "--dry-run", "--now", MONDAYS);
    assertThat(early.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(early.err()).contains("No day is published yet that such a report is about");
  }

  @Test
  @Order(6)
  void toldOfEachEndWhenManyNightsAreMadeUpFor() throws Exception {
    greenMail.purgeEmailFromAllMailboxes();
    Answer answer = terminal.job("run", "--quiet", "--now", "2026-02-02T06:00:00Z");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(
            TestDatabase.rows(
                database, SENT.replace("order by", "where day >= '2026-01-31' order by")))
        .containsExactly(
            "daily|2026-01-31|eve@example.com|report|sent",
            "daily|2026-02-01|ann@example.com|report|sent",
            "monthly|2026-01-31|cem@example.com|report|sent",
            "weekly|2026-02-01|bob@example.com|report|sent");
    assertThat(subjects())
        .contains("DELAYED [Monthly metrics] Sat 31 Jan", "[Weekly metrics] Sun 1 Feb");
    assertThat(drawn())
        .contains(
            "business-metrics-2026-02-01.csv",
            "monthly-board-2026-01-31.csv",
            "weekly-leadership-2026-02-01.csv");
  }

  @Test
  @Order(7)
  void whatKeepsOneFromBeingDrawnKeepsNoOther() throws Exception {
    Files.writeString(folder.resolve("weekly.yaml"), "\nsidebar: []\n", StandardOpenOption.APPEND);
    Files.delete(folder.resolve("output/reports/weekly-leadership-2026-02-01.csv"));
    Files.delete(folder.resolve("output/reports/business-metrics-2026-02-01.csv"));
    Answer answer = terminal.job("run", "--quiet", "--now", "2026-02-02T08:00:00Z");
    assertThat(answer.code()).isEqualTo(ExitCode.UNDELIVERED.code());
    assertThat(answer.err())
        .contains("sidebar")
        .contains(
            "Draw it again: metrics report --report %s --day 2026-02-01"
                .formatted(folder.resolve("weekly.yaml")));
    assertThat(drawn()).contains("business-metrics-2026-02-01.csv");
  }

  private static List<String> subjects() throws Exception {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage message : greenMail.getReceivedMessages()) {
      subjects.add(message.getSubject().replaceFirst(" · .*", ""));
    }
    return subjects;
  }

  private static void append(String file, String line) throws Exception {
    Files.writeString(folder.resolve("csv").resolve(file), line, StandardOpenOption.APPEND);
  }

  private static List<String> drawn() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("output/reports"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".csv"))
          .sorted()
          .toList();
    }
  }
}
