package org.businessmetrics.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.ReportFile;
import org.businessmetrics.config.SourceSpec;
import org.businessmetrics.config.Suggestion;
import org.businessmetrics.source.Source;
import org.businessmetrics.source.SourceSettings;
import org.businessmetrics.source.SourceSnapshot;

/**
 * One job on one machine: where everything is, and what time it is taken to be.
 *
 * @param home the project's directory, with {@code sql} and {@code reports}
 * @param clock the present
 * @param replay whether the present was set by hand ({@code --now})
 * @param version of this release
 * @param sample whether the figures are those of the sample company
 */
public record Installation(
    Path home,
    Environment environment,
    Job job,
    Clock clock,
    boolean replay,
    String version,
    boolean sample) {

  /** The same at another time, as a replay. */
  public Installation at(Clock then) {
    return new Installation(home, environment, job, then, true, version, sample);
  }

  /** What the run takes for the present. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * The metrics that the job computes and those that they read, dependencies first.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} when the job names one that there is not
   */
  public List<Metric> metrics() {
    Catalog catalog = catalog();
    if (job.metrics().isEmpty()) {
      return catalog.metrics();
    }
    List<String> known = catalog.metrics().stream().map(Metric::name).toList();
    for (String name : job.metrics()) {
      if (!known.contains(name)) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "The job's metrics name '%s', which is no folder under sql/metrics%s"
                .formatted(name, Suggestion.hint(name, known)));
      }
    }
    Set<String> wanted = new HashSet<>(job.metrics());
    List<Metric> dependenciesLast = new ArrayList<>(catalog.metrics());
    Collections.reverse(dependenciesLast);
    for (Metric metric : dependenciesLast) {
      if (wanted.contains(metric.name())) {
        metric.reads().forEach(read -> wanted.add(read.relation()));
      }
    }
    return catalog.metrics().stream().filter(m -> wanted.contains(m.name())).toList();
  }

  /** Every metric that there is. */
  public Catalog catalog() {
    return Catalog.load(home.resolve("sql").resolve("metrics"));
  }

  /** The source that the job names. */
  public Source source() {
    SourceSettings settings =
        new SourceSettings(
            job.zone(),
            job.internal().emailDomains(),
            job.internal().userIds(),
            job.activityWhere());
    SourceSpec spec = job.source();
    if (spec instanceof SourceSpec.Postgresql postgresql) {
      return Source.postgres(postgresql.path(), environment.source(), settings);
    }
    return Source.csv(spec.path(), settings);
  }

  /**
   * The job's reports, the main one first.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} when a report's file does not say right when it
   *     is made or, where the job mails, to whom it goes
   */
  List<ReportFile> reports() {
    return job.report().stream()
        .map(file -> ReportFile.load(file, job.mail(), System.getenv()))
        .toList();
  }

  /** The instant of which a snapshot is the knowledge: in a replay, the one that was set. */
  Instant takenAt(SourceSnapshot snapshot) {
    return replay ? now() : snapshot.takenAt();
  }

  /** Where Spark puts files while it works; whoever holds the run lock may empty it. */
  Path workFolder() {
    return environment.facts().resolve("work");
  }

  /** What tells this source from another, without secrets: for the ledger. */
  public String sourceIdentity() {
    SourceSpec spec = job.source();
    return spec instanceof SourceSpec.Postgresql
        ? "postgresql %s".formatted(databaseName())
        : "%s %s".formatted(spec.kind(), spec.path().getFileName());
  }

  private String databaseName() {
    String display = environment.source().display();
    return display.substring(display.lastIndexOf('/') + 1);
  }
}
