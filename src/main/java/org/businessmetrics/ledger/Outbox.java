package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What is to be mailed, and what became of it ({@code pipeline.deliveries}). Every call is a
 * transaction of its own. Reports are queued by the publish transaction only.
 */
public final class Outbox {
  private final Store store;
  private final Session session;

  public Outbox(Store store) {
    this.store = store;
    this.session = new Session(store);
  }

  /** What a message is. */
  public enum Kind {
    REPORT,
    /** To the owner: the report is held. */
    HOLD,
    /** To a recipient: the report comes later. */
    DELAY,
    /** To the owner: messages failed or may not have arrived, or a day is late. */
    PROBLEM;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What became of a message. */
  public enum State {
    PENDING,
    SENDING,
    SENT,
    FAILED,
    UNKNOWN,
    HELD,
    SKIPPED,
    SUPERSEDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Whether a delivery has anything to do now; one query.
   *
   * @param expected the last day that should be published
   * @param deadline by when its report is promised
   */
  public boolean isWaiting(String report, LocalDate expected, Instant deadline, Instant now) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/is_waiting"))
                .bind("report", report)
                .bind("expected", expected)
                .bind("deadline", Session.utc(deadline))
                .bind("now", Session.utc(now))
                .mapTo(Boolean.class)
                .one());
  }

  /** The messages that may be sent now, oldest day first. */
  public List<Message> open(String report, Instant now) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/open"))
                .bind("report", report)
                .bind("now", Session.utc(now))
                .map((row, context) -> Rows.message(row))
                .list());
  }

  /**
   * Calls the messages unknown that were being sent when their process died. Whoever calls this
   * holds the delivery lock, so that nobody is sending.
   */
  public List<Message> closeInterrupted(String report, Instant now) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/close_interrupted"))
                .bind("report", report)
                .bind("now", Session.utc(now))
                .map((row, context) -> Rows.message(row))
                .list());
  }

  /** Queues a notice, unless the same one was queued before. */
  public void queueNotice(MessageKey key, String note, Instant notBefore, Instant now) {
    session.tell(
        handle ->
            keyed(handle.createUpdate(store.sql("outbox/queue_notice")), key)
                .bind("note", note)
                .bind("not_before", Session.utc(notBefore))
                .bind("now", Session.utc(now))
                .execute());
  }

  /**
   * Takes a message for sending; false when somebody else has taken it, or it is settled.
   *
   * @param archive where its bytes are
   * @param sha256 of its bytes
   */
  public boolean claim(
      MessageKey key, String messageId, String archive, String sha256, Instant now) {
    return session.ask(
        handle ->
            keyed(handle.createUpdate(store.sql("outbox/claim")), key)
                    .bind("message_id", messageId)
                    .bind("archive", archive)
                    .bind("sha256", sha256)
                    .bind("now", Session.utc(now))
                    .execute()
                == 1);
  }

  /** Writes down what the server said to a message that was claimed. */
  public void settle(MessageKey key, State state, String reply, Instant now) {
    settle(key, state, Optional.empty(), Optional.of(reply), Optional.empty(), now);
  }

  /** Gives a claimed message back, to be tried again no sooner than an instant. */
  public void postpone(MessageKey key, String reply, Instant notBefore, Instant now) {
    settle(key, State.PENDING, Optional.of(notBefore), Optional.of(reply), Optional.empty(), now);
  }

  /** Writes down why a pending message is not sent. */
  public void setAside(MessageKey key, State state, String note, Instant now) {
    settle(key, state, Optional.empty(), Optional.empty(), Optional.of(note), now);
  }

  private void settle(
      MessageKey key,
      State state,
      Optional<Instant> notBefore,
      Optional<String> reply,
      Optional<String> note,
      Instant now) {
    session.tell(
        handle ->
            keyed(handle.createUpdate(store.sql("outbox/settle")), key)
                .bind("state", state.word())
                .bind("not_before", notBefore.map(Session::utc))
                .bind("reply", reply)
                .bind("note", note)
                .bind("now", Session.utc(now))
                .execute());
  }

  /**
   * Lets the newest report go again to a recipient whose message failed, was held, or may not have
   * arrived.
   *
   * @param recipient an address, or {@code all}
   * @return the messages, empty when there is none of these states
   */
  public List<Message> release(String report, String recipient, Instant now) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/release"))
                .bind("report", report)
                .bind("recipient", recipient)
                .bind("now", Session.utc(now))
                .map((row, context) -> Rows.message(row))
                .list());
  }

  /** The newest report that a recipient was sent before this one. */
  public Optional<Message> lastMailed(MessageKey before) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/last_mailed"))
                .bind("report", before.report())
                .bind("recipient", before.recipient())
                .bind("day", before.day())
                .bind("data_version", before.dataVersion())
                .map((row, context) -> Rows.message(row))
                .findOne());
  }

  /** The reports of one version of a day, whatever became of them. */
  public List<Message> ofVersion(String report, LocalDate day, int dataVersion) {
    return session.ask(
        handle ->
            handle
                .createQuery(store.sql("outbox/of_version"))
                .bind("report", report)
                .bind("day", day)
                .bind("data_version", dataVersion)
                .map((row, context) -> Rows.message(row))
                .list());
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, MessageKey key) {
    return statement
        .bind("report", key.report())
        .bind("day", key.day())
        .bind("data_version", key.dataVersion())
        .bind("kind", key.kind().word())
        .bind("recipient", key.recipient());
  }
}
