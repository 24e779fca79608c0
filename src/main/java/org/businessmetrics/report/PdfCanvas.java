package org.businessmetrics.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.util.Matrix;

/**
 * A page of a tagged PDF. What is tagged as text is written straight into the page, each piece
 * under its element; a figure is one form under its own; everything else is decoration.
 */
final class PdfCanvas extends Canvas {
  private static final COSName ARTIFACT = COSName.getPDFName("Artifact");

  private final PdfPage page;
  private final List<Text> texts = new ArrayList<>();
  private PDStructureElement parent;
  private boolean isText;
  private boolean isFigure;

  private record Text(
      PDStructureElement element, String text, double x, double baseline, Font font, Color color) {}

  PdfCanvas(PdfPage page) {
    super(page.layer());
    this.page = page;
    this.parent = page.structure().document();
  }

  @Override
  void tagged(Tag tag, Runnable drawing) {
    if (tag instanceof Tag.Figure figure) {
      figure(figure, drawing);
      return;
    }
    PDStructureElement outer = parent;
    boolean outerText = isText;
    parent = page.structure().add(outer, tag, page);
    isText = tag.holdsText();
    drawing.run();
    parent = outer;
    isText = outerText;
  }

  private void figure(Tag.Figure figure, Runnable drawing) {
    flush();
    PDStructureElement element = page.structure().add(parent, figure, page);
    isFigure = true;
    drawing.run();
    isFigure = false;
    form(Optional.of(element));
    drawOn(page.layer());
  }

  @Override
  void write(String text, double x, double baseline, Font font, Color color) {
    if (isText && !isFigure) {
      texts.add(new Text(parent, text, x, baseline, font, color));
    } else {
      super.write(text, x, baseline, font, color);
    }
  }

  /** Puts the rest onto the page. */
  void close() {
    put();
  }

  private void flush() {
    put();
    drawOn(page.layer());
  }

  /** Decoration first, then the text upon it. */
  private void put() {
    form(Optional.empty());
    texts.forEach(this::text);
    texts.clear();
  }

  private void form(Optional<PDStructureElement> figure) {
    Graphics2D drawn = graphics();
    drawn.dispose();
    if (!(drawn instanceof PdfBoxGraphics2D layer)) {
      throw new IllegalStateException("Not a layer of a PDF: " + drawn.getClass());
    }
    try {
      PDPageContentStream content = page.content();
      if (figure.isPresent()) {
        page.begin(figure.get());
      } else {
        content.beginMarkedContent(ARTIFACT);
      }
      content.drawForm(layer.getXFormObject());
      content.endMarkedContent();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not draw the PDF", e);
    }
  }

  private void text(Text text) {
    try {
      PDPageContentStream content = page.content();
      page.begin(text.element());
      content.beginText();
      content.setNonStrokingColor(text.color());
      content.setFont(page.font(text.font()), text.font().getSize2D());
      content.setTextMatrix(
          Matrix.getTranslateInstance((float) text.x(), (float) (page.height() - text.baseline())));
      content.showText(text.text());
      content.endText();
      content.endMarkedContent();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not draw the PDF", e);
    }
  }
}
