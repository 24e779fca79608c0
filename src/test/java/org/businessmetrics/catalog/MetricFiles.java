package org.businessmetrics.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a folder of a metric; each test then breaks what it is about. */
final class MetricFiles {
  static final String YAML =
      """
      version: 1
      title: Visits by day
      grain: one row a business day
      columns:
        - {name: day, type: date, comment: "Business day"}
        - {name: visits, type: bigint, comment: "Visits of the day"}
      key: [day]
      period: {first: day, last: day}
      reads:
        - {relation: user_day, days_before: 0}
      requires: [activity]
      job_keys: [zone]
      headlines:
        - {name: HEADLINE, value: visits, unit: count, grain: day, title: "Visits"}
      """;

  static final String QUERY = "select day, sum(events) as visits from user_day group by day\n";

  static final String CHECKS =
      """
      -- check: visits_are_positive
      -- severity: fail
      -- meaning: No day has less than no visits.
      select day, 0 as expected, visits as actual from visits where visits < 0
      """;

  private MetricFiles() {}

  /** A metric that is in order; its headline is {@code NAME_count}. */
  static Path write(Path parent, String name) throws IOException {
    return write(parent, name, YAML.replace("HEADLINE", name + "_count"));
  }

  static Path write(Path parent, String name, String yaml) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name));
    Files.writeString(folder.resolve("metric.yaml"), yaml);
    Files.writeString(folder.resolve("query.sql"), QUERY);
    Files.writeString(folder.resolve("checks.sql"), CHECKS);
    Files.writeString(folder.resolve("README.md"), "# Visits by day\n");
    return folder;
  }

  /** A metric that reads another. */
  static Path write(Path parent, String name, String reads, String from) throws IOException {
    String yaml =
        YAML.replace("HEADLINE", name + "_count")
            .replace(from, "{relation: %s, days_before: 0}".formatted(reads));
    return write(parent, name, yaml);
  }
}
