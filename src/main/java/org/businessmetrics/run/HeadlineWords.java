package org.businessmetrics.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.ledger.HeadlineSql;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.report.Grain;
import org.businessmetrics.report.HeadlineInfo;
import org.businessmetrics.report.Unit;

/** What reports must know of the catalog's headline metrics. */
final class HeadlineWords {
  /** How many digits are kept and what is NULL is for analysts, not for the page. */
  private static final Pattern FOR_ANALYSTS =
      Pattern.compile("(, between 0 and 1)?(, \\d+ decimals)?(, negative [^;]*)?(;.*)?$");

  private final Catalog catalog;
  private final HeadlineSql sql;

  HeadlineWords(Catalog catalog, Store store) {
    this.catalog = catalog;
    this.sql = new HeadlineSql(store);
  }

  /** By name. */
  Map<String, HeadlineInfo> all() {
    Map<String, HeadlineInfo> all = new HashMap<>();
    for (Metric metric : catalog.metrics()) {
      metric.headlines().forEach(headline -> all.put(headline.name(), info(metric, headline)));
    }
    return all;
  }

  private HeadlineInfo info(Metric metric, Headline headline) {
    Optional<Column> column =
        metric.columns().stream().filter(one -> one.name().equals(headline.value())).findFirst();
    return new HeadlineInfo(
        headline.name(),
        headline.title(),
        Unit.of(headline.unit()),
        Grain.of(headline.grain()),
        headline
            .meaning()
            .or(() -> column.map(one -> FOR_ANALYSTS.matcher(one.comment()).replaceFirst("")))
            .orElse(headline.title()),
        headline.segment(),
        headline.isFraction() ? Optional.of(sql.parts(metric, headline)) : Optional.empty(),
        column.map(one -> metric.table() + "." + one.name()),
        metric.requires().contains("subscriptions"));
  }
}
