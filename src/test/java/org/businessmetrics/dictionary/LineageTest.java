package org.businessmetrics.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.SourceSpec;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final List<Metric> METRICS = Catalog.load(Path.of("sql", "metrics")).metrics();

  private final Lineage lineage =
      new Lineage(
          METRICS,
          Fact.readAll(Path.of("sql", "facts")),
          SourceFiles.read(new SourceSpec.Postgresql(Path.of("sql", "sources", "numerai"))));

  @Test
  void show() {
    for (Metric metric : METRICS) {
      for (Metric.Column column : metric.columns()) {
        var canonical = lineage.canonical(metric.name(), column.name());
        System.out.println(
            metric.name()
                + "."
                + column.name()
                + " <- "
                + lineage.direct(metric.name(), column.name())
                + "\n     <- "
                + canonical
                + "\n     <- "
                + lineage.source(canonical));
      }
    }
    assertThat(METRICS).isNotEmpty();
  }
}
