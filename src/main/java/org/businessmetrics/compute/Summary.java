package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many rows of a relation there were of each kind, counted in one pass.
 *
 * @param byVerdict rows by {@code verdict}
 * @param byReason of the {@link #BAD} ones
 */
record Summary(Map<String, Long> byVerdict, Map<String, Long> byReason) {
  static final String USABLE = "usable";
  static final String BAD = "bad";
  static final String ANONYMOUS = "anonymous";
  static final String INTERNAL = "internal";

  private static final int EXAMPLES = 1_000;
  private static final int REASONS = 1_000;

  /** Counts rows that carry {@code verdict}, {@code reason} and {@code events}. */
  static Summary of(Dataset<Row> judged) {
    Map<String, Long> byVerdict = new HashMap<>();
    Map<String, Long> byReason = new HashMap<>();
    for (Row row :
        judged.groupBy("verdict", "reason").agg(sum("events")).limit(REASONS).collectAsList()) {
      long rows = row.getLong(2);
      byVerdict.merge(row.getString(0), rows, Long::sum);
      if (row.getString(0).equals(BAD)) {
        byReason.merge(row.getString(1), rows, Long::sum);
      }
    }
    return new Summary(byVerdict, byReason);
  }

  long rows(String verdict) {
    return byVerdict.getOrDefault(verdict, 0L);
  }

  /** The report, with examples out of the same rows. */
  Quarantine quarantine(String relation, Dataset<Row> rows) {
    List<Quarantine.Example> examples = new ArrayList<>();
    if (!byReason.isEmpty()) {
      Dataset<Row> bad = rows.where("reason is not null").select("row_key", "reason", "day");
      for (Row row : bad.orderBy("reason", "row_key").limit(EXAMPLES).collectAsList()) {
        examples.add(
            new Quarantine.Example(
                String.valueOf(row.getString(0)),
                row.getString(1),
                row.isNullAt(2) ? null : row.getLocalDate(2)));
      }
    }
    long read = byVerdict.values().stream().mapToLong(Long::longValue).sum();
    return new Quarantine(relation, read, byReason, examples);
  }
}
