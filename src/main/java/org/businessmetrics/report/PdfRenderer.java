package org.businessmetrics.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.businessmetrics.report.Fonts.Face;

/**
 * Draws the page as a PDF: text stays text, fonts are embedded, equal snapshots give equal bytes.
 */
final class PdfRenderer {
  private PdfRenderer() {}

  static byte[] render(ReportSnapshot snapshot, PagePainter page) {
    try (PDDocument document = new PDDocument();
        EmbeddedFonts fonts = new EmbeddedFonts(document)) {
      describe(document, snapshot);
      for (int sheet = 0; sheet < page.sheets(); sheet++) {
        add(document, fonts, page, sheet);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not draw the PDF", e);
    }
  }

  private static void describe(PDDocument document, ReportSnapshot snapshot) {
    GregorianCalendar published =
        GregorianCalendar.from(snapshot.day().publishedAt().atZone(ZoneOffset.UTC));
    PDDocumentInformation information = document.getDocumentInformation();
    information.setTitle(snapshot.page().title() + " — " + DayText.full(snapshot.day().day()));
    information.setSubject(Words.freshness(snapshot));
    information.setCreator("business-metrics");
    information.setProducer("business-metrics");
    information.setCreationDate(published);
    information.setModificationDate(published);
    document.getDocumentCatalog().setLanguage("en");
    PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
    preferences.setDisplayDocTitle(true);
    document.getDocumentCatalog().setViewerPreferences(preferences);
    CRC32 identity = new CRC32();
    identity.update(snapshot.toJson().getBytes(StandardCharsets.UTF_8));
    document.setDocumentId(identity.getValue());
  }

  private static void add(PDDocument document, EmbeddedFonts fonts, PagePainter painter, int sheet)
      throws IOException {
    float width = (float) PageLayout.WIDTH;
    float height = (float) PageLayout.HEIGHT;
    PDPage page = new PDPage(new PDRectangle(width, height));
    document.addPage(page);
    PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
    graphics.setFontTextDrawer(fonts);
    painter.draw(graphics, sheet);
    graphics.dispose();
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.drawForm(graphics.getXFormObject());
    }
  }

  /** Maps each font of the page to the embedded one; another font is a mistake. */
  private static final class EmbeddedFonts extends PdfBoxGraphics2DFontTextDrawer {
    private final Map<String, PDFont> fonts = new HashMap<>();

    EmbeddedFonts(PDDocument document) throws IOException {
      for (Face face : Face.values()) {
        PDFont font = PDType0Font.load(document, new ByteArrayInputStream(face.bytes()), true);
        fonts.put(face.postScriptName(), font);
      }
    }

    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv environment) {
      PDFont embedded = fonts.get(font.getPSName());
      if (embedded == null) {
        throw new IllegalStateException("The page uses a font that it does not bring: " + font);
      }
      return embedded;
    }
  }
}
