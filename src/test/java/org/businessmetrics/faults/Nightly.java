package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.run.Company;
import org.businessmetrics.run.Outcome;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;

/** A small company with some nights published, and one more to be: the one that is broken. */
final class Nightly {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 27);
  static final LocalDate YESTERDAY = FIRST.plusDays(4);
  static final LocalDate TONIGHT = FIRST.plusDays(5);
  private static final String KEYS =
      """
      lookback_days: 2
      metrics: [active_users_daily, revenue_daily, subscriptions_daily, mrr_movements]
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path folder;
  private final Path source;
  private final Pipeline pipeline;

  /** Through yesterday everything is published. */
  Nightly(Path folder) {
    this(folder, TestDatabase.create());
  }

  /** The same, in that empty database. */
  Nightly(Path folder, DatabaseAddress database) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(database, folder.resolve("pipeline"), source, KEYS);
    for (String user : List.of("ann", "bob", "cem")) {
      company.account(user, FIRST).active(user, FIRST);
    }
    company.active("ann", FIRST.plusDays(1), YESTERDAY, TONIGHT).active("bob", TONIGHT);
    company.charge("ann", FIRST.plusDays(1), "10.00").charge("bob", TONIGHT, "10.00");
    company
        .subscribed(new Company.Subscribed("s1", "ann", company.noon(FIRST.plusDays(1))), 0)
        .subscribed(new Company.Subscribed("s2", "bob", company.noon(TONIGHT)), 0);
    company.write(source, YESTERDAY);
    pipeline.night(company.nightOf(YESTERDAY));
    company.write(source, TONIGHT);
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Path folder() {
    return folder;
  }

  /** What the source has of its users' activity. */
  Path activity() {
    return source.resolve("activity.csv");
  }

  /** The instant from which on tonight can be published. */
  Instant now() {
    return company.nightOf(TONIGHT);
  }

  /** The clock of a process goes on: after whatever one has recorded. */
  Instant later() {
    return now().plus(Duration.ofHours(1));
  }

  /** What the next tick of cron does. */
  Outcome tick() {
    return pipeline.night(now());
  }

  /** The same while something breaks that is nobody's fault: it passes, or is to be tried again. */
  void tickThrough(String fault) {
    try {
      tick();
    } catch (Failure e) {
      assertThat(e.exitCode()).as("%s: %s", fault, e).isEqualTo(ExitCode.TRY_AGAIN);
    }
  }

  Map<String, List<String>> tables() {
    return pipeline.tables();
  }

  boolean isPublished() {
    return !pipeline
        .rows("select 1 from metrics.days where day = '%s'".formatted(TONIGHT))
        .isEmpty();
  }

  /** The steps of the last run, in order. */
  List<String> steps() {
    return pipeline.rows(
        """
        select step from pipeline.run_steps
        where run_id = (select run_id from pipeline.runs order by started_at desc, run_id limit 1)
        order by started_at
        """);
  }

  /** Nothing of a run that ended is left but what it published. */
  void assertNothingIsLeftBehind() throws IOException {
    assertThat(
            pipeline.rows(
                "select tablename from pg_tables"
                    + " where schemaname = 'pipeline' and tablename like 'stage%'"))
        .as("staging tables")
        .isEmpty();
    assertThat(pipeline.rows("select run_id from pipeline.runs where state = 'running'"))
        .as("runs that seem to work")
        .isEmpty();
    assertNobodyIsConnected();
    List<String> unpublished =
        pipeline.rows("select run_id from pipeline.runs where state <> 'published'");
    try (Stream<Path> files = Files.walk(pipeline.facts())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files of runs that published nothing")
          .noneMatch(name -> unpublished.stream().anyMatch(name::endsWith))
          .noneMatch(name -> name.equals("_temporary"));
    }
  }

  /** No session, and so no lock and no open transaction. */
  void assertNobodyIsConnected() {
    Awaitility.await("the server notices that the process is gone")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> sessions().isEmpty());
  }

  private List<String> sessions() {
    return pipeline.rows(
        "select application_name from pg_stat_activity where datname = current_database()"
            + " and application_name like 'metrics%'");
  }

  /** What the last process of its own said, for a test that fails. */
  String lastWords() {
    try {
      return Files.readString(folder.resolve("process.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
