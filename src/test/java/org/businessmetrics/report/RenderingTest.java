package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {
  /** Of the panels of pages; more would not look well. */
  private static final double MOST_INK = 0.60;

  private static final String MANY =
      """
      version: 1
      title: Consumer business of Northern Europe, all brands
      pages:
      - tiles:
        - {metric: dau, title: Users who were active on the day of this}
        - {metric: dormant_users, goal: down}
        - {metric: mau, title: Pneumonoultramicroscopicsilicovolcanoco, notes: [stickiness, wau]}
        - {metric: stickiness}
        - {metric: signups}
        - {metric: new_users}
        - {metric: net_revenue}
        - {metric: refunds, goal: down}
        - {metric: net_revenue, show: month_to_date, notes: [net_revenue, arpu, arppu, payers]}
      - charts:
        - {kind: line, days: 390, series: [dau, wau, mau]}
        - {kind: line, days: 390, series: [stickiness]}
        - {kind: bars, days: 390, series: [dau]}
        - {kind: stacked, days: 28, series: [new_users, resurrected_users, returning_users, dormant_users, signups], title: All}
        - {kind: bars, days: 30, series: [signups]}
      """;

  static final List<String> OTHER_SCRIPTS =
      List.of("图表导出", "لوحة المعلومات", "ファイル共有", "공유 보드", "דוח חודשי", "การค้นหา", "Экспорт 🚀");

  private final Path folder;

  RenderingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static Stream<String> companies() {
    return Stream.of(
        "usual",
        "final",
        "one day",
        "one week",
        "five years",
        "no payments",
        "paying back",
        "replayed",
        "tiny",
        "huge",
        "many",
        "currencies",
        "letter",
        "other scripts");
  }

  private ReportSnapshot company(String name) throws IOException {
    SampleCompany company = new SampleCompany();
    return switch (name) {
      case "usual" -> company.snapshot();
      case "final" -> company.allFinal().notice(Optional.empty()).snapshot();
      case "one day" -> company.days(1).snapshot();
      case "one week" -> company.days(7).snapshot();
      case "five years" -> company.days(1_826).snapshot();
      case "paying back" -> company.payingBack().snapshot();
      case "replayed" -> company.replayedUntil(SampleCompany.DAY).snapshot();
      case "currencies" -> company.otherCurrencies("EUR", "GBP").snapshot();
      case "letter" -> company.page(onLetter()).snapshot();
      case "no payments" ->
          company
              .withoutPayments()
              .warnings(List.of(new Warning("dau_in_band", SampleCompany.DAY, "expected 48000")))
              .snapshot();
      case "other scripts" -> company.names(OTHER_SCRIPTS).snapshot();
      case "tiny" -> company.scale(0.0003).snapshot();
      case "huge" -> company.scale(2.3e7).snapshot();
      case "many" ->
          company
              .page(
                  ReportConfig.load(
                      Files.writeString(folder.resolve("page.yaml"), MANY), Headlines.ALL))
              .snapshot();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private ReportConfig onLetter() throws IOException {
    return ReportConfig.load(
        Files.writeString(
            folder.resolve("business-metrics.yaml"),
            Files.readString(SampleCompany.PAGE).replace("# paper: letter ", "paper: letter #")),
        Headlines.ALL);
  }

  @ParameterizedTest
  @MethodSource("companies")
  void drawsEveryPanelAndEveryTilesValue(String name) throws Exception {
    ReportSnapshot snapshot = company(name);
    PagePainter page = new PagePainter(snapshot);
    for (int sheet = 0; sheet < page.pages(); sheet++) {
      BufferedImage image = PngRenderer.image(page, sheet);
      assertThat(image.getWidth()).isEqualTo(name.equals("letter") ? 1584 : 1684);
      assertThat(image.getHeight()).isEqualTo(name.equals("letter") ? 1224 : 1190);
      for (PageLayout.Panel panel : page.panels(sheet)) {
        assertThat(SelfCheck.ink(image, panel.area()))
            .as("%s: %s", name, panel)
            .isBetween(SelfCheck.LEAST_INK, MOST_INK);
      }
    }
    String text = SelfCheck.text(PdfRenderer.render(snapshot, page));
    String html =
        new String(HtmlRenderer.render(snapshot), StandardCharsets.UTF_8).replace("&#8288;", "");
    for (TileFigure figure : Figures.of(snapshot)) {
      assertThat(text).contains(figure.value());
      assertThat(html).contains(">" + figure.value());
      figure.changes().forEach(change -> assertThat(text).contains(change.text()));
    }
    assertThat(text)
        .contains(
            "Data complete through 2026-11-22 23:59 Europe/London",
            SampleCompany.RUN,
            "Sun 22 Nov 2026");
  }

  @Test
  void refusesABlankPictureAndAPdfWithoutTheFigures() throws Exception {
    ReportSnapshot snapshot = company("usual");
    PagePainter page = new PagePainter(snapshot);
    BufferedImage blank = PngRenderer.draw(842, 595, PngRenderer.SCALE, graphics -> {});
    assertThatThrownBy(() -> SelfCheck.picture(blank, page.panels(0)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("tile 1 has ink on 0.0 % of its area (0.5 to 85.0 % expected)");
    BufferedImage smear =
        PngRenderer.draw(
            842,
            595,
            PngRenderer.SCALE,
            graphics -> {
              graphics.setPaint(Palette.INK);
              graphics.fill(new Rectangle(842, 595));
            });
    assertThatThrownBy(() -> SelfCheck.picture(smear, page.panels(0)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("tile 1 has ink on 100.0 %");
    byte[] other = PdfRenderer.render(company("one day"), new PagePainter(company("one day")));
    assertThatThrownBy(() -> SelfCheck.document(other, Figures.of(snapshot)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("lacks the value 54.2k of the tile 'Daily active users'");
  }

  @ParameterizedTest
  @MethodSource("companies")
  void drawsTheChartsOfTheMail(String name) throws Exception {
    ReportSnapshot snapshot = company(name);
    for (int chart = 0; chart < Excerpt.of(snapshot).charts().size(); chart++) {
      assertThat(Excerpt.chart(snapshot, chart)).isNotEmpty();
    }
  }

  @Test
  void keepsPanelsInsideThePageAndApart() throws Exception {
    for (String name : companies().toList()) {
      PagePainter page = new PagePainter(company(name));
      for (int sheet = 0; sheet < page.pages(); sheet++) {
        List<PageLayout.Panel> panels = page.panels(sheet);
        for (PageLayout.Panel panel : panels) {
          assertThat(panel.area().getMaxY())
              .isLessThanOrEqualTo(page.paper().height() - PageLayout.FOOT + 0.001);
          assertThat(panel.area().getMaxX())
              .isLessThanOrEqualTo(page.paper().width() - PageLayout.MARGIN + 0.001);
          assertThat(panels)
              .filteredOn(other -> other.area().intersects(panel.area()))
              .containsExactly(panel);
        }
      }
    }
  }

  @Test
  void givesTheSameBytesForTheSameSnapshotAlsoAfterAYearOnDisk() throws Exception {
    ReportSnapshot snapshot = company("usual");
    List<Path> first = Reports.write(snapshot, folder.resolve("a"), EnumSet.allOf(Format.class));
    ReportSnapshot stored = ReportSnapshot.fromJson(first.get(0));
    assertThat(stored).isEqualTo(snapshot);
    List<Path> second = Reports.write(stored, folder.resolve("b"), EnumSet.allOf(Format.class));
    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i)).hasSameBinaryContentAs(first.get(i));
    }
  }

  @Test
  void embedsItsOwnFontsAndNoOther() throws Exception {
    ReportSnapshot snapshot = company("usual");
    try (PDDocument document =
        Loader.loadPDF(PdfRenderer.render(snapshot, new PagePainter(snapshot)))) {
      Map<String, Boolean> embedded = new LinkedHashMap<>();
      fonts(document.getPage(0).getResources(), embedded);
      assertThat(embedded.keySet())
          .allMatch(name -> name.matches("[A-Z]{6}\\+Roboto-(Regular|Medium|Bold)"))
          .hasSize(3);
      assertThat(embedded.values()).containsOnly(true);
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
      assertThat(document.getDocumentInformation().getTitle())
          .isEqualTo("Business metrics — Sun 22 Nov 2026");
    }
  }

  private static void fonts(PDResources resources, Map<String, Boolean> embedded)
      throws IOException {
    for (COSName name : resources.getFontNames()) {
      PDFont font = resources.getFont(name);
      embedded.put(font.getName(), font.isEmbedded());
    }
    for (COSName name : resources.getXObjectNames()) {
      if (resources.getXObject(name) instanceof PDFormXObject form) {
        fonts(form.getResources(), embedded);
      }
    }
  }

  @Test
  void marksEveryPageOfSampleData() throws Exception {
    ReportSnapshot many = company("many");
    try (PDDocument document = Loader.loadPDF(PdfRenderer.render(many, new PagePainter(many)))) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      for (int page = 1; page <= 2; page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        assertThat(stripper.getText(document)).contains("Sample data", "Page " + page + " of 2");
      }
    }
    ReportSnapshot real = company("final");
    String text = SelfCheck.text(PdfRenderer.render(real, new PagePainter(real)));
    assertThat(text)
        .doesNotContain("Sample data")
        .contains("COMPLETE")
        .doesNotContain("PROVISIONAL");
  }

  @Test
  void saysOnTilesOfMoneyWhereTheOtherCurrenciesAreAndHasThemThere() throws Exception {
    ReportSnapshot snapshot = company("currencies");
    PagePainter page = new PagePainter(snapshot);
    try (PDDocument document = Loader.loadPDF(PdfRenderer.render(snapshot, page))) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setEndPage(1);
      assertThat(stripper.getText(document))
          .contains("+2 more,", "page 3", "Money in USD; 2 more currencies on page 3.");
      stripper.setStartPage(3);
      stripper.setEndPage(3);
      assertThat(stripper.getText(document))
          .contains(
              "Revenue this month (EUR)", "€151,777.38", "MRR (GBP)", "£618,922.68", "in USD only");
    }
    assertThat(Figures.of(snapshot))
        .filteredOn(figure -> figure.elsewhere().isPresent())
        .extracting(TileFigure::title)
        .contains("Revenue this month", "MRR")
        .doesNotContain("Daily active users");
    assertThat(new String(HtmlRenderer.render(snapshot), StandardCharsets.UTF_8))
        .contains("$304k <small>+2 more, page 3</small>");
    assertThat(Figures.of(company("usual"))).allMatch(figure -> figure.elsewhere().isEmpty());
  }

  @Test
  void spellsNamesInOtherScriptsInLatinLetters() throws Exception {
    ReportSnapshot snapshot = company("other scripts");
    String text = SelfCheck.text(PdfRenderer.render(snapshot, new PagePainter(snapshot)));
    assertThat(text)
        .contains("tu biao dao chu", "fairu gong you", "Экспорт ?")
        .contains("Names in other scripts are spelled in Latin letters");
    assertThat(new String(CsvRenderer.render(snapshot), StandardCharsets.UTF_8))
        .contains("图表导出", "لوحة المعلومات");
    ReportSnapshot usual = company("usual");
    assertThat(SelfCheck.text(PdfRenderer.render(usual, new PagePainter(usual))))
        .doesNotContain("other scripts");
  }

  @Test
  void saysWhatIsNotComputedAndWhy() throws Exception {
    ReportSnapshot snapshot = company("no payments");
    String text = SelfCheck.text(PdfRenderer.render(snapshot, new PagePainter(snapshot)));
    assertThat(text)
        .contains("Not computed: no payments relation", "1 check did not pass. dau_in_band")
        .doesNotContain("$", "ARPU: net revenue");
  }
}
