package org.businessmetrics.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.deliver.Transport.Accepted;
import org.businessmetrics.deliver.Transport.Deferred;
import org.businessmetrics.deliver.Transport.Refused;
import org.businessmetrics.deliver.Transport.Reply;
import org.businessmetrics.ledger.Message;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.ledger.Outbox.State;

/**
 * Hands one message after the other to the server and writes down what came of each. What the
 * server refuses for now is tried again, first within seconds, then by later deliveries, until it
 * is given up; what it refuses for good is not.
 */
final class Sender {
  /** Between the attempts of one delivery. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  private static final Duration FIRST_BACK_OFF = Duration.ofMinutes(5);
  private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

  private final Terms terms;
  private final Outbox outbox;
  private final Transport transport;
  private final Pause pause;
  private final Clock clock;
  private Optional<String> away = Optional.empty();

  Sender(Terms terms, Outbox outbox, Transport transport, Pause pause, Clock clock) {
    this.terms = terms;
    this.outbox = outbox;
    this.transport = transport;
    this.pause = pause;
    this.clock = clock;
  }

  /** Sends a message whose bytes are in the archive. */
  void send(Message message, String messageId, byte[] bytes, Summary.Builder summary) {
    MessageKey key = message.key();
    if (away.isPresent()) {
      later(message, message.attempts(), away.get(), summary);
      return;
    }
    MailAddress to = MailAddress.parse(key.recipient());
    if (!terms.mail().allows(to)) {
      String why = "outside of the job's mail.allowed_domains";
      outbox.setAside(key, State.FAILED, why, clock.instant());
      summary.add(key, State.FAILED, why);
      return;
    }
    String sha256 = Sha256.of(bytes);
    for (int tries = 0; ; tries++) {
      if (!outbox.claim(key, messageId, Archive.name(key), sha256, clock.instant())) {
        return;
      }
      Reply reply = transport.send(bytes, to);
      if (!(reply instanceof Deferred deferred)) {
        State state = state(reply);
        outbox.settle(key, state, reply.text(), clock.instant());
        summary.add(key, state, reply.text());
        return;
      }
      if (tries == PAUSES.size()) {
        away = deferred.isAway() ? Optional.of(deferred.text()) : Optional.empty();
        later(message, message.attempts() + tries + 1, deferred.text(), summary);
        return;
      }
      outbox.postpone(key, deferred.text(), clock.instant(), clock.instant());
      pause.take(PAUSES.get(tries));
    }
  }

  private void later(Message message, int attempts, String reply, Summary.Builder summary) {
    MessageKey key = message.key();
    Instant now = clock.instant();
    Instant end = terms.givenUpAt(key.day(), message.queuedAt());
    if (!now.isBefore(end)) {
      String said = "given up after %d attempts: %s".formatted(attempts, reply);
      outbox.settle(key, State.FAILED, said, now);
      summary.add(key, State.FAILED, said);
      return;
    }
    Instant next = now.plus(backOff(attempts));
    outbox.postpone(key, reply, next.isBefore(end) ? next : end, now);
    summary.add(key, State.PENDING, reply);
  }

  /** Twice as long after each delivery that tried in vain. */
  private static Duration backOff(int attempts) {
    int deliveries = Math.min(attempts / (PAUSES.size() + 1), 5);
    Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << deliveries).dividedBy(2);
    return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
  }

  private static State state(Reply reply) {
    if (reply instanceof Accepted) {
      return State.SENT;
    }
    return reply instanceof Refused ? State.FAILED : State.UNKNOWN;
  }
}
