package org.businessmetrics.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.businessmetrics.report.Fonts.Face;

/** The report's fonts inside a web page, cut down to the letters that it shows. */
final class WebFonts {
  /** Without those for ligatures and kerning, which are larger than the letters. */
  private static final List<String> TABLES =
      List.of(
          "cmap", "cvt ", "fpgm", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name",
          "OS/2", "post", "prep");

  private WebFonts() {}

  /** One {@code @font-face} a weight, of the family "Report". */
  static String css(String shown) {
    StringBuilder css = new StringBuilder();
    int[] letters = shown.codePoints().distinct().sorted().toArray();
    for (Face face : Face.values()) {
      css.append(
          "@font-face { font-family: Report; font-weight: %d; src: url(data:font/ttf;base64,%s) format(\"truetype\"); }\n"
              .formatted(
                  face.cssWeight(), Base64.getEncoder().encodeToString(subset(face, letters))));
    }
    return css.toString();
  }

  private static byte[] subset(Face face, int[] letters) {
    try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(face.bytes()))) {
      TTFSubsetter subsetter = new TTFSubsetter(font, TABLES);
      Arrays.stream(letters).forEach(subsetter::add);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      subsetter.writeToStream(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not cut down the font " + face.postScriptName(), e);
    }
  }
}
