package org.businessmetrics.deliver;

import org.businessmetrics.config.MailAddress;

/** Hands a message to whoever delivers it. */
public interface Transport {
  /** What came of it; nothing is thrown for what a server or a network may do. */
  Reply send(byte[] message, MailAddress to);

  /** What the server said, or why it could not be asked. */
  sealed interface Reply {
    String text();
  }

  /** The server has taken it over. */
  record Accepted(String text) implements Reply {}

  /** The server will never take it. */
  record Refused(String text) implements Reply {}

  /**
   * The server does not take it now.
   *
   * @param isAway whether no other message could be handed over either
   */
  record Deferred(String text, boolean isAway) implements Reply {}

  /** All of it was sent, and no answer came: it may have been taken over. */
  record Unknown(String text) implements Reply {}
}
