package org.businessmetrics.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;

/** The headline metrics of the project's catalog. */
public final class Headlines {
  public static final Map<String, HeadlineInfo> ALL = all();

  private Headlines() {}

  private static Map<String, HeadlineInfo> all() {
    Map<String, HeadlineInfo> all = new TreeMap<>();
    for (Metric metric : Catalog.load(Path.of("sql", "metrics")).metrics()) {
      for (Metric.Headline headline : metric.headlines()) {
        all.put(
            headline.name(),
            new HeadlineInfo(
                headline.name(),
                headline.title(),
                Unit.of(headline.unit()),
                Grain.of(headline.grain()),
                headline.meaning().orElse(meaning(metric, headline)),
                headline.segment(),
                headline.numerator().map(parts -> "select " + parts),
                Optional.of(metric.table() + "." + headline.value()),
                metric.requires().contains("subscriptions")));
      }
    }
    return all;
  }

  /** The comment of its column, as far as it is for readers. */
  private static String meaning(Metric metric, Metric.Headline headline) {
    return metric.columns().stream()
        .filter(column -> column.name().equals(headline.value()))
        .map(column -> column.comment().replaceFirst("[,;].*", ""))
        .findFirst()
        .orElse(headline.title());
  }
}
