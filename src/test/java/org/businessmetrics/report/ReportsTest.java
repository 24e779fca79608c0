package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Cell;
import org.businessmetrics.report.ReportSnapshot.Cohort;
import org.businessmetrics.report.ReportSnapshot.Series;
import org.businessmetrics.report.ReportSnapshot.Warning;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private final Path folder;

  ReportsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesTheFormatsAskedForAndTheSnapshotAndNothingElse() throws Exception {
    Path out = folder.resolve("a").resolve("b");
    Files.createDirectories(out);
    Files.writeString(out.resolve(".business-metrics-2026-11-22.png.part"), "half a file");
    List<Path> written =
        Reports.write(new SampleCompany().snapshot(), out, EnumSet.of(Format.CSV, Format.PNG));
    assertThat(written)
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "business-metrics-2026-11-22.json",
            "business-metrics-2026-11-22.png",
            "business-metrics-2026-11-22-2.png",
            "business-metrics-2026-11-22-3.png",
            "business-metrics-2026-11-22.csv");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  @Test
  void saysWhereItCouldNotWrite() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () -> Reports.write(new SampleCompany().snapshot(), file, Set.of(Format.CSV)));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.SYSTEM);
    assertThat(failure.getMessage()).contains("Could not write the report to " + file);
  }

  @Test
  void readsFormatsFromAListAndNamesWhatIsAllowed() {
    assertThat(Format.parse("png, HTML")).containsExactly(Format.PNG, Format.HTML);
    Failure failure = catchThrowableOfType(Failure.class, () -> Format.parse("png,gif"));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.getMessage())
        .isEqualTo("Unknown report format: 'gif' (allowed: png, pdf, html, csv)");
  }

  @Test
  void makesAWebPageThatNeedsNothingFromAnywhere() throws Exception {
    Warning warning = new Warning("dau_in_band", SampleCompany.DAY, "<b>& found 41,200");
    ReportSnapshot snapshot = new SampleCompany().warnings(List.of(warning)).snapshot();
    String html = new String(HtmlRenderer.render(snapshot), StandardCharsets.UTF_8);
    assertThat(html)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("Sample data", "PROVISIONAL", "$303,554.76", "&lt;b&gt;&amp; found 41,200")
        .doesNotContain("<script", "http:", "https:", "<link", "@import", "<b>& found")
        .containsPattern("font-weight: 700; src: url\\(data:font/ttf;base64,[^)]{1000}")
        .doesNotContainPattern("url\\((?!data:font/ttf;base64,)");
    Matcher images = Pattern.compile("<img [^>]*>").matcher(html);
    int charts = 0;
    while (images.find()) {
      charts++;
      assertThat(images.group())
          .contains("src=\"data:image/png;base64,")
          .containsPattern("alt=\"\\w[^\"]{40,}\"");
    }
    assertThat(charts).isEqualTo(9);
    assertThat(html.length()).isLessThan(1_500_000);
  }

  @Test
  void putsEveryFigureOfThePageIntoTheCsvWithAllItsDigits() throws Exception {
    ReportSnapshot snapshot = new SampleCompany().snapshot();
    List<CSVRecord> rows = csv(snapshot);
    CSVRecord month = rows.get(0);
    assertThat(month.get("metric")).isEqualTo("net_revenue");
    assertThat(month.get("grain")).isEqualTo("month_to_date");
    assertThat(month.get("period_start")).isEqualTo("2026-11-01");
    assertThat(month.get("value")).isEqualTo("303554.76");
    assertThat(rows.stream().map(row -> row.get("metric")).distinct())
        .containsAll(snapshot.report().metrics());
    assertThat(
            rows.stream()
                .filter(row -> row.get("metric").equals("dau") && row.get("grain").equals("day"))
                .filter(row -> row.get("day").equals("2026-11-22"))
                .map(row -> row.get("value") + row.get("unit") + row.get("is_final")))
        .containsExactly("54217usersfalse");
    assertThat(
            rows.stream()
                .filter(row -> row.get("metric").equals("net_revenue"))
                .map(row -> row.get("grain") + ": " + row.get("title"))
                .distinct())
        .containsExactly(
            "month_to_date: Revenue this month", "day: Net revenue (before fees and tax)");
    for (Chart chart : snapshot.report().charts().toList()) {
      assertThat(lines(rows)).as(chart.title()).containsAll(figures(chart, snapshot));
    }
  }

  /** As metric, first day, last day, part and value, what a chart shows. */
  private static List<String> figures(Chart chart, ReportSnapshot snapshot) {
    List<String> lines = new ArrayList<>();
    Stream.concat(chart.series().stream(), chart.losses().stream())
        .flatMap(measure -> snapshot.parts(measure).stream())
        .forEach(
            series ->
                series
                    .points()
                    .forEach(
                        point ->
                            lines.add(
                                line(
                                    series.key().metric(),
                                    point.start(),
                                    point.day(),
                                    series.key().segment().value(),
                                    point.value()))));
    switch (chart.kind()) {
      case LINE, BARS, STACKED ->
          ChartData.of(chart, snapshot)
              .mean()
              .forEach(
                  mean ->
                      lines.add(
                          line(
                              chart.series().get(0).metric(),
                              mean.day().minusDays(6),
                              mean.day(),
                              "all",
                              mean.value())));
      case MOVEMENTS ->
          Movements.of(chart, snapshot)
              .months()
              .forEach(
                  month ->
                      lines.add(
                          line("net_movement", month.start(), month.last(), "all", month.net())));
      case MONTH_TO_DATE ->
          MonthToDate.of(chart.series().get(0), snapshot)
              .lastMonth()
              .forEach(
                  sum ->
                      lines.add(
                          line(
                              chart.series().get(0).metric(),
                              LocalDate.of(2026, 10, 1),
                              sum.day(),
                              "all",
                              sum.value())));
      case RETENTION -> {
        for (Cohort cohort : HeatMap.of(chart, snapshot).rows()) {
          for (Cell cell : cohort.size() < 20 ? List.<Cell>of() : cohort.cells()) {
            LocalDate start = cohort.start().plusWeeks(cell.period());
            lines.add(
                line(
                    "cohort_retention",
                    start,
                    start.plusDays(6),
                    cohort.start().toString(),
                    cell.rate()));
          }
        }
        assertThat(lines).hasSize(56);
      }
      case FUNNEL -> {
        LocalDate first = LocalDate.of(2026, 10, 12);
        LocalDate last = LocalDate.of(2026, 11, 8);
        lines.add(line("funnel_users", first, last, "user_registered", new BigDecimal(8412)));
        lines.add(line("funnel_users", first, last, "consultation_booked", new BigDecimal(611)));
        lines.add(
            line(
                "funnel_rate_from_start",
                first,
                last,
                "first_reading",
                new BigDecimal("0.4897765097479791")));
        lines.add(
            line(
                "funnel_rate_from_previous",
                first,
                last,
                "first_reading",
                new BigDecimal("0.6979501948161952")));
      }
      case FIGURES ->
          Figures.of(chart, snapshot)
              .forEach(
                  figure -> {
                    if (figure.tile().show() == Show.MONTH_TO_DATE) {
                      lines.add(
                          line(
                              figure.tile().measure().metric(),
                              figure.first(),
                              figure.last(),
                              "all",
                              figure.number()));
                    } else {
                      snapshot
                          .points(figure.tile().measure())
                          .forEach(
                              point ->
                                  lines.add(
                                      line(
                                          figure.tile().measure().metric(),
                                          point.start(),
                                          point.day(),
                                          "all",
                                          point.value())));
                    }
                  });
      case RANKED, NOTES -> {}
    }
    assertThat(lines.isEmpty()).as(chart.title()).isEqualTo(chart.kind() == Kind.NOTES);
    return lines;
  }

  private static String line(
      String metric, LocalDate first, LocalDate last, String part, @Nullable BigDecimal value) {
    String digits = value == null ? "" : value.toPlainString();
    return String.join(" ", metric, first.toString(), last.toString(), part, digits);
  }

  private static List<String> lines(List<CSVRecord> rows) {
    return rows.stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.get("metric"),
                    row.get("period_start"),
                    row.get("day"),
                    row.get("segment_value"),
                    row.get("value")))
        .toList();
  }

  @Test
  void putsWhatAFigureIsMeasuredByIntoTheLastColumnsOfTheCsv() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("report.yaml"),
            """
            version: 1
            targets: {signups: {2026-11: 90000}}
            pages:
            - tiles: [{metric: signups}, {metric: signup_to_paid_7d, show: pooled}]
              charts: [{kind: retention, grain: week, rows: 4}]
            """);
    ReportSnapshot snapshot =
        new SampleCompany().page(ReportConfig.load(file, Headlines.ALL)).snapshot();
    List<CSVRecord> rows = csv(snapshot);
    Series signups = snapshot.series().get(0);
    Band band = signups.bands().get(signups.bands().size() - 1);
    assertThat(rows)
        .filteredOn(row -> row.get("metric").equals("signups"))
        .last()
        .extracting(
            row -> row.get("usual_low"),
            row -> row.get("usual_high"),
            row -> row.get("month_target"))
        .containsExactly(band.lower().toPlainString(), band.upper().toPlainString(), "90000");
    assertThat(rows)
        .filteredOn(row -> row.get("metric").equals("signup_to_paid_7d"))
        .last()
        .extracting(row -> row.get("people"))
        .isEqualTo("1240");
    assertThat(rows)
        .filteredOn(row -> row.get("metric").equals("cohort_size"))
        .hasSize(4)
        .allSatisfy(
            size ->
                assertThat(rows)
                    .filteredOn(row -> row.get("metric").equals("cohort_retention"))
                    .filteredOn(row -> row.get("segment_value").equals(size.get("segment_value")))
                    .allMatch(row -> row.get("people").equals(size.get("value"))));
  }

  private static List<CSVRecord> csv(ReportSnapshot snapshot) throws IOException {
    String text = new String(CsvRenderer.render(snapshot), StandardCharsets.UTF_8);
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      return parser.getRecords();
    }
  }
}
