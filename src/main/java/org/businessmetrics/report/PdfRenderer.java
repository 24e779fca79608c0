package org.businessmetrics.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.zip.CRC32;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PageMode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.businessmetrics.report.PageLayout.Panel;
import org.businessmetrics.report.ReportConfig.Page;

/**
 * Draws the report as a PDF that a screen reader can read (PDF/UA-1): text stays text, headings,
 * figures and tables are tagged, fonts are embedded. Equal snapshots give equal bytes.
 */
final class PdfRenderer {
  private PdfRenderer() {}

  static byte[] render(ReportSnapshot snapshot, PagePainter report) {
    try (PDDocument pdf = new PDDocument();
        PdfFonts fonts = new PdfFonts(pdf)) {
      describe(pdf, snapshot);
      PdfStructure structure = new PdfStructure();
      for (int page = 0; page < report.pages(); page++) {
        add(pdf, fonts, structure, report, page);
      }
      structure.finish(pdf);
      bookmarks(pdf, report);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not draw the PDF", e);
    }
  }

  private static void describe(PDDocument pdf, ReportSnapshot snapshot) throws IOException {
    GregorianCalendar published =
        GregorianCalendar.from(snapshot.day().publishedAt().atZone(ZoneOffset.UTC));
    PDDocumentInformation information = pdf.getDocumentInformation();
    information.setTitle(Words.title(snapshot));
    information.setSubject(Words.freshness(snapshot));
    information.setCreator(PdfMetadata.PRODUCER);
    information.setProducer(PdfMetadata.PRODUCER);
    information.setCreationDate(published);
    information.setModificationDate(published);
    PDDocumentCatalog catalog = pdf.getDocumentCatalog();
    catalog.setLanguage("en");
    PDMetadata metadata = new PDMetadata(pdf);
    metadata.importXMPMetadata(PdfMetadata.of(snapshot).getBytes(StandardCharsets.UTF_8));
    catalog.setMetadata(metadata);
    PDMarkInfo marked = new PDMarkInfo();
    marked.setMarked(true);
    catalog.setMarkInfo(marked);
    PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
    preferences.setDisplayDocTitle(true);
    catalog.setViewerPreferences(preferences);
    CRC32 identity = new CRC32();
    identity.update(snapshot.toJson().getBytes(StandardCharsets.UTF_8));
    pdf.setDocumentId(identity.getValue());
  }

  private static void add(
      PDDocument pdf, PdfFonts fonts, PdfStructure structure, PagePainter report, int number)
      throws IOException {
    PDPage page =
        new PDPage(
            new PDRectangle((float) report.paper().width(), (float) report.paper().height()));
    pdf.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
      PdfCanvas canvas = new PdfCanvas(new PdfPage(pdf, page, number, content, fonts, structure));
      report.draw(canvas, number);
      canvas.close();
    }
  }

  /** The pages, and beneath each its charts and tables. */
  private static void bookmarks(PDDocument pdf, PagePainter report) {
    PDDocumentOutline outline = new PDDocumentOutline();
    for (int number = 0; number < report.pages(); number++) {
      Page page = report.page(number);
      String name = page.title().isEmpty() ? "Page " + (number + 1) : page.title();
      PDOutlineItem item = bookmark(pdf, number, name, report.paper().height());
      for (Panel panel : report.panels(number)) {
        double top = report.paper().height() - panel.area().getY();
        switch (panel.content()) {
          case TILE -> {}
          case CHART ->
              item.addLast(bookmark(pdf, number, page.charts().get(panel.index()).title(), top));
          case TABLE ->
              item.addLast(bookmark(pdf, number, page.tables().get(panel.index()).title(), top));
        }
      }
      outline.addLast(item);
    }
    pdf.getDocumentCatalog().setDocumentOutline(outline);
    pdf.getDocumentCatalog().setPageMode(PageMode.USE_NONE);
  }

  private static PDOutlineItem bookmark(PDDocument pdf, int page, String title, double top) {
    PDPageXYZDestination destination = new PDPageXYZDestination();
    destination.setPage(pdf.getPage(page));
    destination.setTop((int) top);
    PDOutlineItem item = new PDOutlineItem();
    item.setTitle(title);
    item.setDestination(destination);
    return item;
  }
}
