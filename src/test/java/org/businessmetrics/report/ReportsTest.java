package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.businessmetrics.report.ReportSnapshot.Warning;
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
        .containsExactlyInAnyOrderElementsOf(snapshot.report().metrics());
    assertThat(
            rows.stream()
                .filter(row -> row.get("metric").equals("dau"))
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
  }

  private static List<CSVRecord> csv(ReportSnapshot snapshot) throws IOException {
    String text = new String(CsvRenderer.render(snapshot), StandardCharsets.UTF_8);
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      return parser.getRecords();
    }
  }
}
