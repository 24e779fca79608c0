package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture in the docs that must be what is drawn; {@code -Dpictures.write=true} draws it again.
 */
final class ExpectedPicture {
  /** Pixels: about a letter of the text of a table. */
  private static final int SIDE = 8;

  /**
   * The mean difference of the colours of the pixels of any one square, of 255. JDK 17 of Debian
   * and JDK 25 of Temurin, each with a FreeType of its own, differ by 0.4; one other digit in a
   * table by more than this.
   */
  private static final double TOLERANCE = 2;

  private ExpectedPicture() {}

  static void check(BufferedImage drawn, Path picture) throws IOException {
    if (Boolean.getBoolean("pictures.write")) {
      Files.createDirectories(picture.getParent());
      Files.write(picture, PngRenderer.encode(drawn));
    }
    compare(drawn, ImageIO.read(picture.toFile()), picture.toString());
  }

  static void compare(BufferedImage drawn, BufferedImage expected, String name) {
    assertThat(drawn.getWidth()).isEqualTo(expected.getWidth());
    assertThat(drawn.getHeight()).isEqualTo(expected.getHeight());
    for (int y = 0; y < drawn.getHeight(); y += SIDE) {
      for (int x = 0; x < drawn.getWidth(); x += SIDE) {
        int width = Math.min(SIDE, drawn.getWidth() - x);
        int height = Math.min(SIDE, drawn.getHeight() - y);
        assertThat(difference(drawn, expected, x, y, width, height))
            .as("%s around x %s, y %s (-Dpictures.write=true draws it again)", name, x, y)
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static double difference(
      BufferedImage one, BufferedImage other, int left, int top, int width, int height) {
    int[] first = one.getRGB(left, top, width, height, null, 0, width);
    int[] second = other.getRGB(left, top, width, height, null, 0, width);
    long sum = 0;
    for (int i = 0; i < first.length; i++) {
      for (int shift : new int[] {0, 8, 16}) {
        sum += Math.abs((first[i] >> shift & 0xFF) - (second[i] >> shift & 0xFF));
      }
    }
    return sum / (3.0 * first.length);
  }
}
