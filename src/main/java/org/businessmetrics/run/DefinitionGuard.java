package org.businessmetrics.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;

/**
 * Compares what metrics mean now with what they meant when they were last published. An edited file
 * never rewrites history by itself.
 */
final class DefinitionGuard {
  private final Map<String, Definition> published;
  private final Optional<DayRange> days;

  DefinitionGuard(Map<String, Definition> published, Optional<DayRange> days) {
    this.published = published;
    this.days = days;
  }

  /** The definitions of the metrics as they stand now, under this job. */
  static List<Definition> of(List<Metric> metrics, Job job) {
    return metrics.stream().map(metric -> Definition.of(metric, job)).toList();
  }

  /**
   * Finds the metrics that mean something else than before.
   *
   * @return a warning for each metric with a new version
   * @throws Failure {@link ExitCode#CONFIGURATION} for a changed meaning under an old version
   */
  List<String> check(List<Definition> now) {
    List<String> warnings = new ArrayList<>();
    for (Definition definition : now) {
      Definition before = published.get(definition.metric());
      if (before == null || before.sha256().equals(definition.sha256())) {
        continue;
      }
      if (definition.version() <= before.version()) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "The definition of %s changed but its version is still %d (published: %d). Raise the version"
                    .formatted(definition.metric(), definition.version(), before.version())
                + " in sql/metrics/%s/metric.yaml, or take the change back (query, columns, or a key of the job that it reads)."
                    .formatted(definition.metric()));
      }
      days.ifPresent(
          range ->
              warnings.add(
                  "%s is published under version %d from now on; days before keep version %d. To restate them: metrics backfill --from %s --to %s"
                      .formatted(
                          definition.metric(),
                          definition.version(),
                          before.version(),
                          range.first(),
                          range.last())));
    }
    return warnings;
  }
}
