package org.businessmetrics.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.font.PDFont;

/**
 * A page of a PDF while it is drawn.
 *
 * @param number counted from 0
 */
record PdfPage(
    PDDocument pdf,
    PDPage page,
    int number,
    PDPageContentStream content,
    PdfFonts fonts,
    PdfStructure structure) {

  /** Something to draw on that is not on the page yet. */
  Graphics2D layer() {
    try {
      PdfBoxGraphics2D graphics =
          new PdfBoxGraphics2D(pdf, page.getMediaBox().getWidth(), page.getMediaBox().getHeight());
      graphics.setFontTextDrawer(fonts);
      return graphics;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not draw the PDF", e);
    }
  }

  double height() {
    return page.getMediaBox().getHeight();
  }

  PDFont font(Font font) {
    return fonts.embedded(font);
  }

  /** What is drawn from now on is the element's. */
  void begin(PDStructureElement element) throws IOException {
    content.beginMarkedContent(
        COSName.getPDFName(element.getStructureType()), structure.mark(element, this));
  }
}
