package org.businessmetrics.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.Secret;
import org.businessmetrics.plan.Request;
import org.businessmetrics.publish.Cause;
import org.businessmetrics.run.Attendance;
import org.businessmetrics.run.Ending;
import org.businessmetrics.run.Installation;
import org.businessmetrics.run.NightlyRun;
import org.businessmetrics.run.Outcome;
import org.businessmetrics.run.Progress;
import org.businessmetrics.run.RunOptions;

/** A whole installation of its own: job, facts and an empty database, driven by a given clock. */
public final class Pipeline {
  /** What the plans of {@link org.businessmetrics.demo.SampleCompany} cost, as a job has it. */
  public static final String SAMPLE_PRICES =
      """
      price_book:
        - {plan: basic, currency: USD, amount: "9.99", interval: month, interval_count: 1, valid_from: 2000-01-01}
        - {plan: premium, currency: USD, amount: "19.99", interval: month, interval_count: 1, valid_from: 2000-01-01}
        - {plan: elite, currency: USD, amount: "29.99", interval: month, interval_count: 1, valid_from: 2000-01-01}
      """;

  private static final RunOptions UNDRAWN =
      new RunOptions(List.of(), false, Cause.LATE_DATA, Ending.PUBLISH, Attendance.ATTENDED);

  private final Path home;
  private final Path folder;
  private final DatabaseAddress database;
  private DatabaseAddress reachedAt;
  private final Optional<DatabaseAddress> source;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Runnable> interruptions = new HashMap<>();

  /**
   * @param home the project's directory, or a copy of it
   * @param folder an empty one, for job, facts and output
   * @param job the job file's text
   */
  public Pipeline(Path home, Path folder, String job, Optional<DatabaseAddress> source) {
    this(home, folder, job, source, TestDatabase.create());
  }

  private Pipeline(
      Path home,
      Path folder,
      String job,
      Optional<DatabaseAddress> source,
      DatabaseAddress database) {
    this.home = home.toAbsolutePath().normalize();
    this.folder = folder;
    this.database = database;
    this.reachedAt = database;
    this.source = source;
    // Started by the first pipeline, Spark would keep its files in a folder that ends with the
    // test.
    TestSpark.session();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("job.yaml"), job);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over a folder of CSV files. */
  public static Pipeline overCsv(Path folder, Path csv, String keys) {
    return overCsv(Path.of(""), folder, csv, keys);
  }

  /** Over a folder of CSV files, with another copy of the project's directory. */
  public static Pipeline overCsv(Path home, Path folder, Path csv, String keys) {
    return new Pipeline(home, folder, jobOverCsv(csv, keys), Optional.empty());
  }

  /** Over a folder of CSV files, publishing to that empty database. */
  public static Pipeline overCsv(DatabaseAddress database, Path folder, Path csv, String keys) {
    return new Pipeline(Path.of(""), folder, jobOverCsv(csv, keys), Optional.empty(), database);
  }

  private static String jobOverCsv(Path csv, String keys) {
    return "name: test\nsource: {kind: csv, path: '%s'}\n%s".formatted(csv.toAbsolutePath(), keys);
  }

  /** Over the application's database. */
  public static Pipeline overPostgres(Path folder, DatabaseAddress source, String keys) {
    String job =
        "name: test\nsource: {kind: postgresql, path: sql/sources/numerai}\n%s".formatted(keys);
    return new Pipeline(Path.of(""), folder, job, Optional.of(source));
  }

  /** Copies what a run needs of the project's directory, to be changed. */
  public static Path copyOfHome(Path target) {
    for (String part : List.of("sql", "jobs", "reports")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.toList()) {
          Files.createDirectories(target.resolve(file).getParent());
          Files.copy(file, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return target;
  }

  /** Does something, once, right before a run's next step of that name. */
  public void before(String step, Runnable interruption) {
    interruptions.put(step, interruption);
  }

  public DatabaseAddress database() {
    return database;
  }

  /** From now on, runs reach the database there. */
  public Pipeline reachedAt(DatabaseAddress address) {
    reachedAt = address;
    return this;
  }

  public Path facts() {
    return folder.resolve("facts");
  }

  public Path output() {
    return folder.resolve("output");
  }

  public List<String> warnings() {
    return warnings;
  }

  /** The environment's variables of this installation. */
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    put(variables, "METRICS_DATABASE", reachedAt);
    source.ifPresent(address -> put(variables, "METRICS_SOURCE", address));
    variables.put("METRICS_FACTS_PATH", facts().toString());
    variables.put("METRICS_OUTPUT_PATH", output().toString());
    return variables;
  }

  public Path jobFile() {
    return folder.resolve("job.yaml");
  }

  public Installation at(Instant now) {
    return by(Clock.fixed(now, ZoneOffset.UTC), true);
  }

  private Installation by(Clock clock, boolean replay) {
    Environment environment = Environment.from(variables(), home);
    Job job = Job.load(home, jobFile(), variables());
    return new Installation(home, environment, job, clock, replay, "test", false);
  }

  /** What cron does at that instant, without drawing. */
  public Outcome night(Instant now) {
    return execute(now, new Request.Nightly(), UNDRAWN);
  }

  /** What is done where that is the machine's clock, and the source has its own. */
  public Outcome byClock(Clock clock, Request request) {
    return new NightlyRun(by(clock, false), new Warnings()).execute(request, UNDRAWN);
  }

  /** What {@code metrics run --day} does at that instant. */
  public Outcome day(LocalDate day, Instant now) {
    return execute(
        now,
        new Request.ThroughDay(day),
        new RunOptions(List.of(), false, Cause.REQUESTED, Ending.PUBLISH, Attendance.ATTENDED));
  }

  public Outcome backfill(LocalDate from, LocalDate to, Instant now) {
    return execute(
        now,
        new Request.Backfill(from, to),
        new RunOptions(List.of(), false, Cause.REQUESTED, Ending.PUBLISH, Attendance.ATTENDED));
  }

  /** What a backfill would change. */
  public Outcome rehearse(LocalDate from, LocalDate to, Instant now) {
    return execute(
        now,
        new Request.Backfill(from, to),
        new RunOptions(List.of(), false, Cause.REQUESTED, Ending.REHEARSE, Attendance.ATTENDED));
  }

  public Outcome execute(Instant now, Request request, RunOptions options) {
    return new NightlyRun(at(now), new Warnings()).execute(request, options);
  }

  /** The rows of a query, each as its columns' texts joined by a bar. */
  public List<String> rows(String sql) {
    return TestDatabase.rows(database, sql);
  }

  /**
   * Every published table, without run ids, times of recording, and how the past of subscriptions
   * is known: who looks later knows it in another way.
   */
  public Map<String, List<String>> tables() {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table :
        List.of(
            "active_users_daily",
            "active_users_calendar",
            "activity_gaps_daily",
            "active_day_histogram",
            "retention_cohorts",
            "retention_on_or_after",
            "retention_brackets",
            "conversion_cohorts",
            "revenue_daily",
            "payments_daily",
            "feature_usage_daily",
            "funnel_steps",
            "subscriptions_daily",
            "mrr_movements",
            "churn",
            "revenue_cohorts")) {
      tables.put(
          table,
          rows(
              "select to_jsonb(t) - 'run_id' - 'history_quality' from metrics.%s t order by 1"
                  .formatted(table)));
    }
    tables.put(
        "days",
        rows("select day, zone, starts_at, ends_at, is_final from metrics.days order by day"));
    return tables;
  }

  private static void put(Map<String, String> variables, String prefix, DatabaseAddress address) {
    variables.put(prefix + "_URL", address.url());
    address.user().ifPresent(user -> variables.put(prefix + "_USER", user));
    address.password().map(Secret::reveal).ifPresent(p -> variables.put(prefix + "_PASSWORD", p));
  }

  private final class Warnings implements Progress {
    @Override
    public void began(String step, String detail) {
      Runnable interruption = interruptions.remove(step);
      if (interruption != null) {
        interruption.run();
      }
    }

    @Override
    public void ended(String step, Duration took, long rowsIn, long rowsOut) {}

    @Override
    public void advanced(int daysDone, int daysInAll, Duration soFar) {}

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }
}
