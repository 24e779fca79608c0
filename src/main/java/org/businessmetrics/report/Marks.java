package org.businessmetrics.report;

import java.util.Map;
import java.util.Optional;

/**
 * What the report says that the tables don't know.
 *
 * @param job the job's name
 * @param notice a marker for every page, as "Sample data"
 * @param notComputed why a metric is not computed, as "no payments relation", by metric
 * @param reportingCurrency what the job converts money into; upper case
 * @param headlines every headline metric that there is, by name
 */
public record Marks(
    String job,
    Optional<String> notice,
    Map<String, String> notComputed,
    Optional<String> reportingCurrency,
    Map<String, HeadlineInfo> headlines) {
  public Marks {
    notComputed = Map.copyOf(notComputed);
    headlines = Map.copyOf(headlines);
  }
}
