package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** What somebody who does not see the page gets from its PDF. */
class AccessibilityTest {
  private static final int MOST_BYTES = 150_000;

  @BeforeAll
  static void initialise() {
    VeraGreenfieldFoundryProvider.initialise();
  }

  private static byte[] pdf(ReportSnapshot snapshot) {
    return PdfRenderer.render(snapshot, new PagePainter(snapshot));
  }

  static Stream<Arguments> reports() {
    return Stream.concat(
        Stream.of("weekly-leadership", "monthly-board")
            .map(
                name ->
                    arguments(
                        name,
                        new SampleCompany()
                            .page(
                                ReportConfig.load(
                                    Path.of("reports", name + ".yaml"), Headlines.ALL))
                            .snapshot())),
        Stream.of(
            arguments("usual", new SampleCompany().snapshot()),
            arguments("no days", new SampleCompany().days(0).withoutPayments().snapshot()),
            arguments("five years", new SampleCompany().days(1_826).snapshot()),
            arguments("paying back", new SampleCompany().payingBack().snapshot()),
            arguments("currencies", new SampleCompany().otherCurrencies("EUR", "GBP").snapshot()),
            arguments(
                "other scripts", new SampleCompany().names(RenderingTest.OTHER_SCRIPTS).snapshot()),
            arguments(
                "warned",
                new SampleCompany()
                    .warnings(
                        List.of(new Warning("dau_in_band", SampleCompany.DAY, "expected 48000")))
                    .snapshot())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reports")
  void passesTheRulesOfPdfUaAndStaysSmall(String name, ReportSnapshot snapshot) throws Exception {
    byte[] pdf = pdf(snapshot);
    assertThat(pdf.length).isLessThan(MOST_BYTES);
    PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      List<String> failures = new ArrayList<>();
      for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
        failures.add(assertion.getRuleId() + ": " + assertion.getMessage());
      }
      assertThat(failures.stream().distinct()).isEmpty();
    }
  }

  @Test
  void saysInWordsWhatEachFigureShowsAndHasABookmarkForEachPage() throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf(new SampleCompany().snapshot()))) {
      List<PDStructureElement> elements = new ArrayList<>();
      collect(document.getDocumentCatalog().getStructureTreeRoot(), elements);
      assertThat(elements)
          .extracting(PDStructureElement::getStructureType)
          .contains("H1", "H2", "P", "Figure", "Table", "TR", "TH", "TD");
      assertThat(elements)
          .filteredOn(element -> element.getStructureType().equals("Figure"))
          .hasSize(9)
          .allSatisfy(
              figure -> assertThat(figure.getAlternateDescription()).hasSizeGreaterThan(40));
      List<String> bookmarks = new ArrayList<>();
      for (PDOutlineItem item : document.getDocumentCatalog().getDocumentOutline().children()) {
        bookmarks.add(item.getTitle());
      }
      assertThat(bookmarks).containsExactly("Overview", "Retention and product", "The figures");
    }
  }

  private static void collect(PDStructureNode node, List<PDStructureElement> elements) {
    for (Object kid : node.getKids()) {
      if (kid instanceof PDStructureElement element) {
        elements.add(element);
        collect(element, elements);
      }
    }
  }
}
