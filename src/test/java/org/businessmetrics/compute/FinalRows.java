package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;

import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.catalog.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A metric's rows with what publishing says of them. Its own statement is not run here: that the
 * two agree is shown where whole nights are compared with the oracle.
 */
final class FinalRows {
  private FinalRows() {}

  /**
   * The metric's columns, then {@code is_final}: whether the lookback after the row's horizon is
   * over by {@code through}.
   */
  static Dataset<Row> run(SparkSession session, Metric metric, QueryParameters parameters) {
    return MetricQuery.run(session, metric, parameters)
        .withColumn(
            "is_final",
            metric.latestOnly()
                ? lit(false)
                : date_add(col(metric.period().horizon()), parameters.lookbackDays())
                    .leq(lit(parameters.through())));
  }

  /** The same rows one by one. */
  static Iterator<@Nullable Object[]> rows(
      SparkSession session, Metric metric, QueryParameters parameters) {
    return run(session, metric, parameters).collectAsList().stream()
        .map(MetricQuery::values)
        .iterator();
  }
}
