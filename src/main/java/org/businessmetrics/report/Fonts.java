package org.businessmetrics.report;

import com.ibm.icu.text.Transliterator;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The fonts that the report brings along; no other is ever used. The JDK still looks for system
 * fonts before it draws the first letter and throws when there are none, as on slim containers: it
 * is shown these same files in their place.
 */
public final class Fonts {
  /** One weight of Roboto. */
  enum Face {
    REGULAR("Roboto-Regular", 400),
    MEDIUM("Roboto-Medium", 500),
    BOLD("Roboto-Bold", 700);

    private final String postScriptName;
    private final int cssWeight;

    Face(String postScriptName, int cssWeight) {
      this.postScriptName = postScriptName;
      this.cssWeight = cssWeight;
    }

    /** Its weight in a style sheet. */
    int cssWeight() {
      return cssWeight;
    }

    /** The name by which AWT and PDF know the font. */
    String postScriptName() {
      return postScriptName;
    }

    /** The font's file. */
    byte[] bytes() {
      try (InputStream in = Fonts.class.getResourceAsStream("/fonts/" + postScriptName + ".ttf")) {
        if (in == null) {
          throw new IOException("not in the jar");
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("Could not read the font " + postScriptName, e);
      }
    }

    /** At a size in points. */
    Font at(double points) {
      Font base = loaded().get(this);
      if (base == null) {
        throw new IllegalStateException("No font " + postScriptName);
      }
      return base.deriveFont((float) points);
    }
  }

  private static final String[] LOGICAL = {
    "dialog", "sansserif", "serif", "monospaced", "dialoginput"
  };
  private static final String[] STYLES = {"plain", "bold", "italic", "bolditalic"};
  private static @Nullable Map<Face, Font> loaded;

  private Fonts() {}

  /**
   * Draws a letter, which needs libraries of the system that small machines lack.
   *
   * @throws Failure {@link ExitCode#SYSTEM} naming what to install
   */
  public static void requireDrawable() {
    try {
      BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setFont(Face.REGULAR.at(10));
      graphics.drawString("a", 5, 15);
      graphics.dispose();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw e instanceof Failure failure ? failure : unable(e);
    }
  }

  /** The letters of a text that the font lacks, if any. A page must not show boxes. */
  static Optional<String> lacking(String text) {
    Font font = Face.REGULAR.at(10);
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(c -> !font.canDisplay(c)).distinct().forEach(letters::appendCodePoint);
    return letters.isEmpty() ? Optional.empty() : Optional.of(letters.toString());
  }

  /**
   * The text in letters that the font has: those of other scripts are spelled in Latin ones, as "tu
   * biao" for 図表. What has no spelling, as a picture of a face, becomes a question mark.
   */
  static String printable(String text) {
    Font font = Face.REGULAR.at(10);
    StringBuilder printable = new StringBuilder();
    StringBuilder foreign = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      if (Character.isISOControl(c) || font.canDisplay(c)) {
        spell(foreign, font, printable);
        printable.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
      } else {
        foreign.appendCodePoint(c);
      }
    }
    spell(foreign, font, printable);
    return printable.toString();
  }

  private static void spell(StringBuilder foreign, Font font, StringBuilder into) {
    if (!foreign.isEmpty()) {
      Spelling.LATIN
          .transliterate(foreign.toString())
          .codePoints()
          .map(c -> font.canDisplay(c) ? c : '?')
          .forEach(into::appendCodePoint);
      foreign.setLength(0);
    }
  }

  /** Takes a moment to load, and few pages need it. */
  private static final class Spelling {
    static final Transliterator LATIN = Transliterator.getInstance("Any-Latin; Latin-ASCII");
  }

  private static synchronized Map<Face, Font> loaded() {
    if (loaded == null) {
      loaded = load();
    }
    return loaded;
  }

  private static Map<Face, Font> load() {
    System.setProperty("java.awt.headless", "true");
    try {
      Path folder = unpack();
      boolean linux = "Linux".equals(System.getProperty("os.name"));
      if (linux && System.getProperty("sun.awt.fontconfig") == null) {
        System.setProperty("sun.awt.fontconfig", standIn(folder).toString());
      }
      Map<Face, Font> fonts = new EnumMap<>(Face.class);
      for (Face face : Face.values()) {
        Path file = folder.resolve(face.postScriptName() + ".ttf");
        fonts.put(face, Font.createFont(Font.TRUETYPE_FONT, file.toFile()));
      }
      return fonts;
    } catch (IOException
        | FontFormatException
        | RuntimeException
        | LinkageError
        | InternalError e) {
      throw unable(e);
    }
  }

  private static Failure unable(Throwable thrown) {
    return new Failure(
        ExitCode.SYSTEM,
        "Java can't draw text on this machine (%s). Install the packages that it needs, on Debian: apt-get install fontconfig libfreetype6"
            .formatted(cause(thrown)),
        thrown);
  }

  private static String cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Path unpack() throws IOException {
    Path folder = Files.createTempDirectory("business-metrics-fonts");
    folder.toFile().deleteOnExit();
    for (Face face : Face.values()) {
      Path file = folder.resolve(face.postScriptName() + ".ttf");
      Files.write(file, face.bytes());
      file.toFile().deleteOnExit();
    }
    return folder;
  }

  /** What the JDK reads in place of the system's fontconfig: every logical font is Roboto. */
  private static Path standIn(Path folder) throws IOException {
    StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
    for (String font : LOGICAL) {
      for (String style : STYLES) {
        text.append(font).append('.').append(style).append(".latin-1=Roboto\n");
      }
    }
    text.append("filename.Roboto=")
        .append(folder.resolve(Face.REGULAR.postScriptName() + ".ttf"))
        .append('\n');
    Path file = folder.resolve("fontconfig.properties");
    Files.writeString(file, text);
    file.toFile().deleteOnExit();
    return file;
  }
}
