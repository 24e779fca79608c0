package org.businessmetrics.deliver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox.Kind;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.ReportSnapshot;

/** The daily message about a report, for measurements outside of this package. */
public final class SampleMail {
  private static final Terms TERMS = SampleTerms.daily();
  private static final List<String> PICTURES =
      List.of("chart-1.png@example.com", "chart-2.png@example.com", "chart-3.png@example.com");

  private SampleMail() {}

  /** All of it, with the PDF. */
  public static byte[] message(ReportSnapshot snapshot) {
    Excerpt report = Excerpt.of(snapshot);
    MessageKey key = new MessageKey(TERMS.report(), report.day(), 1, Kind.REPORT, SampleTerms.ANN);
    Occasion occasion = occasion(snapshot);
    return ReportMessage.write(
        TERMS,
        snapshot,
        occasion,
        new Envelope(
            SampleTerms.ANN,
            Wording.subject(report, occasion, Period.DAILY, false),
            Envelope.id(TERMS, key, ""),
            snapshot.day().publishedAt()));
  }

  /** Its HTML alone. */
  public static byte[] html(ReportSnapshot snapshot) {
    return HtmlText.of(snapshot, occasion(snapshot), PICTURES, List.of())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Occasion occasion(ReportSnapshot snapshot) {
    Excerpt report = Excerpt.of(snapshot);
    Gate.Decision decision =
        Gate.decide(TERMS.delivery().gate(), Gate.conditions(report, Optional.empty()));
    return new Occasion(
        false,
        decision.words(),
        report.unusual(),
        Optional.empty(),
        Optional.empty(),
        Excerpt.usualMovement(snapshot),
        false);
  }
}
