package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static byte[] pdf() {
    ReportSnapshot snapshot = new SampleCompany().snapshot();
    return PdfRenderer.render(snapshot, new PagePainter(snapshot));
  }

  @Test
  void passesTheRulesOfPdfUa() throws Exception {
    PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf()), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      List<String> failures = new ArrayList<>();
      for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
        failures.add(assertion.getRuleId() + ": " + assertion.getMessage());
      }
      assertThat(failures.stream().distinct()).isEmpty();
    }
  }

  @Test
  void staysSmall() {
    assertThat(pdf().length).isLessThan(MOST_BYTES);
  }

  @Test
  void saysInWordsWhatEachFigureShowsAndHasABookmarkForEachPage() throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf())) {
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
