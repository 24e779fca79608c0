package org.businessmetrics.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;

/** Headline figures as SELECTs over the published tables. */
public final class HeadlineSql {
  private final Store store;

  public HeadlineSql(Store store) {
    this.store = store;
  }

  /** A branch of the view {@code metric_values}. */
  public String value(Metric metric, Headline headline) {
    Map<String, String> places = places(metric, headline);
    places.put("value", headline.value());
    return store.sql("headline", places);
  }

  /** What is divided by what, row for row; nothing to call with a figure that is no fraction. */
  public String parts(Metric metric, Headline headline) {
    Map<String, String> places = places(metric, headline);
    places.put("numerator", headline.numerator().orElseThrow());
    places.put("denominator", headline.denominator().orElseThrow());
    return store.sql("inspect/parts", places);
  }

  /** The parts of all of them, with the columns also where there are none. */
  public String allParts(Metric metric, List<Headline> headlines) {
    List<Headline> fractions = headlines.stream().filter(Headline::isFraction).toList();
    return fractions.isEmpty()
        ? store.sql("inspect/no_parts")
        : Sql.joined(fractions, "\nunion all\n", headline -> parts(metric, headline));
  }

  private static Map<String, String> places(Metric metric, Headline headline) {
    List<String> columns = metric.columns().stream().map(Column::name).toList();
    Map<String, String> places = new HashMap<>();
    places.put("metric", Sql.text(headline.name()));
    places.put("grain", Sql.text(headline.grain()));
    places.put("unit", Sql.text(headline.unit()));
    places.put("period_last", Sql.name(metric.period().last()));
    places.put("period_first", Sql.name(metric.period().first()));
    places.put(
        "segment",
        headline
            .segment()
            .map(Sql::text)
            .orElse(columns.contains("segment") ? "segment" : "'all'"));
    places.put(
        "segment_value",
        headline
            .segment()
            .map(Sql::name)
            .orElse(columns.contains("segment_value") ? "segment_value" : "'all'"));
    places.put("currency", columns.contains("currency") ? "currency" : "null");
    places.put("is_complete", columns.contains("is_complete") ? "is_complete" : "true");
    places.put(
        "published",
        headline
            .view()
            .map(view -> "metrics.%s as %s".formatted(Sql.name(view), Sql.name(metric.table())))
            .orElse("metrics." + Sql.name(metric.table())));
    places.put("where", headline.where().orElse("true"));
    return places;
  }
}
