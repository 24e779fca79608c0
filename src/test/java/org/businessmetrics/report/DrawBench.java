package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.businessmetrics.deliver.SampleMail;
import org.junit.jupiter.api.Test;

/**
 * How long a report and its mail take to draw, cold and warm, and how large they are: {@code mvn
 * test -P bench -Dtest=DrawBench}, with {@code -Dbench.snapshot=FILE} of a snapshot that a run
 * left.
 */
class DrawBench {
  private static final int WARM = 5;

  @Test
  void printsHowLongAPageTakes() {
    String file = System.getProperty("bench.snapshot", "");
    ReportSnapshot snapshot =
        file.isEmpty() ? new SampleCompany().snapshot() : ReportSnapshot.fromJson(Path.of(file));
    PagePainter page = new PagePainter(snapshot);
    for (int sheet = 0; sheet < page.pages(); sheet++) {
      int number = sheet;
      print(
          "page %d as PNG".formatted(number + 1),
          () -> PngRenderer.encode(PngRenderer.image(page, number)));
    }
    print("all pages as PDF", () -> PdfRenderer.render(snapshot, page));
    print("all pages as HTML", () -> HtmlRenderer.render(snapshot));
    print("message", () -> SampleMail.message(snapshot));
    print("its HTML", () -> SampleMail.html(snapshot));
  }

  private static void print(String what, Supplier<byte[]> drawing) {
    long start = System.nanoTime();
    byte[] bytes = drawing.get();
    long cold = System.nanoTime() - start;
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < WARM; i++) {
      start = System.nanoTime();
      assertThat(drawing.get()).isEqualTo(bytes);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    System.out.printf(
        "%-18s %5d ms cold %5d ms warm %5d KB%n",
        what, cold / 1_000_000, fastest / 1_000_000, bytes.length >> 10);
  }
}
