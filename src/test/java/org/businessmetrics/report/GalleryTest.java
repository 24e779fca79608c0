package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.report.Fonts.Face;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pictures of {@code docs/gallery.md} are those that the lines and reports beside them give.
 */
class GalleryTest {
  private static final Path GALLERY = Path.of("docs", "gallery.md");
  private static final Pattern ENTRY =
      Pattern.compile("(?s)```yaml\n(.*?)```\n\n!\\[[^]]+]\\(([^)]+)\\)");
  private static final double WIDTH = 440;
  private static final double HEIGHT = 200;
  private static final int MOST_BYTES = 400_000;

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
    ExpectedPicture.check(draw(entry), entry.picture());
  }

  /** At half the size that reports are drawn in: a point is a pixel. */
  @ParameterizedTest
  @CsvSource({"business-metrics", "weekly-leadership", "monthly-board"})
  void showsTheShippedReports(String name) throws Exception {
    ReportConfig report = ReportConfig.load(Path.of("reports", name + ".yaml"), Headlines.ALL);
    PagePainter pages = new PagePainter(new SampleCompany().page(report).snapshot());
    for (int page = 0; page < pages.pages(); page++) {
      int number = page;
      BufferedImage drawn =
          PngRenderer.draw(
              pages.paper().width(),
              pages.paper().height(),
              1,
              graphics -> pages.draw(new Canvas(graphics), number));
      String file = "images/reports/%s-%d.png".formatted(name, page + 1);
      assertThat(Files.readString(GALLERY)).contains("](" + file + ")");
      ExpectedPicture.check(drawn, GALLERY.resolveSibling(file));
    }
  }

  @Test
  void wouldNoticeOneOtherDigit() {
    BufferedImage expected = text("1,207,680.23");
    ExpectedPicture.compare(text("1,207,680.23"), expected, "a figure");
    for (String other : List.of("1,207,880.23", "1,201,680.23", "1,207,680.28")) {
      assertThatThrownBy(() -> ExpectedPicture.compare(text(other), expected, "a figure"))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static BufferedImage text(String text) {
    return PngRenderer.draw(
        96,
        32,
        1,
        graphics -> new Canvas(graphics).text(text, 10, 20, Face.REGULAR.at(7.5), Palette.INK));
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
}
