package org.businessmetrics.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.config.Secret;
import org.businessmetrics.demo.Directories;
import org.businessmetrics.demo.EmbeddedDatabase;
import org.businessmetrics.demo.EmbeddedDatabase.Lifetime;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleReport;
import org.businessmetrics.plan.Request;
import org.businessmetrics.run.Installation;
import org.businessmetrics.run.NightlyRun;
import org.businessmetrics.run.Outcome;
import org.businessmetrics.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything at once, on a machine that has nothing. */
@Command(
    name = "demo",
    description = {
      "Starts an embedded PostgreSQL, fills it with a sample company, runs the nightly job over all",
      "its days, draws the report, and says where everything is."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics demo                            about 20,000 users over 400 days",
      "  metrics demo --users 2000 --days 120    smaller and faster",
      "  metrics demo --keep                     leaves the database running",
      "  metrics demo --stop                     ends it"
    })
final class DemoCommand implements Callable<Integer> {
  private static final Path JOB = Path.of("jobs", "demo.yaml");
  private static final List<String> QUERIES =
      List.of(
          "select day, dau, wau, mau, stickiness from active_users_daily_total order by day desc limit 7",
          "select period_start, active_users, new_users, signups from active_users_calendar where grain = 'month' order by 1",
          "select active_users(max(day) - 89, max(day)) as active_in_90_days from days");

  @Mixin private Common common;

  @Option(names = "--days", description = "How many days of history (default: ${DEFAULT-VALUE}).")
  private int days = 400;

  @Option(
      names = "--users",
      description = "How many accounts were ever made (default: ${DEFAULT-VALUE}).")
  private int users = 20_000;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the report goes.")
  private @Nullable Path out;

  @Option(names = "--keep", description = "Leave the database running.")
  private boolean keep;

  @Option(names = "--stop", description = "End a database that was left running.")
  private boolean stop;

  DemoCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() throws IOException {
    Path folder = DemoDatabase.folder(common.environment());
    Path server = folder.resolve("postgresql");
    if (stop) {
      common.say(
          EmbeddedDatabase.stop(server)
              ? "The sample company's database is stopped."
              : "The sample company's database was not running.");
      return ExitCode.OK.code();
    }
    if (EmbeddedDatabase.attach(server).isPresent()) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "The sample company's database is running. Stop it first: metrics demo --stop");
    }
    long began = System.nanoTime();
    common.say("Starting PostgreSQL in " + server);
    try (EmbeddedDatabase database =
        EmbeddedDatabase.start(server, keep ? Lifetime.KEEP : Lifetime.PROCESS)) {
      Job job = Job.load(common.session().home(), JOB, common.session().variables());
      SampleCompany.Parameters parameters = parameters(job);
      Path report = SampleReport.write(job.report().get(0), folder, parameters);
      Installation installation = installation(job.drawing(report), folder, database);
      common.say(
          "Filling it with a sample company: %,d users over %d days through %s"
              .formatted(users, days, parameters.lastDay()));
      startSpark(installation, folder);
      database.createDatabase(DemoDatabase.APP);
      database.createDatabase(DemoDatabase.METRICS);
      Directories.delete(installation.environment().facts());
      SampleCompany.Summary rows =
          SampleCompany.fill(
              common.session().home(), database.address(DemoDatabase.APP), parameters, step -> {});
      common.say(
          "  %,d rows in %d tables; running the nightly job over all of them"
              .formatted(
                  rows.rows().values().stream().mapToLong(Long::longValue).sum(),
                  rows.rows().size()));
      Clock then =
          Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), parameters.instant()));
      Outcome outcome =
          new NightlyRun(installation.at(then), common.progress())
              .execute(new Request.Nightly(), RunOptions.NIGHTLY);
      tell(database, outcome, Duration.ofNanos(System.nanoTime() - began));
      return outcome.exitCode().code();
    }
  }

  /** It takes as long to start as the company takes to be made. */
  private static void startSpark(Installation installation, Path folder) {
    Thread spark =
        new Thread(
            () -> {
              Path work = folder.resolve("spark");
              Engine.start(installation.job().zone(), work).exercise(work);
            },
            "spark");
    spark.setDaemon(true);
    // Whoever waits for Spark meets the same and says it; a demo that ends first has said why.
    spark.setUncaughtExceptionHandler((thread, problem) -> {});
    spark.start();
  }

  private Installation installation(Job job, Path folder, EmbeddedDatabase database) {
    Map<String, String> variables = new HashMap<>(common.session().variables());
    address(variables, "METRICS_SOURCE", database.address(DemoDatabase.APP));
    address(variables, "METRICS_DATABASE", database.address(DemoDatabase.METRICS));
    variables.put("METRICS_FACTS_PATH", folder.resolve("facts").toString());
    variables.put(
        "METRICS_OUTPUT_PATH",
        (out == null ? folder.resolve("output") : out).toAbsolutePath().toString());
    return common.installation(Environment.from(variables, common.session().home()), job, true);
  }

  private static void address(
      Map<String, String> variables, String prefix, DatabaseAddress address) {
    variables.put(prefix + "_URL", address.url());
    variables.put(prefix + "_USER", address.user().orElse(""));
    variables.put(prefix + "_PASSWORD", address.password().map(Secret::reveal).orElse(""));
    variables.remove(prefix + "_PASSWORD_FILE");
  }

  /** The company's last full day is the last whose morning after has come. */
  private SampleCompany.Parameters parameters(Job job) {
    Duration untilSix = Duration.ofHours(6);
    LocalDate last = job.calendar().lastEnded(common.present(), untilSix);
    return new SampleCompany.Parameters(users, days, last, job.zone(), 1);
  }

  private void tell(EmbeddedDatabase database, Outcome outcome, Duration took) {
    common.say("");
    common.say("%s It took %d s.".formatted(outcome.message(), took.toSeconds()));
    common.say("The report (sample data):");
    outcome.reports().forEach(report -> common.say("  " + report));
    if (keep) {
      DatabaseAddress metrics = database.address(DemoDatabase.METRICS);
      common.say(
          "The database runs on %s, user %s, password in %s; end it with: metrics demo --stop"
              .formatted(
                  metrics.display(),
                  metrics.user().orElse(""),
                  DemoDatabase.folder(common.environment()).resolve("postgresql/password")));
    }
    common.say("Three queries to try:");
    QUERIES.forEach(query -> common.say("  metrics query --demo \"%s\"".formatted(query)));
  }
}
