package org.businessmetrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.businessmetrics.ledger.Outbox.Kind;
import org.businessmetrics.ledger.Outbox.State;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 9);
  private static final Instant NOON = MigratedStore.NOON;
  private static final Instant LATER = NOON.plus(Duration.ofHours(1));
  private static final Instant DEADLINE = NOON.plus(Duration.ofHours(3));

  private final MigratedStore database = MigratedStore.create();
  private final Outbox outbox = new Outbox(database.store());

  @Test
  void tellsAMessageFromItsQueueingToTheServersReply() {
    MessageKey ann = queued("ann@example.com");
    assertThat(outbox.open("daily", NOON)).extracting(Message::key).containsExactly(ann);
    assertThat(outbox.open("weekly", NOON)).isEmpty();
    assertThat(outbox.claim(ann, "<1@example.com>", "a.eml", "ab12", NOON)).isTrue();
    assertThat(outbox.open("daily", NOON)).isEmpty();
    outbox.settle(ann, State.SENT, "250 ok", NOON);
    Message sent = outbox.ofVersion("daily", DAY, 1).get(0);
    assertThat(sent.state()).isEqualTo(State.SENT);
    assertThat(sent.reply()).contains("250 ok");
    assertThat(sent.messageId()).contains("<1@example.com>");
    assertThat(sent.archive()).contains("a.eml");
    assertThat(sent.attempts()).isEqualTo(1);
    assertThat(outbox.claim(ann, "<2@example.com>", "b.eml", "ab12", LATER)).isFalse();
  }

  @Test
  void ofManyWhoClaimAMessageOneGetsIt() throws Exception {
    MessageKey ann = queued("ann@example.com");
    int claimants = 8;
    CyclicBarrier together = new CyclicBarrier(claimants);
    ExecutorService threads = Executors.newFixedThreadPool(claimants);
    try {
      Callable<Boolean> claim =
          () -> {
            Outbox own = new Outbox(database.store());
            together.await();
            return own.claim(ann, "<1@example.com>", "a.eml", "ab12", NOON);
          };
      int taken = 0;
      for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(claimants, claim))) {
        taken += each.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aMessageThatWasBeingSentWhenItsProcessDiedIsUnknownAndStaysSo() {
    MessageKey ann = queued("ann@example.com");
    outbox.claim(ann, "<1@example.com>", "a.eml", "ab12", NOON);
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, NOON)).isTrue();
    assertThat(outbox.closeInterrupted("daily", LATER))
        .extracting(Message::key, Message::state)
        .containsExactly(tuple(ann, State.UNKNOWN));
    assertThat(outbox.open("daily", LATER)).isEmpty();
    assertThat(outbox.claim(ann, "<1@example.com>", "a.eml", "ab12", LATER)).isFalse();
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, LATER)).isFalse();
    assertThat(outbox.closeInterrupted("daily", LATER)).isEmpty();
  }

  @Test
  void aPostponedMessageWaitsForItsTime() {
    MessageKey ann = queued("ann@example.com");
    outbox.claim(ann, "<1@example.com>", "a.eml", "ab12", NOON);
    outbox.postpone(ann, "451 greylisted", LATER, NOON);
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, NOON)).isFalse();
    assertThat(outbox.open("daily", NOON)).isEmpty();
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, LATER)).isTrue();
    Message again = outbox.open("daily", LATER).get(0);
    assertThat(again.reply()).contains("451 greylisted");
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void releasesOnlyWhatDidNotGoOut() {
    MessageKey ann = queued("ann@example.com");
    MessageKey bob = queued("bob@example.com");
    MessageKey cleo = queued("cleo@example.com");
    outbox.claim(ann, "<1@example.com>", "a.eml", "ab12", NOON);
    outbox.settle(ann, State.SENT, "250 ok", NOON);
    outbox.claim(bob, "<2@example.com>", "b.eml", "ab12", NOON);
    outbox.settle(bob, State.FAILED, "550 no such user", NOON);
    outbox.setAside(cleo, State.HELD, "no tile has a figure", NOON);
    assertThat(outbox.release("daily", "ann@example.com", LATER)).isEmpty();
    assertThat(outbox.release("daily", "all", LATER))
        .extracting(Message::key)
        .containsExactlyInAnyOrder(bob, cleo);
    assertThat(outbox.open("daily", LATER)).allMatch(Message::isReleased).hasSize(2);
  }

  @Test
  void queuesTheSameNoticeOnce() {
    MessageKey problem = new MessageKey("daily", DAY, 1, Kind.PROBLEM, "owner@example.com");
    outbox.queueNotice(problem, "bob failed", NOON, NOON);
    outbox.queueNotice(problem, "bob failed", NOON, LATER);
    outbox.claim(problem, "<1@example.com>", "a.eml", "ab12", NOON);
    outbox.settle(problem, State.SENT, "250 ok", NOON);
    outbox.queueNotice(problem, "bob failed", LATER, LATER);
    assertThat(outbox.open("daily", LATER)).isEmpty();
    outbox.queueNotice(problem, "bob and cleo failed", LATER, LATER);
    assertThat(outbox.open("daily", LATER))
        .extracting(Message::note)
        .containsExactly(Optional.of("bob and cleo failed"));
  }

  @Test
  void aDayThatIsNotPublishedByItsDeadlineIsWaitedForOnce() {
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, DEADLINE)).isFalse();
    publish(DAY.minusDays(1));
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, NOON)).isFalse();
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, DEADLINE)).isTrue();
    MessageKey delay = new MessageKey("daily", DAY, 0, Kind.DELAY, "ann@example.com");
    outbox.queueNotice(delay, "late", DEADLINE, DEADLINE);
    outbox.claim(delay, "<1@example.com>", "a.eml", "ab12", DEADLINE);
    outbox.settle(delay, State.SENT, "250 ok", DEADLINE);
    assertThat(outbox.isWaiting("daily", DAY, DEADLINE, DEADLINE)).isFalse();
  }

  @Test
  void findsWhatSomebodyWasMailedBefore() {
    sent(DAY.minusDays(2), 1);
    sent(DAY.minusDays(1), 1);
    sent(DAY.minusDays(1), 2);
    MessageKey today = new MessageKey("daily", DAY, 1, Kind.REPORT, "ann@example.com");
    Message last = outbox.lastMailed(today).orElseThrow();
    assertThat(last.key().day()).isEqualTo(DAY.minusDays(1));
    assertThat(last.key().dataVersion()).isEqualTo(2);
  }

  private void sent(LocalDate day, int version) {
    insert(day, version, "ann@example.com");
    MessageKey key = new MessageKey("daily", day, version, Kind.REPORT, "ann@example.com");
    outbox.claim(key, "<1@example.com>", "a.eml", "ab12", NOON);
    outbox.settle(key, State.SENT, "250 ok", NOON);
  }

  private MessageKey queued(String recipient) {
    insert(DAY, 1, recipient);
    return new MessageKey("daily", DAY, 1, Kind.REPORT, recipient);
  }

  private void insert(LocalDate day, int version, String recipient) {
    database.execute(
        "insert into pipeline.deliveries (report, day, data_version, channel, kind, recipient, state, queued_at, not_before) values ('daily', '%s', %d, 'mail', 'report', '%s', 'pending', '%s', '%s')"
            .formatted(day, version, recipient, NOON, NOON));
  }

  private void publish(LocalDate day) {
    database.execute(
        "insert into metrics.days (day, zone, starts_at, ends_at, published_at, data_version, run_id, is_final) values ('%s', 'UTC', '%s', '%s', '%s', 1, '%s', false)"
            .formatted(day, NOON, LATER, LATER, database.startRun(day, day)));
  }
}
