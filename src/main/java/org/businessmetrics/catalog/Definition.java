package org.businessmetrics.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.config.Suggestion;

/**
 * What a figure was computed by: a metric's version, and the hash of all that decides its value.
 *
 * @param sha256 in lower-case hexadecimal
 */
public record Definition(String metric, int version, String sha256) {

  /**
   * Hashes the query (without comments and white space), the columns with their types, the key, the
   * period, and the values of the job keys that the metric names. Comments of columns, titles,
   * checks and headlines don't change a figure and are left out.
   *
   * @param jobKeyValues every key of the job file that a metric may name, with its value as text
   *     (empty where it is not set)
   * @throws Failure CONFIGURATION when the metric names a job key that there is not
   */
  public static Definition of(Metric metric, Map<String, String> jobKeyValues) {
    List<String> parts = new ArrayList<>();
    parts.add("query=" + SqlText.normalised(metric.query()));
    metric
        .columns()
        .forEach(column -> parts.add("column=%s %s".formatted(column.name(), column.type())));
    parts.add("key=" + String.join(",", metric.key()));
    parts.add("period=%s,%s".formatted(metric.period().first(), metric.period().last()));
    if (!metric.period().horizon().equals(metric.period().last())) {
      parts.add("horizon=" + metric.period().horizon());
    }
    metric.jobKeys().stream()
        .sorted()
        .forEach(key -> parts.add("job.%s=%s".formatted(key, valueOf(metric, key, jobKeyValues))));
    return new Definition(metric.name(), metric.version(), sha256(parts));
  }

  /**
   * The definition under a job.
   *
   * @throws Failure CONFIGURATION when the metric names a job key that there is not
   */
  public static Definition of(Metric metric, Job job) {
    Map<String, String> values = new HashMap<>();
    metric.jobKeys().forEach(key -> values.put(key, job.keyValue(key)));
    return of(metric, values);
  }

  private static String valueOf(Metric metric, String key, Map<String, String> values) {
    String value = values.get(key);
    if (value == null) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s: job_keys names '%s', which is no key of the job file%s"
              .formatted(
                  metric.folder().resolve("metric.yaml"),
                  key,
                  Suggestion.hint(key, values.keySet())));
    }
    return value;
  }

  private static String sha256(List<String> parts) {
    // No part contains the separator, so that no two lists of parts read the same.
    return Sha256.of(parts.stream().map(part -> part + '\0').collect(Collectors.joining()));
  }
}
