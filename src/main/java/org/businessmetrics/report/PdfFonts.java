package org.businessmetrics.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.businessmetrics.report.Fonts.Face;

/** Maps each font of the page to the embedded one; another font is a mistake. */
final class PdfFonts extends PdfBoxGraphics2DFontTextDrawer {
  private final Map<String, PDFont> fonts = new HashMap<>();

  PdfFonts(PDDocument document) throws IOException {
    for (Face face : Face.values()) {
      PDFont font = PDType0Font.load(document, new ByteArrayInputStream(face.bytes()), true);
      fonts.put(face.postScriptName(), font);
    }
  }

  PDFont embedded(Font font) {
    PDFont embedded = fonts.get(font.getPSName());
    if (embedded == null) {
      throw new IllegalStateException("The page uses a font that it does not bring: " + font);
    }
    return embedded;
  }

  @Override
  protected PDFont mapFont(Font font, IFontTextDrawerEnv environment) {
    return embedded(font);
  }
}
