package org.businessmetrics.deliver;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.Delivery.When;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox;
import org.businessmetrics.ledger.Outbox.Kind;

/** Messages as they would be sent, for whoever sets the sending up. The outbox stays as it is. */
public final class Rehearsal {
  private final Terms terms;
  private final Archive archive;
  private final Composer composer;
  private final Clock clock;

  public Rehearsal(Terms terms, Outbox outbox, Archive archive, Snapshots snapshots, Clock clock) {
    this.terms = terms;
    this.archive = archive;
    this.composer = new Composer(terms, outbox, archive, snapshots);
    this.clock = clock;
  }

  /** A file a recipient, and what would become of the report. */
  public record Result(List<Path> files, String verdict) {}

  /**
   * Writes the message of a day to each recipient into the archive's folder {@code dry-run}.
   *
   * @param overdue a later day that is over and not published
   */
  public Result write(LocalDate day, Optional<LocalDate> overdue) {
    Composer.Draft draft = composer.draft(day, overdue);
    Gate.Decision decision = Gate.decide(terms.delivery().gate(), draft.conditions());
    List<Path> files = new ArrayList<>();
    for (Recipient recipient : terms.delivery().recipients()) {
      MessageKey key = key(draft, recipient.to());
      Occasion occasion =
          composer.occasion(
              draft,
              composer.moved(key, draft.snapshot()),
              decision.words(),
              clock.instant(),
              false);
      byte[] bytes = composer.write(key, recipient, draft, occasion, "");
      files.add(archive.write("dry-run/" + Archive.name(key), bytes));
    }
    return new Result(files, verdict(decision));
  }

  /**
   * Sends the message of a day to one address, marked as a test.
   *
   * @return what the server said
   * @throws Failure CONFIGURATION for an address that no mail may go to, UNDELIVERED when the
   *     server did not take it
   */
  public String send(LocalDate day, MailAddress to, Transport transport) {
    if (!terms.mail().allows(to)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "No mail may go to %s (allowed: %s, the job's mail.allowed_domains)"
              .formatted(to, String.join(", ", terms.mail().allowedDomains())));
    }
    Composer.Draft draft = composer.draft(day, Optional.empty());
    Gate.Decision decision = Gate.decide(terms.delivery().gate(), draft.conditions());
    Recipient recipient = new Recipient(to, When.DAILY);
    MessageKey key = key(draft, to);
    Occasion occasion =
        composer.occasion(draft, Optional.empty(), decision.words(), clock.instant(), true);
    byte[] bytes = composer.write(key, recipient, draft, occasion, "test " + clock.instant());
    archive.write("test/" + Archive.name(key), bytes);
    Transport.Reply reply = transport.send(bytes, to);
    if (reply instanceof Transport.Accepted) {
      return reply.text();
    }
    throw new Failure(
        ExitCode.UNDELIVERED,
        "The test to %s was not taken over: %s. Check SMTP_URL and the server's log."
            .formatted(to, reply.text()));
  }

  private MessageKey key(Composer.Draft draft, MailAddress to) {
    return new MessageKey(
        terms.report(),
        draft.snapshot().day().day(),
        Math.toIntExact(draft.snapshot().day().dataVersion()),
        Kind.REPORT,
        to.toString());
  }

  private static String verdict(Gate.Decision decision) {
    if (decision instanceof Gate.Send) {
      return "It would be sent.";
    }
    String what = decision instanceof Gate.Hold ? "held" : "sent with a banner";
    return "It would be %s: %s.".formatted(what, String.join("; ", decision.words()));
  }
}
