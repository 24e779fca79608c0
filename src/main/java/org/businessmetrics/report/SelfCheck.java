package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.PageLayout.Panel;

/** Looks at what was drawn before it is handed out: a blank picture is never a success. */
final class SelfCheck {
  static final double LEAST_INK = 0.005;

  /** More would be a smear; a heat-map of many old cohorts fills two thirds. */
  static final double MOST_INK = 0.85;

  /** What is lighter is paper, as the shade behind days that were not observed. */
  private static final int PAPER = 0xF2;

  private SelfCheck() {}

  /**
   * @throws Failure INTERNAL when a panel is blank or smeared over
   */
  static void picture(BufferedImage image, List<Panel> panels) {
    for (Panel panel : panels) {
      double share = ink(image, panel.area());
      if (share < LEAST_INK || share > MOST_INK) {
        throw new Failure(
            ExitCode.INTERNAL,
            "The report's %s %s has ink on %.1f %% of its area (%.1f to %.1f %% expected); nothing was written"
                .formatted(
                    ReportYaml.word(panel.content()),
                    panel.index() + 1,
                    share * 100,
                    LEAST_INK * 100,
                    MOST_INK * 100));
      }
    }
  }

  /** The share of an area, given in points, that is not paper. */
  static double ink(BufferedImage image, Rectangle2D area) {
    int left = (int) (area.getMinX() * PngRenderer.SCALE);
    int right = (int) (area.getMaxX() * PngRenderer.SCALE);
    int top = (int) (area.getMinY() * PngRenderer.SCALE);
    int bottom = (int) (area.getMaxY() * PngRenderer.SCALE);
    long inked = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int rgb = image.getRGB(x, y);
        boolean paper =
            (rgb >> 16 & 0xFF) > PAPER && (rgb >> 8 & 0xFF) > PAPER && (rgb & 0xFF) > PAPER;
        inked += paper ? 0 : 1;
      }
    }
    return (double) inked / ((long) (right - left) * (bottom - top));
  }

  /**
   * @throws Failure INTERNAL when a tile's value can't be read in the PDF
   */
  static void document(byte[] pdf, List<TileFigure> figures) {
    String text = text(pdf);
    for (TileFigure figure : figures) {
      if (!text.contains(figure.value())) {
        throw new Failure(
            ExitCode.INTERNAL,
            "The report's PDF lacks the value %s of the tile '%s'; nothing was written"
                .formatted(figure.value(), figure.title()));
      }
    }
  }

  /** The text of a PDF as a reader would select it. */
  static String text(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read the PDF that was just drawn", e);
    }
  }
}
