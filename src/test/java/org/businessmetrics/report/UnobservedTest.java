package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What charts of a history show of which a part was replayed. */
class UnobservedTest {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 200;

  private final Path folder;

  UnobservedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: line, days: 90, series: [mrr]} | 2026-10-10",
        "{kind: line, days: 390, series: [nrr]} | 2026-05-20",
        "{kind: bars, days: 90, series: [trials_started]} | 2026-10-10",
        "{kind: stacked, days: 90, series: [trialing, paying_customers]} | 2026-10-10",
        "{kind: movements, series: [new_mrr], losses: [churned_mrr]} | 2026-05-20",
        "{kind: movements, days: 60, series: [new_mrr], losses: [churned_mrr]} | 2026-11-15",
        "{kind: month_to_date, series: [trials_started]} | 2026-11-12",
      })
  void shadesTheReplayedDaysOfEveryTimeChartAndSaysSo(String chart, LocalDate replayedUntil)
      throws Exception {
    ReportConfig report = report(chart);
    ReportSnapshot partly =
        new SampleCompany().page(report).replayedUntil(replayedUntil).snapshot();
    ReportSnapshot wholly =
        new SampleCompany().page(report).replayedUntil(SampleCompany.DAY).snapshot();
    int some = shaded(partly);
    assertThat(some).isGreaterThan(WIDTH * HEIGHT / 50);
    assertThat(shaded(wholly)).isGreaterThan(some);
    assertThat(text(partly)).contains("shaded: replayed, not observed");
  }

  @Test
  void shadesNothingThatWasObservedOrRestsOnNoSubscriptions() throws Exception {
    ReportConfig movements = report("{kind: movements, series: [new_mrr], losses: [churned_mrr]}");
    ReportSnapshot longAgo =
        new SampleCompany()
            .page(movements)
            .replayedUntil(SampleCompany.DAY.minusDays(399))
            .snapshot();
    ReportSnapshot users =
        new SampleCompany()
            .page(report("{kind: line, days: 90, series: [dau]}"))
            .replayedUntil(SampleCompany.DAY)
            .snapshot();
    assertThat(shaded(longAgo)).isZero();
    assertThat(shaded(users)).isZero();
    assertThat(text(longAgo)).contains("diamond: net").doesNotContain("shaded");
    assertThat(text(users)).contains("7-day mean").doesNotContain("shaded");
  }

  @Test
  void beginsADayWhereItsMonthIsOnAnAxisOfMonths() throws Exception {
    ReportConfig report = report("{kind: movements, days: 60, series: [new_mrr]}");
    Movements movements =
        Movements.of(
            report.charts().findFirst().orElseThrow(), new SampleCompany().page(report).snapshot());
    assertThat(movements.months())
        .extracting(Movements.Month::start)
        .containsExactly(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 1));
    assertThat(movements.beginning(LocalDate.of(2026, 10, 1))).isEqualTo(-0.5);
    assertThat(movements.beginning(LocalDate.of(2026, 11, 1))).isEqualTo(0.5);
    assertThat(movements.beginning(LocalDate.of(2026, 11, 16))).isEqualTo(1);
    assertThat(movements.beginning(LocalDate.of(2026, 12, 1))).isEqualTo(1.5);
  }

  private ReportConfig report(String chart) throws IOException {
    return ReportConfig.load(
        Files.writeString(
            folder.resolve("report.yaml"), "version: 1\npages:\n- charts:\n  - " + chart),
        Headlines.ALL);
  }

  /** How many pixels of the chart have the colour of the shade. */
  private static int shaded(ReportSnapshot snapshot) {
    BufferedImage image =
        PngRenderer.draw(
            WIDTH,
            HEIGHT,
            1,
            graphics ->
                ChartPainter.draw(
                    new Canvas(graphics),
                    new Rectangle2D.Double(0, 0, WIDTH, HEIGHT),
                    snapshot.report().charts().findFirst().orElseThrow(),
                    snapshot));
    int found = 0;
    for (int rgb : image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH)) {
      found += rgb == Palette.SHADE.getRGB() ? 1 : 0;
    }
    return found;
  }

  private static String text(ReportSnapshot snapshot) throws IOException {
    return SelfCheck.text(PdfRenderer.render(snapshot, new PagePainter(snapshot)))
        .replaceAll("\\s+", " ");
  }
}
