package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.config.Environment;
import org.businessmetrics.config.Job;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.run.Installation;
import org.businessmetrics.run.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that mean the same everywhere. */
final class Common {
  private static final Path NIGHTLY = Path.of("jobs", "nightly.yaml");

  private final Session session;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "The job file (default: ${DEFAULT-VALUE}).")
  private Path job = NIGHTLY;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "What the command takes for the present, as in 2026-11-23T06:00:00Z.")
  private @Nullable Instant now;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @ArgGroup private Loudness loudness = new Loudness();

  /** One or the other. */
  static final class Loudness {
    @Option(
        names = "--verbose",
        description = "Say what is being done, step by step; details go to the log.")
    private boolean verbose;

    @Option(
        names = "--quiet",
        description = "Print only errors and what was asked for; warnings go to the log.")
    private boolean quiet;
  }

  Common(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  PrintWriter out() {
    return session.out();
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return loudness.quiet;
  }

  /** Prints a line that a person reads, and that silence does without. */
  void say(String line) {
    if (!loudness.quiet) {
      session.out().println(line);
    }
  }

  /** Prints a line that is read also where silence was asked for. */
  void complain(String line) {
    session.err().println("metrics: " + line);
  }

  /** The command that somebody can type to have the same job do something. */
  String byHand(String command) {
    return "metrics %s%s"
        .formatted(command, job.equals(NIGHTLY) ? "" : " --job " + session.home().resolve(job));
  }

  Environment environment() {
    return Environment.from(session.variables(), session.home());
  }

  Instant present() {
    return clock().instant();
  }

  private Clock clock() {
    return now == null
        ? Clock.systemUTC()
        : Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
  }

  /** What the job file says. */
  Job job() {
    return Job.load(session.home(), job);
  }

  Installation installation() {
    return installation(environment(), job(), false);
  }

  Installation installation(Environment environment, Job loaded, boolean sample) {
    return new Installation(
        session.home(), environment, loaded, clock(), now != null, Version.text(), sample);
  }

  Progress progress() {
    if (loudness.quiet) {
      return new LoggedProgress(Progress.NONE);
    }
    return new LoggedProgress(
        session.isTerminal() || loudness.verbose
            ? new TerminalProgress(session.err(), loudness.verbose)
            : new JsonProgress(session.err()));
  }

  Store store() {
    return new Store(session.home(), environment().database());
  }

  /** Every metric that there is. */
  Catalog catalog() {
    return Catalog.load(session.home().resolve("sql").resolve("metrics"));
  }
}
