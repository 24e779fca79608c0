package org.businessmetrics.report;

import java.util.Map;
import java.util.Optional;

/**
 * What the page says that the tables don't know.
 *
 * @param job the job's name
 * @param notice a marker for every page, as "Sample data"
 * @param notComputed why a metric is not computed, as "no payments relation", by metric
 */
public record Marks(String job, Optional<String> notice, Map<String, String> notComputed) {
  public Marks {
    notComputed = Map.copyOf(notComputed);
  }
}
