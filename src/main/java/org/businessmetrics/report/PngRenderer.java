package org.businessmetrics.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.businessmetrics.report.ReportConfig.Chart;

/** Draws a page as pixels, two for a point. */
final class PngRenderer {
  static final double SCALE = 2;

  private PngRenderer() {}

  static BufferedImage image(PagePainter report, int page) {
    return draw(
        report.paper().width(),
        report.paper().height(),
        SCALE,
        graphics -> report.draw(new Canvas(graphics), page));
  }

  /** One chart alone, of a size in points. */
  static BufferedImage image(Chart chart, ReportSnapshot snapshot, double width, double height) {
    Rectangle2D area = new Rectangle2D.Double(0.5, 0.5, width - 1, height - 1);
    return draw(
        width,
        height,
        SCALE,
        graphics -> ChartPainter.draw(new Canvas(graphics), area, chart, snapshot));
  }

  /** White paper of a size in points, with a drawing on it. */
  static BufferedImage draw(
      double width, double height, double scale, Consumer<Graphics2D> drawing) {
    BufferedImage image =
        new BufferedImage(
            (int) Math.round(width * scale),
            (int) Math.round(height * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setPaint(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      drawing.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IOException("this Java has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not encode the picture", e);
    }
    return bytes.toByteArray();
  }
}
