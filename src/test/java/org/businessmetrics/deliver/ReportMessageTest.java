package org.businessmetrics.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox.Kind;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.ReportSnapshot;
import org.businessmetrics.report.SampleReport;
import org.junit.jupiter.api.Test;

class ReportMessageTest {
  private static final ReportSnapshot REPORT = SampleReport.create().snapshot();
  private static final Recipient ANN = SampleTerms.daily(SampleTerms.ANN);

  @Test
  void isATreeOfTextHtmlPicturesAndFiles() throws Exception {
    MimeMessage message = parsed(write(terms(Attachment.PDF, Attachment.CSV), REPORT, usual()));
    assertThat(tree(message))
        .containsExactly(
            "multipart/mixed",
            "  multipart/alternative",
            "    text/plain",
            "    multipart/related",
            "      text/html",
            "      image/png inline chart-1.png",
            "      image/png inline chart-2.png",
            "      image/png inline chart-3.png",
            "  application/pdf attachment business-metrics-2026-11-22.pdf",
            "  text/csv attachment business-metrics-2026-11-22.csv");
    String html = part(message, "text/html");
    assertThat(html)
        .contains("cid:chart-1.png@example.com")
        .contains("cid:chart-3.png@example.com")
        .contains("54.2k users");
    List<Part> pictures = parts(message).stream().filter(one -> is(one, "image/png")).toList();
    assertThat(pictures.get(0).getHeader("Content-ID"))
        .containsExactly("<chart-1.png@example.com>");
  }

  @Test
  void carriesTheHeadersThatMachinesAndFiltersLookAt() throws Exception {
    MimeMessage message = parsed(write(terms(), REPORT, usual()));
    assertThat(message.getHeader("From", null)).isEqualTo("metrics@example.com");
    assertThat(message.getHeader("Reply-To", null)).isEqualTo("owner@example.com");
    assertThat(message.getHeader("To", null)).isEqualTo("ann@example.com");
    assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(message.getHeader("List-Id", null)).isEqualTo("<business-metrics.example.com>");
    assertThat(message.getHeader("List-Unsubscribe", null))
        .isEqualTo("<mailto:owner@example.com?subject=unsubscribe>");
    assertThat(message.getHeader("Date", null)).isEqualTo("Mon, 23 Nov 2026 01:07:00 +0000");
    assertThat(message.getMessageID())
        .matches("<business-metrics\\.2026-11-22\\.v1\\.report\\.[0-9a-f]{24}@example\\.com>");
  }

  @Test
  void theSameReportGivesTheSameBytes() {
    Terms terms = terms(Attachment.PDF, Attachment.CSV);
    assertThat(write(terms, REPORT, usual())).isEqualTo(write(terms, REPORT, usual()));
  }

  @Test
  void keepsFiguresOffLockedScreensUnlessAsked() {
    Excerpt report = Excerpt.of(REPORT);
    Occasion two = occasion(List.of("a", "b"));
    assertThat(Wording.subject(report, usual(), Period.DAILY, false))
        .isEqualTo("[Daily metrics] Sun 22 Nov · all normal");
    assertThat(Wording.subject(report, two, Period.WEEKLY, false))
        .isEqualTo("[Weekly metrics] Sun 22 Nov · 2 to look at");
    assertThat(Wording.subject(report, two, Period.DAILY, true))
        .matches(
            "\\[Daily metrics] Sun 22 Nov · MRR \\$1\\.24M \\([+−±][0-9.]+% wow\\) · 2 alerts");
    assertThat(Wording.subject(report, usual(), Period.DAILY, true)).doesNotContain("normal");
  }

  @Test
  void saysInFrontWhatKindOfReportItIs() {
    ReportSnapshot corrected = moved("60000");
    Occasion occasion =
        new Occasion(
            true,
            List.of(),
            List.of(),
            Optional.of(Comparison.of(REPORT, corrected)),
            Optional.empty(),
            Optional.of(new BigDecimal("0.02")),
            false);
    assertThat(Wording.subject(Excerpt.of(corrected), occasion, Period.DAILY, false))
        .isEqualTo("CORRECTION DELAYED [Daily metrics] Sun 22 Nov · PROVISIONAL · all normal");
  }

  @Test
  void aCorrectionListsWhatMoved() throws Exception {
    ReportSnapshot corrected = moved("60000");
    Comparison comparison = Comparison.of(REPORT, corrected);
    Occasion occasion =
        new Occasion(
            false,
            List.of(),
            List.of(),
            Optional.of(comparison),
            Optional.empty(),
            Optional.empty(),
            false);
    MimeMessage message = parsed(write(terms(), corrected, occasion));
    for (String type : List.of("text/plain", "text/html")) {
      assertThat(part(message, type))
          .contains("Correction of the report of Sun 22 Nov that was sent before. What moved:")
          .contains("Daily active users: 54,217 → 60,000");
    }
  }

  @Test
  void onlyALargeMoveANewSignOrAFinalDayIsACorrection() {
    BigDecimal above = new BigDecimal("0.01");
    assertThat(Comparison.of(REPORT, REPORT).isEmpty()).isTrue();
    assertThat(Comparison.of(REPORT, moved("54300")).isCorrection(above)).isFalse();
    assertThat(Comparison.of(REPORT, moved("55000")).isCorrection(above)).isTrue();
    assertThat(Comparison.of(REPORT, moved("-1")).isCorrection(above)).isTrue();
    ReportSnapshot finalMoved =
        SampleReport.create().figure("dau", SampleReport.DAY.minusDays(20), "1").snapshot();
    Comparison comparison = Comparison.of(REPORT, finalMoved);
    assertThat(comparison.isCorrection(above)).isTrue();
    assertThat(comparison.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Daily active users of Mon 2 Nov, which was final:")
                    .endsWith("→ 1"));
  }

  @Test
  void theNextMailSaysWhatMovedOfTheLast() throws Exception {
    SampleReport now = SampleReport.create();
    ReportSnapshot yesterday =
        now.about(SampleReport.DAY.minusDays(1))
            .figure("dau", SampleReport.DAY.minusDays(1), "50000")
            .snapshot();
    Comparison since = Comparison.of(yesterday, now.snapshot());
    assertThat(since.moves()).extracting(Comparison.Move::name).contains("Daily active users");
    Occasion occasion =
        new Occasion(
            false,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(since),
            Optional.of(new BigDecimal("0.0034")),
            false);
    String text = part(parsed(write(terms(), now.snapshot(), occasion)), "text/plain");
    assertThat(text)
        .contains("Since the last mail, about Sat 21 Nov:")
        .contains("Daily active users: 50,000 → ")
        .contains("usually moves by up to 0.34 % (median of the last restated days)")
        .doesNotContain("PROVISIONAL");
  }

  @Test
  void theUsualMovementIsTheLargestOfTheTiles() {
    assertThat(Excerpt.usualMovement(REPORT)).contains(new BigDecimal("0.004"));
  }

  @Test
  void dropsWhatIsTooLargeAndSaysSo() throws Exception {
    Terms terms = terms(Attachment.PDF, Attachment.CSV);
    byte[] whole = write(terms, REPORT, usual());
    assertThat(whole.length).isLessThan(ReportMessage.MOST_BYTES);
    Envelope envelope = envelope(terms);
    byte[] withoutCsv = ReportMessage.write(terms, REPORT, usual(), envelope, whole.length - 1000);
    MimeMessage message = parsed(withoutCsv);
    assertThat(tree(message)).anyMatch(line -> line.contains(".pdf"));
    assertThat(tree(message)).noneMatch(line -> line.contains(".csv"));
    assertThat(part(message, "text/plain"))
        .contains("business-metrics-2026-11-22.csv is not attached");
    byte[] bare = ReportMessage.write(terms, REPORT, usual(), envelope, 20_000);
    assertThat(tree(parsed(bare))).noneMatch(line -> line.contains("pdf"));
    assertThat(bare.length).isLessThan(40_000);
  }

  @Test
  void theHtmlStaysBelowWhatMailProgramsShow() throws Exception {
    List<String> words = Collections.nCopies(100, "<& ".repeat(5000));
    Occasion occasion = occasion(words);
    String html = part(parsed(write(terms(), REPORT, occasion)), "text/html");
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(80 * 1024);
    assertThat(html).contains("… and 80 more").doesNotContain("<& ");
  }

  @Test
  void thePlainTextIsTheWholeMessage() throws Exception {
    String text =
        part(parsed(write(terms(), REPORT, occasion(List.of("one is missing")))), "text/plain");
    assertThat(text).contains("Read these figures with care:").contains("- one is missing");
    Excerpt.of(REPORT)
        .tiles()
        .forEach(tile -> assertThat(text).contains(tile.name(), tile.value()));
  }

  private static ReportSnapshot moved(String dau) {
    return SampleReport.create().version(2).figure("dau", SampleReport.DAY, dau).snapshot();
  }

  private static Occasion usual() {
    return occasion(List.of());
  }

  private static Occasion occasion(List<String> banner) {
    return new Occasion(
        false, banner, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static Terms terms(Attachment... attach) {
    return SampleTerms.of(false, Set.of(attach), ANN);
  }

  private static Envelope envelope(Terms terms) {
    MessageKey key =
        new MessageKey("business-metrics", SampleReport.DAY, 1, Kind.REPORT, SampleTerms.ANN);
    return new Envelope(
        SampleTerms.ANN,
        "[Daily metrics] Sun 22 Nov · all normal",
        Envelope.id(terms, key, ""),
        REPORT.day().publishedAt());
  }

  private static byte[] write(Terms terms, ReportSnapshot snapshot, Occasion occasion) {
    return ReportMessage.write(terms, snapshot, occasion, envelope(terms));
  }

  private static MimeMessage parsed(byte[] bytes) throws MessagingException {
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
  }

  private static List<String> tree(MimeMessage message) throws MessagingException, IOException {
    List<String> lines = new ArrayList<>();
    tree(message, "", lines);
    return lines;
  }

  private static void tree(Part part, String indent, List<String> lines)
      throws MessagingException, IOException {
    String type = part.getContentType().replaceFirst("(?s);.*", "");
    String file =
        part.getFileName() == null
            ? ""
            : " %s %s".formatted(part.getDisposition(), part.getFileName());
    lines.add(indent + type + file);
    if (part.getContent() instanceof MimeMultipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        tree(parts.getBodyPart(i), indent + "  ", lines);
      }
    }
  }

  private static List<Part> parts(Part part) throws MessagingException, IOException {
    List<Part> all = new ArrayList<>(List.of(part));
    if (part.getContent() instanceof MimeMultipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        all.addAll(parts(parts.getBodyPart(i)));
      }
    }
    return all;
  }

  private static boolean is(Part part, String type) {
    try {
      return part.isMimeType(type);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(MimeMessage message, String type)
      throws MessagingException, IOException {
    return parts(message).stream()
        .filter(one -> is(one, type))
        .findFirst()
        .orElseThrow()
        .getContent()
        .toString();
  }
}
