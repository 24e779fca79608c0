package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The charts of {@code docs/gallery.md}: the lines that it shows give the pictures that it shows.
 * {@code -Dgallery.write=true} draws them again.
 */
class GalleryTest {
  private static final Path GALLERY = Path.of("docs", "gallery.md");
  private static final Pattern ENTRY =
      Pattern.compile("(?s)```yaml\n(.*?)```\n\n!\\[[^]]+]\\(([^)]+)\\)");
  private static final double WIDTH = 440;
  private static final double HEIGHT = 200;
  private static final int MOST_BYTES = 400_000;

  /** The mean difference of a pixel's colours, of 255: JDKs smooth edges a little differently. */
  private static final double TOLERANCE = 1.5;

  private final Path folder;

  GalleryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Entry(String yaml, Path picture) {
    @Override
    public String toString() {
      return picture.getFileName().toString();
    }
  }

  private static Stream<Entry> entries() throws IOException {
    Matcher matcher = ENTRY.matcher(Files.readString(GALLERY));
    List<Entry> entries = new ArrayList<>();
    while (matcher.find()) {
      entries.add(new Entry(matcher.group(1), GALLERY.resolveSibling(matcher.group(2))));
    }
    return entries.stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void drawsWhatItShows(Entry entry) throws Exception {
    BufferedImage drawn = draw(entry);
    if (Boolean.getBoolean("gallery.write")) {
      Files.createDirectories(entry.picture().getParent());
      Files.write(entry.picture(), PngRenderer.encode(drawn));
    }
    assertThat(difference(drawn, ImageIO.read(entry.picture().toFile()))).isLessThan(TOLERANCE);
  }

  @Test
  void hasEveryKindOfChartAndStaysSmall() throws Exception {
    String text = Files.readString(GALLERY);
    for (Kind kind : Kind.values()) {
      assertThat(text).contains("kind: " + ReportYaml.word(kind));
    }
    long bytes = 0;
    for (Entry entry : entries().toList()) {
      bytes += Files.size(entry.picture());
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private BufferedImage draw(Entry entry) throws IOException {
    String charts = entry.yaml().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    ReportConfig report =
        ReportConfig.load(
            Files.writeString(
                folder.resolve("gallery.yaml"),
                "version: 1\ntargets: {net_revenue: {2026-11: 420000}}\n"
                    + "annotations: [{day: 2026-11-03, text: Launch}]\n"
                    + "pages:\n- charts:\n"
                    + charts),
            Headlines.ALL);
    ReportSnapshot snapshot = new SampleCompany().page(report).snapshot();
    Chart chart = report.charts().findFirst().orElseThrow();
    return PngRenderer.draw(
        WIDTH,
        HEIGHT,
        1,
        graphics ->
            ChartPainter.draw(
                new Canvas(graphics),
                new Rectangle2D.Double(0.5, 0.5, WIDTH - 1, HEIGHT - 1),
                chart,
                snapshot));
  }

  private static double difference(BufferedImage one, BufferedImage other) {
    assertThat(one.getWidth()).isEqualTo(other.getWidth());
    assertThat(one.getHeight()).isEqualTo(other.getHeight());
    int[] first = one.getRGB(0, 0, one.getWidth(), one.getHeight(), null, 0, one.getWidth());
    int[] second = other.getRGB(0, 0, one.getWidth(), one.getHeight(), null, 0, one.getWidth());
    long sum = 0;
    for (int i = 0; i < first.length; i++) {
      for (int shift : new int[] {0, 8, 16}) {
        sum += Math.abs((first[i] >> shift & 0xFF) - (second[i] >> shift & 0xFF));
      }
    }
    return (double) sum / (3.0 * Arrays.stream(first).count());
  }
}
