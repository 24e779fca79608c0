package org.businessmetrics.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.businessmetrics.config.AtomicFile;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** Draws a snapshot and writes the files. */
public final class Reports {
  private Reports() {}

  /**
   * Draws everything first, looks at it, and only then writes: each file beside its target, then
   * moved there, so that nobody ever opens half a file. Their names begin with the report's name
   * and the day; the snapshot's JSON is always among them. The same snapshot gives the same bytes.
   *
   * @return what was written, the snapshot first
   * @throws Failure SYSTEM when the folder can't be written or the machine can't draw text,
   *     INTERNAL when what was drawn is blank
   */
  public static List<Path> write(ReportSnapshot snapshot, Path folder, Set<Format> formats) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String name = snapshot.report().name() + "-" + snapshot.day().day();
    files.put(name + ".json", snapshot.toJson().getBytes(StandardCharsets.UTF_8));
    for (Format format : Format.values()) {
      if (formats.contains(format)) {
        draw(snapshot, format, name, files);
      }
    }
    List<Path> written = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        written.add(AtomicFile.write(folder.resolve(file.getKey()), file.getValue()));
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not write the report to %s: %s (is there space, and may you write there?)"
              .formatted(folder, e),
          e);
    }
    return List.copyOf(written);
  }

  private static void draw(
      ReportSnapshot snapshot, Format format, String name, Map<String, byte[]> files) {
    switch (format) {
      case PNG -> {
        PagePainter report = new PagePainter(snapshot);
        for (int page = 0; page < report.pages(); page++) {
          BufferedImage image = PngRenderer.image(report, page);
          SelfCheck.picture(image, report.panels(page));
          String number = page == 0 ? "" : "-" + (page + 1);
          files.put(name + number + ".png", PngRenderer.encode(image));
        }
      }
      case PDF -> files.put(name + ".pdf", pdf(snapshot));
      case HTML -> files.put(name + ".html", HtmlRenderer.render(snapshot));
      case CSV -> files.put(name + ".csv", CsvRenderer.render(snapshot));
    }
  }

  /** A PDF in which every tile's value can be read. */
  static byte[] pdf(ReportSnapshot snapshot) {
    byte[] pdf = PdfRenderer.render(snapshot, new PagePainter(snapshot));
    SelfCheck.document(pdf, Figures.of(snapshot));
    return pdf;
  }
}
