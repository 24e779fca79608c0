package org.businessmetrics.deliver;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.ledger.MessageKey;

/**
 * What a message is called and when it is from; fixed by what it is about, so that the same message
 * has the same bytes.
 *
 * @param id the Message-ID header, in angle brackets
 * @param at the Date header: when the figures were published, or the notice was written
 */
record Envelope(String to, String subject, String id, Instant at) {
  private static final int HASH_LENGTH = 24;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

  /**
   * The id of a message.
   *
   * @param more what else tells it from others: the words of a notice, or nothing
   */
  static String id(Terms terms, MessageKey key, String more) {
    String who = hash(key.recipient() + "\n" + more);
    return "<%s.%s.v%d.%s.%s@%s>"
        .formatted(
            key.report(),
            key.day(),
            key.dataVersion(),
            key.kind().name().toLowerCase(Locale.ROOT),
            who,
            terms.mail().from().domain());
  }

  String date() {
    return DATE.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Text that occurs in no part of the message: no encoding of a part has "=_". */
  String boundary(String part) {
    return "=_%s_%s".formatted(part, hash(id));
  }

  private static String hash(String text) {
    return Sha256.of(text).substring(0, HASH_LENGTH);
  }
}
