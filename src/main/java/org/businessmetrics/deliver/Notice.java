package org.businessmetrics.deliver;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.businessmetrics.ledger.Message;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.report.Excerpt;

/** A message that carries no report: a few lines of plain text. */
final class Notice {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private Notice() {}

  static byte[] write(Terms terms, Message message) {
    MessageKey key = message.key();
    String words = message.note().orElse("");
    String about = "%s %s".formatted(Wording.list(terms.period()), Excerpt.brief(key.day()));
    Envelope envelope =
        new Envelope(
            key.recipient(),
            switch (key.kind()) {
              case HOLD -> "HELD " + about;
              case DELAY -> "DELAYED " + about;
              case PROBLEM -> "PROBLEM " + about;
              case REPORT -> throw new IllegalArgumentException("A report is no notice: " + key);
            },
            id(terms, message),
            message.queuedAt());
    return new MimeWriter(terms, envelope).notice(words + "\r\n");
  }

  /** Other words about the same are another message. */
  static String id(Terms terms, Message message) {
    return Envelope.id(terms, message.key(), message.note().orElse(""));
  }

  /** To the owner, when the gate holds a report. */
  static String held(Terms terms, MessageKey report, Iterable<String> reasons) {
    return """
        The report %s of %s, version %d, is held and not sent:
        - %s

        The recipients are told by %s that it comes later. A new version of the day is judged again. To send this one as it is:
          metrics deliver --resend all"""
        .formatted(
            report.report(),
            Excerpt.brief(report.day()),
            report.dataVersion(),
            String.join("\n- ", reasons),
            at(terms, terms.deadline(report.day())));
  }

  /** To a recipient, by the deadline. */
  static String delayed(Terms terms, MessageKey report) {
    return "The report of %s comes later: its figures are being checked. %s knows about it."
        .formatted(Excerpt.brief(report.day()), terms.delivery().owner());
  }

  static String at(Terms terms, Instant instant) {
    return CLOCK.format(instant.atZone(terms.zone())) + " " + terms.zone();
  }
}
