package org.businessmetrics.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.catalog.Metric.Column;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric of the project owes its readers. */
class PublishedMetricsTest {
  static List<Metric> metrics() {
    return Catalog.load(Path.of("sql", "metrics")).metrics();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void explainsItselfWithAnExample(Metric metric) {
    List<String> headings = metric.readme().lines().filter(line -> line.startsWith("## ")).toList();
    assertThat(headings).contains("## Meaning", "## Grain", "## Caveats", "## Example");
    assertThat(
            headings.contains("## Counts")
                || headings.containsAll(List.of("## Numerator", "## Denominator")))
        .as("%s says what it counts, or what it divides by what", metric.name())
        .isTrue();
    String example = metric.readme().substring(metric.readme().indexOf("## Example"));
    assertThat(example.lines().filter(line -> line.matches("\\|.*20\\d\\d-\\d\\d-\\d\\d.*")))
        .as("Rows in the example of %s", metric.name())
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void commentsEveryColumnAndChecksItself(Metric metric) {
    assertThat(metric.columns()).extracting(Column::comment).noneMatch(String::isBlank);
    assertThat(metric.checks())
        .anyMatch(check -> check.severity() == Metric.Severity.FAIL)
        .allMatch(check -> check.meaning().endsWith("."));
  }
}
