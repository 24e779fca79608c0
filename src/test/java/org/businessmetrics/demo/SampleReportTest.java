package org.businessmetrics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.report.Headlines;
import org.businessmetrics.report.ReportConfig;
import org.businessmetrics.report.ReportConfig.Annotation;
import org.businessmetrics.report.ReportConfig.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleReportTest {
  private static final Path SHIPPED = Path.of("reports", "business-metrics.yaml");

  @Test
  void isTheShippedReportWithAnAimAndWhatHappened(@TempDir Path folder) {
    Parameters parameters = Parameters.ending(LocalDate.of(2026, 11, 29));
    Path file = SampleReport.write(SHIPPED, folder.resolve("new"), parameters);
    ReportConfig shipped = ReportConfig.load(SHIPPED, Headlines.ALL);
    ReportConfig report = ReportConfig.load(file, Headlines.ALL);
    assertThat(report.pages()).isEqualTo(shipped.pages());
    assertThat(report.name()).isEqualTo("business-metrics");
    assertThat(report.targets())
        .containsExactly(
            new Target("net_revenue", YearMonth.of(2026, 11), BigDecimal.valueOf(15_000)));
    assertThat(report.annotations())
        .containsExactly(
            new Annotation(LocalDate.of(2026, 4, 28), "Launch"),
            new Annotation(LocalDate.of(2026, 7, 1), "Outage"));
  }

  @Test
  void leavesWhatACompanyAimsAtItselfAndWhatIsNoReport(@TempDir Path folder) throws Exception {
    Parameters parameters = Parameters.ending(LocalDate.of(2026, 11, 29));
    Path own =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            version: 1
            pages: [{tiles: [{metric: dau}]}]
            targets: {mrr: {2026-11: 5}}
            annotations: []
            """);
    ReportConfig report =
        ReportConfig.load(
            SampleReport.write(own, folder.resolve("new"), parameters), Headlines.ALL);
    assertThat(report.targets())
        .containsExactly(new Target("mrr", YearMonth.of(2026, 11), BigDecimal.valueOf(5)));
    assertThat(report.annotations()).isEmpty();
    for (String text : List.of("", "- a", "a: 1\na: 2", "a: [")) {
      Path broken = Files.writeString(folder.resolve("broken.yaml"), text);
      assertThat(SampleReport.write(broken, folder.resolve("new"), parameters)).isEqualTo(broken);
    }
  }

  @Test
  void saysWhatItCouldNotRead(@TempDir Path folder) {
    Parameters parameters = Parameters.ending(LocalDate.of(2026, 11, 29));
    assertThatThrownBy(() -> SampleReport.write(folder.resolve("none.yaml"), folder, parameters))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("none.yaml");
  }
}
