package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rows in, rows out: one test a case folder, whoever added the metric. */
class MetricCasesTest {
  @TestFactory
  List<DynamicTest> everyCaseGivesItsRows() throws IOException {
    Catalog catalog = Catalog.load(Path.of("sql", "metrics"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Metric metric : catalog.metrics()) {
      List<Path> cases = MetricCase.folders(metric);
      assertThat(cases).as("Cases of %s", metric.name()).isNotEmpty();
      for (Path folder : cases) {
        tests.add(
            DynamicTest.dynamicTest(
                metric.name() + "/" + folder.getFileName(), () -> run(catalog, metric, folder)));
      }
    }
    return tests;
  }

  private static void run(Catalog catalog, Metric metric, Path folder) throws IOException {
    SparkSession session = TestSpark.session();
    MetricCase given = new MetricCase(folder);
    for (Metric.Read read : metric.reads()) {
      if (catalog.metric(read.relation()).isPresent()) {
        given.giveResult(session, catalog.metric(read.relation()).orElseThrow());
      }
    }
    assertThat(given.actual(session, metric)).isEqualTo(given.expected());
  }
}
