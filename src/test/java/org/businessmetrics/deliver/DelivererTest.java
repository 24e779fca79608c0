package org.businessmetrics.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.When;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.MailServer;
import org.businessmetrics.config.MailServer.Security;
import org.businessmetrics.deliver.Transport.Accepted;
import org.businessmetrics.deliver.Transport.Deferred;
import org.businessmetrics.deliver.Transport.Refused;
import org.businessmetrics.deliver.Transport.Reply;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.report.ReportSnapshot;
import org.businessmetrics.report.SampleReport;
import org.businessmetrics.testing.ScriptedServer;
import org.businessmetrics.testing.ScriptedServer.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a queued report to what lies in mailboxes, over a real outbox. */
class DelivererTest {
  private static final LocalDate DAY = SampleReport.DAY;
  private static final Instant MORNING = Instant.parse("2026-11-23T01:30:00Z");
  private static final Instant DEADLINE = Instant.parse("2026-11-23T09:00:00Z");
  private static final String ANN = SampleTerms.ANN;
  private static final String BOB = SampleTerms.BOB;
  private static final String OWNER = SampleTerms.OWNER;

  private final MigratedStore database = MigratedStore.create();
  private final Outbox outbox = new Outbox(database.store());
  private final Mailboxes mailboxes = new Mailboxes();
  private final List<Duration> pauses = new ArrayList<>();
  private final Path output;
  private Terms terms = SampleTerms.daily();
  private ReportSnapshot report = SampleReport.create().snapshot();
  private Instant now = MORNING;

  DelivererTest(@TempDir Path output) {
    this.output = output;
  }

  @Test
  void sendsEverybodyOneMailHoweverOftenItIsDelivered() throws Exception {
    queue(DAY, 1);
    Summary summary = deliver();
    assertThat(summary.isDelivered()).isTrue();
    assertThat(summary.text()).isEqualTo("Mail: 2 sent.");
    assertThat(deliver().lines()).isEmpty();
    assertThat(deliver().text()).isEqualTo("Nothing is to be mailed.");
    assertThat(mailboxes.subjects(ANN)).containsExactly("[Daily metrics] Sun 22 Nov · all normal");
    assertThat(mailboxes.subjects(BOB)).hasSize(1);
    assertThat(states()).containsExactly(ANN + "|report|sent|1", BOB + "|report|sent|1");
    assertThat(database.rows("select last_reply from pipeline.deliveries")).containsOnly("250 ok");
    Path archived =
        output.resolve("mail/business-metrics/2026-11-22/v1/report-ann@example.com.eml");
    assertThat(Files.readAllBytes(archived)).isEqualTo(mailboxes.last(ANN));
  }

  @Test
  void keepsEachRecipientsOutcomeAndTellsTheOwner() {
    queue(DAY, 1);
    mailboxes.answer(BOB, new Refused("550 5.1.1 no such user"));
    Summary summary = deliver();
    assertThat(summary.isDelivered()).isFalse();
    assertThat(summary.text())
        .isEqualTo(
            "Mail: 2 sent, 1 failed. report to bob@example.com is failed: 550 5.1.1 no such user.");
    assertThat(states())
        .containsExactly(
            ANN + "|report|sent|1", BOB + "|report|failed|1", OWNER + "|problem|sent|1");
    assertThat(mailboxes.text(OWNER))
        .contains("Subject: PROBLEM [Daily metrics] Sun 22 Nov")
        .contains("bob@example.com: not sent (550 5.1.1 no such user)")
        .contains("metrics deliver --resend ADDRESS");
    deliver();
    assertThat(mailboxes.attempts(BOB)).isEqualTo(1);
  }

  @Test
  void triesAgainWithinSecondsWhatTheServerDefers() {
    queue(DAY, 1);
    mailboxes.answer(ANN, deferred(false), deferred(false));
    assertThat(deliver().isDelivered()).isTrue();
    assertThat(mailboxes.attempts(ANN)).isEqualTo(3);
    assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
    assertThat(states()).contains(ANN + "|report|sent|3");
  }

  @Test
  void leavesWhatIsDeferredToALaterDeliveryWithTheSameBytes() {
    queue(DAY, 1);
    mailboxes.answer(ANN, deferred(false), deferred(false), deferred(false));
    Summary summary = deliver();
    assertThat(summary.isDelivered()).isFalse();
    assertThat(states()).containsExactly(ANN + "|report|pending|3", BOB + "|report|sent|1");
    byte[] first = mailboxes.last(ANN);
    assertThat(deliver().lines()).as("before the back-off is over").isEmpty();
    now = now.plus(Duration.ofHours(1));
    report = SampleReport.create().figure("dau", DAY, "1").snapshot();
    assertThat(deliver().isDelivered()).isTrue();
    assertThat(mailboxes.last(ANN)).isEqualTo(first);
  }

  @Test
  void asksAServerThatIsAwayForNobodyElseAndGivesUpAfterTheDeadline() {
    queue(DAY, 1);
    mailboxes.isAway = true;
    assertThat(deliver().isDelivered()).isFalse();
    assertThat(mailboxes.attempts(ANN)).isEqualTo(3);
    assertThat(mailboxes.attempts(BOB)).isZero();
    assertThat(states()).containsExactly(ANN + "|report|pending|3", BOB + "|report|pending|0");
    now = DEADLINE;
    assertThat(deliver().text()).contains("given up after 6 attempts");
    assertThat(states())
        .containsExactly(
            ANN + "|report|failed|6", BOB + "|report|failed|0", OWNER + "|problem|pending|0");
    mailboxes.isAway = false;
    outbox.release("business-metrics", "all", now);
    now = now.plus(Duration.ofHours(1));
    assertThat(deliver().isDelivered()).isTrue();
    assertThat(mailboxes.subjects(BOB))
        .containsExactly("DELAYED [Daily metrics] Sun 22 Nov · all normal");
  }

  @Test
  void neverSendsAgainWhatMayHaveArrivedUnlessAsked() {
    queue(DAY, 1);
    mailboxes.dieAfter(ANN);
    assertThatThrownBy(this::deliver).isInstanceOf(Killed.class);
    assertThat(states()).containsExactly(ANN + "|report|sending|1", BOB + "|report|pending|0");
    Summary next = deliver();
    assertThat(next.isDelivered()).isFalse();
    assertThat(next.text()).contains("report to ann@example.com is unknown");
    assertThat(states())
        .containsExactly(
            ANN + "|report|unknown|1", BOB + "|report|sent|1", OWNER + "|problem|sent|1");
    assertThat(mailboxes.text(OWNER)).contains("ann@example.com: may or may not have arrived");
    deliver();
    assertThat(mailboxes.subjects(ANN)).hasSize(1);
    assertThat(outbox.release("business-metrics", ANN, now)).hasSize(1);
    deliver();
    assertThat(mailboxes.subjects(ANN)).hasSize(2);
    assertThat(states()).contains(ANN + "|report|sent|2");
  }

  @Test
  void twoWhoDeliverAtOnceSendNobodyTwice() throws Exception {
    queue(DAY, 1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<Summary> delivery =
          () -> {
            together.await();
            try (RunLock lock =
                RunLock.acquireDelivery(database.store(), "nightly", "host1", 4711)) {
              assertThat(lock.isHeld()).isTrue();
              return deliver();
            }
          };
      int refused = 0;
      for (Future<Summary> each : threads.invokeAll(List.of(delivery, delivery))) {
        try {
          each.get();
        } catch (ExecutionException e) {
          assertThat(e).hasRootCauseInstanceOf(Failure.class);
          assertThat(e).hasMessageContaining("Another process is sending mail: nightly, pid 4711");
          refused++;
        }
      }
      assertThat(refused).isLessThanOrEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(mailboxes.attempts(ANN)).isEqualTo(1);
    assertThat(mailboxes.attempts(BOB)).isEqualTo(1);
  }

  @Test
  void holdsAReportWithoutFiguresAndTellsTheOwnerAtOnceAndTheOthersByTheDeadline() {
    report = SampleReport.withoutHistory().snapshot();
    queue(DAY, 1);
    Summary summary = deliver();
    assertThat(summary.isDelivered()).isTrue();
    assertThat(summary.text()).contains("2 held").contains("No tile of the report has a figure");
    assertThat(mailboxes.subjects(ANN)).isEmpty();
    assertThat(mailboxes.text(OWNER))
        .contains("Subject: HELD [Daily metrics] Sun 22 Nov")
        .contains("- No tile of the report has a figure")
        .contains("told by 09:00 Europe/London")
        .contains("metrics deliver --resend all");
    now = DEADLINE;
    deliver();
    assertThat(mailboxes.text(ANN))
        .contains("Subject: DELAYED [Daily metrics] Sun 22 Nov")
        .contains("comes later: its figures are being checked. owner@example.com knows about it.");
    deliver();
    assertThat(mailboxes.subjects(ANN)).hasSize(1);
    assertThat(mailboxes.subjects(OWNER)).hasSize(1);
  }

  @Test
  void anOperatorReleasesAHeldReportWhichSaysWhatIsWrong() {
    report = SampleReport.withoutHistory().snapshot();
    queue(DAY, 1);
    deliver();
    outbox.release("business-metrics", ANN, now);
    deliver();
    now = DEADLINE;
    deliver();
    assertThat(mailboxes.subjects(ANN))
        .containsExactly("[Daily metrics] Sun 22 Nov · 2 to look at");
    assertThat(mailboxes.subjects(BOB)).hasSize(1);
    assertThat(states())
        .contains(ANN + "|report|sent|1", ANN + "|delay|superseded|0", BOB + "|report|held|0");
  }

  @Test
  void isNeverSilentAboutADayThatIsNotPublished() {
    now = Instant.parse("2026-11-24T09:00:00Z");
    for (int i = 0; i < 2; i++) {
      deliverer().deliver(DAY.plusDays(1), Optional.of(DAY));
    }
    String said =
        "The figures of Mon 23 Nov are not published yet. The last that are: those of Sun";
    assertThat(mailboxes.subjects(ANN)).hasSize(1);
    assertThat(mailboxes.text(ANN)).contains("Subject: DELAYED").contains(said);
    assertThat(mailboxes.subjects(OWNER)).hasSize(1);
    assertThat(mailboxes.text(OWNER)).contains("Subject: PROBLEM").contains(said);
  }

  @Test
  void correctsWhatWasSentOnceItIsWorthIt() {
    queue(DAY, 1);
    deliver();
    report = SampleReport.create().version(2).figure("dau", DAY, "54300").snapshot();
    queue(DAY, 2);
    assertThat(deliver().text()).isEqualTo("Mail: 2 skipped.");
    assertThat(
            database.rows("select distinct note from pipeline.deliveries where state = 'skipped'"))
        .containsExactly("what moved is below correction_above: a line in the next mail");
    report = SampleReport.create().version(3).figure("dau", DAY, "60000").snapshot();
    queue(DAY, 3);
    deliver();
    assertThat(mailboxes.subjects(ANN))
        .containsExactly(
            "[Daily metrics] Sun 22 Nov · all normal",
            "CORRECTION [Daily metrics] Sun 22 Nov · all normal");
    report = SampleReport.create().version(4).figure("dau", DAY, "60000").snapshot();
    queue(DAY, 4);
    deliver();
    assertThat(
            database.rows("select distinct note from pipeline.deliveries where data_version = 4"))
        .containsExactly("the same figures were sent before");
    assertThat(mailboxes.subjects(ANN)).hasSize(2);
  }

  @Test
  void sendsWeeklyAndExceptionsToThoseWhoWantThem() {
    terms =
        SampleTerms.of(
            false,
            Set.of(Attachment.PDF),
            SampleTerms.recipient(ANN, When.WEEKLY),
            SampleTerms.recipient(BOB, When.EXCEPTIONS));
    queue(DAY, 1);
    deliver();
    assertThat(mailboxes.subjects(ANN)).containsExactly("[Weekly metrics] Sun 22 Nov · all normal");
    assertThat(mailboxes.subjects(BOB)).isEmpty();
    assertThat(database.rows("select note from pipeline.deliveries where state = 'skipped'"))
        .containsExactly("exceptions only: nothing to look at");
    report = SampleReport.create().about(DAY.minusDays(1)).warning("a.b", "odd").snapshot();
    queue(DAY.minusDays(1), 1);
    deliver();
    assertThat(mailboxes.subjects(ANN)).hasSize(1);
    assertThat(mailboxes.subjects(BOB)).hasSize(1);
  }

  @Test
  void sendsMonthlyToThoseWhoWantIt() {
    LocalDate end = DAY.withDayOfMonth(30);
    terms = SampleTerms.of(false, Set.of(), SampleTerms.recipient(ANN, When.MONTHLY));
    queue(DAY, 1);
    deliver();
    assertThat(database.rows("select note from pipeline.deliveries where state = 'skipped'"))
        .containsExactly("monthly: the month is not over");
    report = SampleReport.create().about(end).snapshot();
    now = Instant.parse("2026-12-01T01:30:00Z");
    queue(end, 1);
    deliverer().deliver(end, Optional.of(end));
    assertThat(mailboxes.subjects(ANN))
        .singleElement()
        .asString()
        .startsWith("[Monthly metrics] Mon 30 Nov");
  }

  @Test
  void aWeeklyReportIsLateOnlyWhereTheLastDayOfItsWeekIs() {
    terms = SampleTerms.every(Period.WEEKLY, SampleTerms.daily());
    now = Instant.parse("2026-11-26T09:30:00Z");
    LocalDate wednesday = DAY.plusDays(3);
    assertThat(deliverer().deliver(wednesday, Optional.of(DAY.plusDays(1))).lines()).isEmpty();
    deliverer().deliver(wednesday, Optional.of(DAY.minusDays(1)));
    assertThat(mailboxes.subjects(ANN)).containsExactly("DELAYED [Weekly metrics] Sun 22 Nov");
    assertThat(mailboxes.subjects(OWNER)).containsExactly("PROBLEM [Weekly metrics] Sun 22 Nov");
  }

  @Test
  void aFigureOutsideItsUsualRangeIsSomethingToLookAt() throws Exception {
    terms =
        SampleTerms.of(
            false,
            Set.of(),
            SampleTerms.recipient(ANN, When.DAILY),
            SampleTerms.recipient(BOB, When.EXCEPTIONS));
    SampleReport outside = SampleReport.create().figure("dau", DAY, "30000");
    report = outside.snapshot();
    queue(DAY, 1);
    assertThat(deliver().text()).isEqualTo("Mail: 2 sent.");
    assertThat(mailboxes.subjects(ANN))
        .containsExactly("[Daily metrics] Sun 22 Nov · 1 to look at");
    for (String body : mailboxes.bodies(BOB)) {
      assertThat(body)
          .contains("Outside their usual range:")
          .containsPattern("(- |<li>)Daily active users: 30.0k, below its usual [0-9.]+k–");
    }
    report = outside.version(2).figure("dau", DAY, "20000").warning("a.b", "odd").snapshot();
    queue(DAY, 2);
    deliver();
    assertThat(mailboxes.subjects(ANN))
        .last()
        .isEqualTo("CORRECTION [Daily metrics] Sun 22 Nov · 2 to look at");
  }

  @Test
  void sendsNothingOutsideOfTheAllowedDomains() {
    terms = SampleTerms.of(false, Set.of(), SampleTerms.daily("eve@elsewhere.org"));
    queue(DAY, 1);
    assertThat(deliver().text()).contains("outside of the job's mail.allowed_domains");
    assertThat(mailboxes.attempts("eve@elsewhere.org")).isZero();
    assertThatThrownBy(
            () -> rehearsal().send(DAY, MailAddress.parse("eve@elsewhere.org"), mailboxes))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("No mail may go to eve@elsewhere.org (allowed: example.com");
  }

  @Test
  void aRehearsalWritesFilesOrSendsATestAndMarksNothing() throws Exception {
    queue(DAY, 1);
    List<String> before = database.rows("select * from pipeline.deliveries order by recipient");
    Rehearsal.Result result = rehearsal().write(DAY, Optional.empty());
    assertThat(result.verdict()).isEqualTo("It would be sent.");
    assertThat(result.files()).hasSize(2).allMatch(Files::isRegularFile);
    assertThat(mailboxes.attempts(ANN)).isZero();
    assertThat(rehearsal().send(DAY, MailAddress.parse(BOB), mailboxes)).isEqualTo("250 ok");
    assertThat(mailboxes.subjects(BOB))
        .containsExactly("TEST [Daily metrics] Sun 22 Nov · all normal");
    assertThat(database.rows("select * from pipeline.deliveries order by recipient"))
        .isEqualTo(before);
    assertThat(deliver().text()).isEqualTo("Mail: 2 sent.");
    assertThat(Files.readAllBytes(result.files().get(0))).isEqualTo(mailboxes.last(ANN));
  }

  @Test
  void leavesNoHalfWrittenFile() throws Exception {
    queue(DAY, 1);
    deliver();
    try (Stream<Path> files = Files.walk(output)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "snapshot.json", "report-ann@example.com.eml", "report-bob@example.com.eml");
    }
  }

  @Test
  void outcomesOfARealServerEndWhereTheyBelong() throws Exception {
    queue(DAY, 1);
    try (ScriptedServer server =
        ScriptedServer.inPlainText()
            .to(ANN, Behaviour.GREYLIST, Behaviour.ACCEPT)
            .to(BOB, Behaviour.DROP_AFTER_DATA)) {
      deliverer(smtp(server)).deliver(DAY, Optional.of(DAY));
      assertThat(states())
          .containsExactly(
              ANN + "|report|sent|2", BOB + "|report|unknown|1", OWNER + "|problem|sent|1");
      assertThat(server.received().get(0))
          .isEqualTo(
              Files.readString(
                  output.resolve(
                      "mail/business-metrics/2026-11-22/v1/report-ann@example.com.eml")));
    }
  }

  @Test
  void oneWhomARealServerRefusesKeepsNobodyElseFromTheReport() throws Exception {
    String cleo = "cleo@example.com";
    terms =
        SampleTerms.of(
            false,
            Set.of(),
            SampleTerms.daily(ANN),
            SampleTerms.daily(BOB),
            SampleTerms.daily(cleo));
    queue(DAY, 1);
    try (ScriptedServer server = ScriptedServer.inPlainText().to(BOB, Behaviour.REFUSE)) {
      Summary summary = deliverer(smtp(server)).deliver(DAY, Optional.of(DAY));
      assertThat(summary.text())
          .isEqualTo(
              "Mail: 3 sent, 1 failed. report to bob@example.com is failed: 550 5.1.1 no such user.");
      assertThat(server.received())
          .extracting(message -> Mailboxes.header(message, "To"))
          .containsExactly(ANN, cleo, OWNER);
      assertThat(server.received().get(2))
          .contains("Subject: PROBLEM [Daily metrics] Sun 22 Nov")
          .contains("bob@example.com: not sent (550 5.1.1 no such user)");
    }
    assertThat(
            database.rows(
                "select recipient, state, attempts, last_reply from pipeline.deliveries where kind = 'report' order by 1"))
        .containsExactly(
            ANN + "|sent|1|250 2.0.0 queued as 1",
            BOB + "|failed|1|550 5.1.1 no such user",
            cleo + "|sent|1|250 2.0.0 queued as 2");
  }

  private static Smtp smtp(ScriptedServer server) {
    return new Smtp(
        new MailServer(
            "localhost", server.port(), Security.NONE, Optional.empty(), Optional.empty()),
        Duration.ofSeconds(5),
        Optional.empty());
  }

  private Summary deliver() {
    return deliverer().deliver(DAY, Optional.of(DAY));
  }

  private Deliverer deliverer() {
    return deliverer(mailboxes);
  }

  private Deliverer deliverer(Transport transport) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new Deliverer(
        terms,
        outbox,
        new Archive(output),
        day -> report,
        new Sender(terms, outbox, transport, pauses::add, clock),
        clock);
  }

  private Rehearsal rehearsal() {
    return new Rehearsal(
        terms, outbox, new Archive(output), day -> report, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void queue(LocalDate day, int version) {
    terms
        .delivery()
        .recipients()
        .forEach(
            recipient ->
                database.execute(
                    "insert into pipeline.deliveries (report, day, data_version, channel, kind, recipient, state, queued_at, not_before) values ('business-metrics', '%s', %d, 'mail', 'report', '%s', 'pending', '%s', '%s')"
                        .formatted(day, version, recipient.to(), now, now)));
  }

  private List<String> states() {
    return database.rows(
        "select recipient, kind, state, attempts from pipeline.deliveries order by data_version, 1, 2");
  }

  private static Deferred deferred(boolean isAway) {
    return new Deferred("451 4.7.1 try again later", isAway);
  }

  /** The process is gone. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Where messages end up; takes everything unless told otherwise. */
  private static final class Mailboxes implements Transport {
    private final Map<String, List<byte[]>> delivered = new HashMap<>();
    private final Map<String, List<byte[]>> attempted = new HashMap<>();
    private final Map<String, Queue<Reply>> answers = new HashMap<>();
    private Optional<String> deadly = Optional.empty();
    private boolean isAway;

    void answer(String address, Reply... replies) {
      answers.put(address, new ArrayDeque<>(List.of(replies)));
    }

    void dieAfter(String address) {
      deadly = Optional.of(address);
    }

    @Override
    public synchronized Reply send(byte[] message, MailAddress to) {
      String address = to.toString();
      attempted.computeIfAbsent(address, name -> new ArrayList<>()).add(message);
      Reply reply = answers.getOrDefault(address, new ArrayDeque<>()).poll();
      if (isAway) {
        return deferred(true);
      }
      if (reply != null) {
        return reply;
      }
      delivered.computeIfAbsent(address, name -> new ArrayList<>()).add(message);
      if (deadly.equals(Optional.of(address))) {
        deadly = Optional.empty();
        throw new Killed();
      }
      return new Accepted("250 ok");
    }

    int attempts(String address) {
      return attempted.getOrDefault(address, List.of()).size();
    }

    byte[] last(String address) {
      List<byte[]> all = attempted.getOrDefault(address, List.of());
      return all.get(all.size() - 1);
    }

    String text(String address) {
      return new String(last(address), StandardCharsets.UTF_8);
    }

    List<String> subjects(String address) {
      return delivered.getOrDefault(address, List.of()).stream().map(Mailboxes::subject).toList();
    }

    private static String subject(byte[] message) {
      try {
        return parsed(message).getSubject();
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    static String header(String message, String name) {
      try {
        return parsed(message.getBytes(StandardCharsets.UTF_8)).getHeader(name, null);
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The plain text and the HTML of the last report. */
    List<String> bodies(String address) throws MessagingException, IOException {
      MimeMultipart mixed = (MimeMultipart) parsed(last(address)).getContent();
      MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
      MimeMultipart related = (MimeMultipart) alternative.getBodyPart(1).getContent();
      return List.of(
          alternative.getBodyPart(0).getContent().toString(),
          related.getBodyPart(0).getContent().toString());
    }

    private static MimeMessage parsed(byte[] message) throws MessagingException {
      return new MimeMessage(
          Session.getInstance(new Properties()), new ByteArrayInputStream(message));
    }
  }
}
